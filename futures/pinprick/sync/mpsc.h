#pragma once

// A queue of messages from many senders to one receiver.
//
// What it is: `mpsc::channel<T>(capacity)` gives a `Sender`, which can be cloned, and a `Receiver`.
// A sender waits while the queue is full, which is what keeps a fast one from running away from a
// slow receiver. `unbounded<T>()` gives an `UnboundedSender`, which never waits, and the same kind
// of receiver. Both may be used on several threads; `local_channel` and `local_unbounded` make the
// same for one thread, without locked instructions.
//
// What it promises:
//   - Messages come out in the order in which they went in.
//   - `send` is a future. Its first poll puts the message in if there is room, and else queues up
//     behind the other senders. Each message that is received makes room for one: it is handed to
//     the sender that has waited longest, which is woken, and kept for it until its next poll,
//     which puts the message in. Nobody overtakes: while a sender waits there is room for nobody
//     else.
//   - Destroying a send that is not ready yet takes its message back: it was not sent and will not
//     be. If room was kept for it, that is handed on to the next.
//   - A message wakes the task that polled the receiver last, if it has not been woken since.
//   - When the last sender is gone, the receiver is woken; when what was sent has been received, it
//     answers none, and goes on doing so.
//   - `Receiver::close` refuses what was not put in yet; what was can still be received. Closing or
//     destroying the receiver wakes all waiting senders, the longest first; their sends, and those
//     that room was kept for, give their messages back. Messages that nobody received are destroyed
//     with the receiver, the oldest first, after the senders were woken.
//   - Wakers are woken and dropped, and messages destroyed, while no lock is held.
//   - Two allocations for a bounded channel, made at once, and none afterwards: who waits is linked
//     through its own future. An unbounded one allocates when it holds more than ever before.
//     Everything is constant time, but for closing. The ends are one word each, and Unpin.
//
// What breaks it: letting a Send or Recv outlive the sender or receiver that made it (these may be
// moved meanwhile); polling one after Ready, which panics as "mpsc::Send" or "mpsc::Recv"; a
// capacity of zero, which panics (kBadArgument); using a moved-from end, which panics (kEmpty). A T
// whose move might throw does not compile: it could be lost on the way.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/join.h"
//
//     auto [sender, receiver] = mpsc::channel<int>(1);
//     auto [sent, received] = block_on(join(sender.send(3), receiver.recv()));
//     assert(sent.is_ok() && received == 3);
//     assert(sender.try_send(4).is_ok());
//     assert(sender.try_send(5).error().is_full());
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto [sender, receiver] = mpsc::local_unbounded<int>();
//     assert(sender.send(1).is_ok() && sender.clone().send(2).is_ok());
//     { auto last = std::move(sender); }
//     assert(block_on(receiver.recv()) == 1);
//     assert(receiver.try_recv().value() == 2);
//     assert(block_on(receiver.recv()) == std::nullopt);

#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/ring.h"
#include "pinprick/internal/shared.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/wait_list.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/result.h"
#include "pinprick/stream.h"
#include "pinprick/unit.h"

namespace pinprick::mpsc {

namespace internal {

using pinprick::internal::KeptWaker;
using pinprick::internal::LocalLock;
using pinprick::internal::ready_or_wait;
using pinprick::internal::Ring;
using pinprick::internal::Shared;
using pinprick::internal::SolePtr;
using pinprick::internal::WaitList;
using pinprick::internal::WaitNode;

// What is between the ends.
template <class T, class Lock>
struct State {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "mpsc::channel needs a T whose move does not throw: it could be lost on the way");

  static constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

  explicit State(std::size_t capacity)
      : queue(capacity == kUnbounded ? 0 : capacity), room(capacity) {}

  // Puts a message in that room was taken for. Gives the waker to wake.
  [[nodiscard]] Waker push(T&& message) {
    queue.push(std::move(message));
    return receiver.take_waker();
  }

  // Room for one message has become free: gives it to the first who waits, or to all. Gives the
  // waker to wake.
  [[nodiscard]] Waker free_room() {
    WaitNode* const first = waiting.front();
    if (first == nullptr) {
      ++room;
      return Waker::noop();
    }
    WaitList::unlink(*first);
    return first->take_waker();
  }

  // Takes the first message out, if there is one, and says whether. Gives the waker to wake.
  [[nodiscard]] bool pop(std::optional<T>& message, Waker& sender) {
    if (queue.is_empty()) return false;
    message.emplace(queue.pop());
    sender = free_room();
    return true;
  }

  // Nothing will be put in any more.
  [[nodiscard]] bool is_at_end() const { return is_closed || senders == 0; }

