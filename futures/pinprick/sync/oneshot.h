#pragma once

// A channel for a single value.
//
// What it is: `oneshot::channel<T>()` gives a `Sender`, which sends once and is used up by it, and
// a `Receiver`, which is a future of `Result<T, Canceled>`. They may be used on two threads;
// `local_channel<T>()` makes the same for one thread, without locked instructions.
//
// What it promises:
//   - The receiver is ready with the value once it was sent, and with Canceled once the sender was
//     destroyed without sending. Either wakes the task that polled the receiver last, once.
//   - `send` hands the value back if the receiver is gone or closed. Sending after that is not an
//     error of the program: cancelling is how one end tells the other that it has lost interest.
//   - `Receiver::close` refuses what was not sent yet; what was sent before can still be received.
//     Closing or destroying the receiver wakes the task that waits in `Sender::cancellation`, once.
//     It is `is_canceled` then.
//   - The receiver lets go of the channel when it is ready. A value that nobody received is
//     destroyed with the receiver.
//   - Wakers are woken and dropped, and values destroyed, while no lock is held. One allocation,
//   for
//     both ends together; none afterwards. Each end is one word, moves freely, and is Unpin: its
//     waker lies in the channel.
//
// What breaks it: polling the receiver after Ready, which panics as "oneshot::Receiver" (taking the
// value by try_recv counts as Ready); using a sender that was used up, which panics (kEmpty) as
// "oneshot::Sender"; letting a Cancellation outlive its sender. A T whose move might throw does
// not compile: it could be lost on the way.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto [sender, receiver] = oneshot::channel<int>();
//     assert(std::move(sender).send(3).is_ok());
//     assert(block_on(std::move(receiver)).value() == 3);
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto [sender, receiver] = oneshot::local_channel<int>();
//     receiver.close();
//     block_on(sender.cancellation());
//     assert(std::move(sender).send(3).error() == 3);
//     assert(block_on(std::move(receiver)) == (Result<int, oneshot::Canceled>::err({})));

#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/shared.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/result.h"
#include "pinprick/unit.h"

namespace pinprick::oneshot {

// The error of a receiver whose sender will not send any more.
struct Canceled {
  friend constexpr bool operator==(Canceled, Canceled) = default;
};

namespace internal {

using pinprick::internal::KeptWaker;
using pinprick::internal::LocalLock;
using pinprick::internal::ready_or_wait;
using pinprick::internal::Shared;
using pinprick::internal::SolePtr;

// What is between the two ends.
template <class T, class Lock>
struct State {
  static_assert(
      std::is_nothrow_move_constructible_v<T>,
      "oneshot::channel needs a T whose move does not throw: it could be lost on the way");

  // All below is guarded by it.
  [[no_unique_address]] Lock lock;
  // The sender has sent or is gone: nothing more will come.
  bool is_complete = false;
  // The receiver was closed or is gone: nothing more will be accepted.
  bool is_closed = false;
  std::optional<T> value;
  KeptWaker receiver;
  KeptWaker sender;
};

}  // namespace internal

template <class T, class Lock>
class BasicSender;
template <class T, class Lock>
class BasicReceiver;

template <class T, class Lock>
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel();

// Ready, with nothing to say, once the receiver is closed or gone. Borrows its sender, which may be
// moved meanwhile, but not used up. Polling it after Ready panics as "oneshot::Cancellation".
// Destroying it leaves its waker with the sender, as in Rust: it may be woken for nothing. Unpin.
template <class T, class Lock>
class [[nodiscard]] Cancellation {
 public:
  using PinnedFields = Fields<>;
  using Output = Unit;

  static Poll<Unit> poll(Pin<Cancellation&> self, Context& cx) {
    Cancellation& me = self.get_mut();
    internal::State<T, Lock>* const state = me.state_.get();
    if (state == nullptr) panic(PanicReason::kPolledAfterReady, "oneshot::Cancellation");
    const bool is_ready = internal::ready_or_wait(
        state->lock, state->sender, cx.waker(), [state] { return state->is_closed; }, [] {});
    if (!is_ready) return kPending;
    me.state_.take();
    return poll_ready(Unit());
  }

 private:
  friend class BasicSender<T, Lock>;

  explicit Cancellation(internal::State<T, Lock>& state) noexcept : state_(&state) {}

  // Null once ready.
  internal::SolePtr<internal::State<T, Lock>> state_;
};

template <class T, class Lock>
class [[nodiscard]] BasicSender {
 public:
  using PinnedFields = Fields<>;