  // All below is guarded by it.
  [[no_unique_address]] Lock lock;
  bool is_closed = false;
  std::size_t senders = 0;
  Ring<T> queue;
  // How many messages may be put in by whoever comes. Zero while somebody waits.
  std::size_t room;
  WaitList waiting;
  KeptWaker receiver;
};

// A share of the channel that counts as a sender.
template <class T, class Lock>
class SenderShare {
 public:
  explicit SenderShare(Shared<State<T, Lock>, Lock> state) : state_(std::move(state)) { count(); }
  SenderShare(const SenderShare& other) : state_(other.state_) { count(); }
  SenderShare(SenderShare&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  SenderShare& operator=(SenderShare other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~SenderShare() {
    State<T, Lock>* const state = state_.get();
    if (state == nullptr) return;
    Waker receiver = Waker::noop();
    {
      const std::lock_guard guard(state->lock);
      if (--state->senders == 0) receiver = state->receiver.take_waker();
    }
    std::move(receiver).wake();
  }

  [[nodiscard]] State<T, Lock>& checked(const char* who) const { return state_.checked(who); }

  [[nodiscard]] bool is_closed(const char* who) const {
    State<T, Lock>& state = checked(who);
    const std::lock_guard guard(state.lock);
    return state.is_closed;
  }

 private:
  void count() {
    State<T, Lock>* const state = state_.get();
    if (state == nullptr) return;
    const std::lock_guard guard(state->lock);
    ++state->senders;
  }

  Shared<State<T, Lock>, Lock> state_;
};

}  // namespace internal

template <class T, class Lock>
class BasicSender;
template <class T, class Lock>
class BasicUnboundedSender;
template <class T, class Lock>
class BasicReceiver;

template <class T, class Lock>
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel(std::size_t capacity);
template <class T, class Lock>
std::pair<BasicUnboundedSender<T, Lock>, BasicReceiver<T, Lock>> basic_unbounded();

// Why a message could not be sent at once, and the message.
template <class T>
struct TrySendError {
  enum class Reason : unsigned char { kFull, kClosed };

  Reason reason;
  T message;

  [[nodiscard]] bool is_full() const noexcept { return reason == Reason::kFull; }
  [[nodiscard]] bool is_closed() const noexcept { return reason == Reason::kClosed; }
  friend bool operator==(const TrySendError&, const TrySendError&) = default;
};

// Why there was no message at once.
enum class TryRecvError : unsigned char {
  kEmpty,         // there may be one later
  kDisconnected,  // there will be none
};

// Ready when its message was put in, or with the message when the receiver is closed or gone.
template <class T, class Lock>
class [[nodiscard]] Send {
 public:
  using Output = Result<Unit, T>;

  Send(Send&&) noexcept = default;
  ~Send() {
    if (is_waiting_ && state_.get() != nullptr) give_up(*state_.get());
  }

  static Poll<Output> poll(Pin<Send&> self, Context& cx) {
    Send& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    internal::State<T, Lock>* const state = me.state_.get();
    if (state == nullptr) panic(PanicReason::kPolledAfterReady, "mpsc::Send");
    Waker receiver = Waker::noop();
    bool is_refused = false;
    const bool is_ready = internal::ready_or_wait(
        state->lock, me.node_, cx.waker(),
        [&] {
          is_refused = state->is_closed;
          if (is_refused) return true;
          if (!me.take_room(*state)) return false;
          receiver = state->push(std::move(me.message_));
          return true;
        },
        [&] { me.wait(*state); });
    if (!is_ready) return kPending;
    me.state_.take();
    if (is_refused) return Poll<Output>::ready(Output::err(std::move(me.message_)));
    std::move(receiver).wake();
    return Poll<Output>::ready(Output::ok({}));
  }

 private:
  friend class BasicSender<T, Lock>;

  Send(internal::State<T, Lock>& state, T message) noexcept
      : state_(&state), message_(std::move(message)) {}

  // Whether there was room for the message: what was kept, for one who has waited.
  bool take_room(internal::State<T, Lock>& state) const {
    if (is_waiting_) return !node_.is_linked();
    if (state.room == 0) return false;
    --state.room;
    return true;
  }

  void wait(internal::State<T, Lock>& state) {
    if (is_waiting_) return;
    state.waiting.push_back(node_);
    is_waiting_ = true;
  }

  void give_up(internal::State<T, Lock>& state) {
    Waker next = Waker::noop();
    {
      const std::lock_guard guard(state.lock);
      if (node_.is_linked()) {
        internal::WaitList::unlink(node_);
      } else if (!state.is_closed) {
        next = state.free_room();
      }
    }
    std::move(next).wake();
  }

  internal::WaitNode node_;
  // Null once ready.
  internal::SolePtr<internal::State<T, Lock>> state_;
  T message_;
  // It has been in the list. Where it is no longer, room is kept for it, or the channel is closed.
  bool is_waiting_ = false;
  [[no_unique_address]] PhantomPinned pinned_;
};

// One end of a bounded channel. Not copied in passing: `clone` makes a second sender.
template <class T, class Lock>
class [[nodiscard]] BasicSender {
 public:
  using PinnedFields = Fields<>;

  BasicSender(BasicSender&&) noexcept = default;
  BasicSender& operator=(BasicSender&&) noexcept = default;
  ~BasicSender() = default;

  [[nodiscard]] BasicSender clone() const { return *this; }

  // Waits for room and puts `message` in. The future borrows this sender.
  Send<T, Lock> send(T message) const& {
    return Send<T, Lock>(share_.checked(kName), std::move(message));
  }
  Send<T, Lock> send(T message) const&& = delete;

  // Puts `message` in if there is room, which there is not while others wait.
  Result<Unit, TrySendError<T>> try_send(T message) const {
    using Answer = Result<Unit, TrySendError<T>>;
    using Reason = typename TrySendError<T>::Reason;
    internal::State<T, Lock>& state = share_.checked(kName);
    Waker receiver = Waker::noop();
    {
      const std::lock_guard guard(state.lock);
      if (state.is_closed) return Answer::err({Reason::kClosed, std::move(message)});
      if (state.room == 0) return Answer::err({Reason::kFull, std::move(message)});
      --state.room;
      receiver = state.push(std::move(message));
    }
    std::move(receiver).wake();
    return Answer::ok({});
  }

  // Whether the receiver is closed or gone, so that sending is of no use.
  [[nodiscard]] bool is_closed() const { return share_.is_closed(kName); }

 private:
  friend std::pair<BasicSender, BasicReceiver<T, Lock>> basic_channel<T, Lock>(std::size_t);

  static constexpr const char* kName = "mpsc::Sender";

  explicit BasicSender(internal::Shared<internal::State<T, Lock>, Lock> state)
      : share_(std::move(state)) {}
  BasicSender(const BasicSender&) = default;

  internal::SenderShare<T, Lock> share_;
};

// One end of an unbounded channel. Not copied in passing: `clone` makes a second sender.
template <class T, class Lock>
class [[nodiscard]] BasicUnboundedSender {
 public:
  using PinnedFields = Fields<>;

  BasicUnboundedSender(BasicUnboundedSender&&) noexcept = default;
  BasicUnboundedSender& operator=(BasicUnboundedSender&&) noexcept = default;
  ~BasicUnboundedSender() = default;

  [[nodiscard]] BasicUnboundedSender clone() const { return *this; }

  // Puts `message` in, or gives it back if the receiver is closed or gone.
  Result<Unit, T> send(T message) const {
    internal::State<T, Lock>& state = share_.checked(kName);
    Waker receiver = Waker::noop();
    {
      const std::lock_guard guard(state.lock);
      if (state.is_closed) return Result<Unit, T>::err(std::move(message));
      receiver = state.push(std::move(message));
      --state.room;
    }
    std::move(receiver).wake();
    return Result<Unit, T>::ok({});
  }

  // Whether the receiver is closed or gone, so that sending is of no use.
  [[nodiscard]] bool is_closed() const { return share_.is_closed(kName); }

 private:
  friend std::pair<BasicUnboundedSender, BasicReceiver<T, Lock>> basic_unbounded<T, Lock>();

  static constexpr const char* kName = "mpsc::UnboundedSender";

  explicit BasicUnboundedSender(internal::Shared<internal::State<T, Lock>, Lock> state)
      : share_(std::move(state)) {}
  BasicUnboundedSender(const BasicUnboundedSender&) = default;

  internal::SenderShare<T, Lock> share_;
};

// Ready with the next message, or with none when there will be no more. Borrows its receiver.
// Destroying it loses no message and leaves its waker with the receiver, as in Rust: it may be
// woken for nothing. Unpin.
template <class T, class Lock>
class [[nodiscard]] Recv {
 public:
  using PinnedFields = Fields<>;
  using Output = std::optional<T>;

  static Poll<Output> poll(Pin<Recv&> self, Context& cx) {
    Recv& me = self.get_mut();
    if (me.state_.get() == nullptr) panic(PanicReason::kPolledAfterReady, "mpsc::Recv");
    auto answer = BasicReceiver<T, Lock>::poll_state(*me.state_.get(), cx);
    if (answer.is_ready()) me.state_.take();
    return answer;
  }

 private:
  friend class BasicReceiver<T, Lock>;

  explicit Recv(internal::State<T, Lock>& state) noexcept : state_(&state) {}

  // Null once ready.
  internal::SolePtr<internal::State<T, Lock>> state_;
};

// The other end, and a stream of what comes out. It is fused: having ended, it answers none again.
template <class T, class Lock>
class [[nodiscard]] BasicReceiver {
 public:
  using PinnedFields = Fields<>;
  using Item = T;