  BasicSender(BasicSender&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  BasicSender& operator=(BasicSender other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~BasicSender() {
    if (state_.get() != nullptr) complete(std::nullopt);
  }

  // Sends `value` and uses the sender up. If the receiver is gone or closed, gives the value back.
  Result<Unit, T> send(T value) && {
    (void)state_.checked("oneshot::Sender");
    std::optional<T> refused = complete(std::move(value));
    if (refused.has_value()) return Result<Unit, T>::err(*std::move(refused));
    return Result<Unit, T>::ok({});
  }

  // Whether the receiver is gone or closed, so that sending is of no use.
  [[nodiscard]] bool is_canceled() const {
    internal::State<T, Lock>& state = state_.checked("oneshot::Sender");
    const std::lock_guard guard(state.lock);
    return state.is_closed;
  }

  // Waits until the receiver is gone or closed. Of several of them, the one polled last is woken.
  Cancellation<T, Lock> cancellation() & {
    return Cancellation<T, Lock>(state_.checked("oneshot::Sender"));
  }

 private:
  friend std::pair<BasicSender, BasicReceiver<T, Lock>> basic_channel<T, Lock>();

  explicit BasicSender(internal::Shared<internal::State<T, Lock>, Lock> state) noexcept
      : state_(std::move(state)) {}

  // Says that nothing more will come, after `value` if there is one, and lets go of the channel.
  // Gives back a value that nobody wants.
  std::optional<T> complete(std::optional<T> value) {
    // Released last, when both wakers are gone.
    const auto share = std::move(state_);
    internal::State<T, Lock>& state = *share.get();
    Waker receiver = Waker::noop();
    Waker mine = Waker::noop();
    {
      const std::lock_guard guard(state.lock);
      state.is_complete = true;
      mine = state.sender.take_waker();
      if (!state.is_closed && value.has_value()) {
        state.value.emplace(*std::move(value));
        value.reset();
      }
      receiver = state.receiver.take_waker();
    }
    std::move(receiver).wake();
    return value;
  }

  internal::Shared<internal::State<T, Lock>, Lock> state_;
};

template <class T, class Lock>
class [[nodiscard]] BasicReceiver {
 public:
  using PinnedFields = Fields<>;
  using Output = Result<T, Canceled>;

  BasicReceiver(BasicReceiver&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  BasicReceiver& operator=(BasicReceiver other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~BasicReceiver() {
    if (state_.get() == nullptr) return;
    close();
    // Not left to the channel, which the sender may keep a little longer.
    state_.get()->value.reset();
  }

  static Poll<Output> poll(Pin<BasicReceiver&> self, Context& cx) {
    BasicReceiver& me = self.get_mut();
    internal::State<T, Lock>* state = me.state_.get();
    if (state == nullptr) panic(PanicReason::kPolledAfterReady, "oneshot::Receiver");
    const bool is_ready = internal::ready_or_wait(
        state->lock, state->receiver, cx.waker(),
        [state] { return state->is_complete || state->is_closed; }, [] {});
    if (!is_ready) return kPending;
    return Poll<Output>::ready(me.finish());
  }

  // What is there without waiting: the value, nothing yet, or Canceled. Canceled as well after the
  // value was received.
  [[nodiscard]] Result<std::optional<T>, Canceled> try_recv() {
    using Answer = Result<std::optional<T>, Canceled>;
    internal::State<T, Lock>* state = state_.get();
    if (state == nullptr) return Answer::err({});
    {
      const std::lock_guard guard(state->lock);
      if (!state->is_complete && !state->is_closed) return Answer::ok(std::nullopt);
      // Canceled is for `poll` to say, once more if need be.
      if (!state->value.has_value()) return Answer::err({});
    }
    return Answer::ok(finish().value());
  }

  // Refuses what was not sent yet. Does nothing a second time.
  void close() {
    internal::State<T, Lock>* state = state_.get();
    if (state == nullptr) return;
    Waker sender = Waker::noop();
    Waker mine = Waker::noop();
    {
      const std::lock_guard guard(state->lock);
      state->is_closed = true;
      sender = state->sender.take_waker();
      mine = state->receiver.take_waker();
    }
    std::move(sender).wake();
  }

 private:
  friend std::pair<BasicSender<T, Lock>, BasicReceiver> basic_channel<T, Lock>();

  explicit BasicReceiver(internal::Shared<internal::State<T, Lock>, Lock> state) noexcept
      : state_(std::move(state)) {}

  // Takes what came and lets go of the channel. Without the lock: that there will be nothing more
  // was seen under it, and nobody touches the value after that.
  Output finish() {
    const auto share = std::move(state_);
    std::optional<T> value = std::exchange(share.get()->value, std::nullopt);
    return value.has_value() ? Output::ok(*std::move(value)) : Output::err({});
  }

  internal::Shared<internal::State<T, Lock>, Lock> state_;
};

template <class T>
using Sender = BasicSender<T, std::mutex>;
template <class T>
using Receiver = BasicReceiver<T, std::mutex>;
template <class T>
using LocalSender = BasicSender<T, internal::LocalLock>;
template <class T>
using LocalReceiver = BasicReceiver<T, internal::LocalLock>;

template <class T, class Lock>
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel() {
  using Share = internal::Shared<internal::State<T, Lock>, Lock>;
  Share state = Share::make();
  BasicReceiver<T, Lock> receiver(state);
  return {BasicSender<T, Lock>(std::move(state)), std::move(receiver)};
}

// The two ends of a new channel. One allocation.
template <class T>
std::pair<Sender<T>, Receiver<T>> channel() {
  return basic_channel<T, std::mutex>();
}

// The same for one thread.
template <class T>
std::pair<LocalSender<T>, LocalReceiver<T>> local_channel() {
  return basic_channel<T, internal::LocalLock>();
}

}  // namespace pinprick::oneshot