  BasicReceiver(BasicReceiver&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  BasicReceiver& operator=(BasicReceiver other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~BasicReceiver() {
    if (state_.get() == nullptr) return;
    close();
    // Without the lock: nobody else looks into the queue of a closed channel.
    const internal::Ring<T> rest(std::move(state_.get()->queue));
  }

  // Waits for the next message. The future borrows this receiver.
  Recv<T, Lock> recv() & { return Recv<T, Lock>(state_.checked(kName)); }

  static PollNext<T> poll_next(Pin<BasicReceiver&> self, Context& cx) {
    return poll_state(self.get_mut().state_.checked(kName), cx);
  }

  // The next message if there is one.
  [[nodiscard]] Result<T, TryRecvError> try_recv() {
    using Answer = Result<T, TryRecvError>;
    internal::State<T, Lock>& state = state_.checked(kName);
    Waker sender = Waker::noop();
    std::optional<T> message;
    {
      const std::lock_guard guard(state.lock);
      if (!state.pop(message, sender)) {
        return Answer::err(state.is_at_end() ? TryRecvError::kDisconnected : TryRecvError::kEmpty);
      }
    }
    std::move(sender).wake();
    return Answer::ok(*std::move(message));
  }

  // Refuses what was not put in yet. Does nothing a second time.
  void close() {
    internal::State<T, Lock>& state = state_.checked(kName);
    Waker mine = Waker::noop();
    std::unique_lock lock(state.lock);
    state.is_closed = true;
    mine = state.receiver.take_waker();
    pinprick::internal::wake_all(lock, state.waiting);
  }

 private:
  friend std::pair<BasicSender<T, Lock>, BasicReceiver> basic_channel<T, Lock>(std::size_t);
  friend std::pair<BasicUnboundedSender<T, Lock>, BasicReceiver> basic_unbounded<T, Lock>();
  friend class Recv<T, Lock>;

  static constexpr const char* kName = "mpsc::Receiver";

  explicit BasicReceiver(internal::Shared<internal::State<T, Lock>, Lock> state) noexcept
      : state_(std::move(state)) {}

  static PollNext<T> poll_state(internal::State<T, Lock>& state, Context& cx) {
    Waker sender = Waker::noop();
    std::optional<T> message;
    const bool is_ready = internal::ready_or_wait(
        state.lock, state.receiver, cx.waker(),
        [&] { return state.pop(message, sender) || state.is_at_end(); }, [] {});
    if (!is_ready) return kPending;
    std::move(sender).wake();
    return PollNext<T>::ready(std::move(message));
  }

  internal::Shared<internal::State<T, Lock>, Lock> state_;
};

template <class T>
using Sender = BasicSender<T, std::mutex>;
template <class T>
using UnboundedSender = BasicUnboundedSender<T, std::mutex>;
template <class T>
using Receiver = BasicReceiver<T, std::mutex>;
template <class T>
using LocalSender = BasicSender<T, internal::LocalLock>;
template <class T>
using LocalUnboundedSender = BasicUnboundedSender<T, internal::LocalLock>;
template <class T>
using LocalReceiver = BasicReceiver<T, internal::LocalLock>;

template <class T, class Lock>
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel(std::size_t capacity) {
  using State = internal::State<T, Lock>;
  if (capacity == 0) panic(PanicReason::kBadArgument, "mpsc::channel");
  auto state = internal::Shared<State, Lock>::make(capacity);
  return {BasicSender<T, Lock>(state), BasicReceiver<T, Lock>(state)};
}

template <class T, class Lock>
std::pair<BasicUnboundedSender<T, Lock>, BasicReceiver<T, Lock>> basic_unbounded() {
  using State = internal::State<T, Lock>;
  auto state = internal::Shared<State, Lock>::make(State::kUnbounded);
  return {BasicUnboundedSender<T, Lock>(state), BasicReceiver<T, Lock>(state)};
}

// The ends of a new channel that holds up to `capacity` messages. Two allocations.
template <class T>
std::pair<Sender<T>, Receiver<T>> channel(std::size_t capacity) {
  return basic_channel<T, std::mutex>(capacity);
}

// The ends of a new channel that holds as many messages as there is memory for. One allocation, and
// more when there are more messages than ever before.
template <class T>
std::pair<UnboundedSender<T>, Receiver<T>> unbounded() {
  return basic_unbounded<T, std::mutex>();
}

// The same two for one thread.
template <class T>
std::pair<LocalSender<T>, LocalReceiver<T>> local_channel(std::size_t capacity) {
  return basic_channel<T, internal::LocalLock>(capacity);
}
template <class T>
std::pair<LocalUnboundedSender<T>, LocalReceiver<T>> local_unbounded() {
  return basic_unbounded<T, internal::LocalLock>();
}

}  // namespace pinprick::mpsc
