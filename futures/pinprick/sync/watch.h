#pragma once

// The latest value, for whoever watches.
//
// What it is: `watch::channel<T>(initial)` gives a `Sender`, which replaces the value, and a
// `Receiver`, which can be cloned, looks at it, and waits for the next. Unlike with a queue, values
// that came and went while nobody looked are gone. Both may be used on several threads;
// `local_channel` makes the same for one thread, without locked instructions.
//
// What it promises:
//   - Each receiver knows which value it has seen. The first one counts as seen; a clone has seen
//     what the original has.
//   - `changed` is a future that is ready once there is a value that its receiver has not seen; it
//     counts as seen then. It gives RecvError when the sender is gone and everything was seen.
//     Destroying it before it is ready leaves the value unseen.
//   - `send` replaces the value, then wakes all who wait in `changed`, the longest first, and
//     destroys the old value after that. It hands the new one back if there are no receivers left.
//   - Destroying the sender wakes all who wait in `changed`. Destroying the last receiver wakes all
//     who wait in `closed`, which is final: receivers come from receivers only.
//   - Whoever is to be woken is not if it is destroyed or polled before its turn.
//   - Wakers are woken and dropped, and values destroyed, while no lock is held. One allocation for
//     the channel, none afterwards: who waits is linked through its own future. Constant time, but
//     for waking as many as wait.
//
// What breaks it: moving a receiver while a Changed of it lives, or letting a Changed or Closed
// outlive the end that made it; polling one after Ready, which panics as "watch::Changed" or
// "watch::Closed"; using a moved-from end, which panics (kEmpty). Keeping a Ref, and using the
// channel meanwhile: it holds the lock. A T whose moves might throw does not compile.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto [sender, receiver] = watch::channel<int>(1);
//     assert(receiver.get() == 1);
//     assert(sender.send(2).is_ok() && sender.send(3).is_ok());
//     assert(block_on(receiver.changed()).is_ok());
//     assert(*receiver.borrow() == 3);
//     { auto gone = std::move(sender); }
//     assert(block_on(receiver.changed()).is_err());
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto [sender, receiver] = watch::local_channel<int>(1);
//     { auto gone = std::move(receiver); }
//     block_on(sender.closed());
//     assert(sender.send(2).error() == 2);

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/shared.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/wait_list.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/result.h"
#include "pinprick/unit.h"

namespace pinprick::watch {

// The error of a receiver that has seen everything and whose sender is gone.
struct RecvError {
  friend constexpr bool operator==(RecvError, RecvError) = default;
};

namespace internal {

using pinprick::internal::LocalLock;
using pinprick::internal::ready_or_wait;
using pinprick::internal::Shared;
using pinprick::internal::SolePtr;
using pinprick::internal::WaitList;
using pinprick::internal::WaitNode;
using pinprick::internal::wake_all;
using pinprick::internal::wake_each;

// Of one who waits for a version that it has not seen.
struct ChangedNode : WaitNode {
  std::uint64_t seen = 0;
};

// What is between the ends.
template <class T, class Lock>
struct State {
  static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>,
                "watch::channel needs a T whose moves do not throw: it could be lost on the way");

  explicit State(T initial) noexcept : value(std::move(initial)) {}

  // All below is guarded by it.
  [[no_unique_address]] Lock lock;
  // The sender is gone.
  bool is_closed = false;
  std::size_t receivers = 1;
  // Counts the values.
  std::uint64_t version = 0;
  T value;
  // ChangedNodes. Whoever links in has seen the version of that moment, so those that have seen the
  // latest one are at the end.
  WaitList changed;
  WaitList closed;
};

}  // namespace internal

template <class T, class Lock>
class BasicSender;
template <class T, class Lock>
class BasicReceiver;

template <class T, class Lock>
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel(T initial);

// The value, to look at. Nobody replaces it as long as this is kept: it holds the lock. (The lock
// of a local channel holds off nobody: there, sending meanwhile changes what is looked at.)
template <class T, class Lock>
class [[nodiscard]] Ref {
 public:
  [[nodiscard]] const T& operator*() const noexcept { return *value_; }
  [[nodiscard]] const T* operator->() const noexcept { return value_; }

 private:
  friend class BasicReceiver<T, Lock>;

  explicit Ref(internal::State<T, Lock>& state) : guard_(state.lock), value_(&state.value) {}

  std::unique_lock<Lock> guard_;
  const T* value_;
};

// Ready when there is a value that its receiver has not seen, which counts as seen then.
template <class T, class Lock>
class [[nodiscard]] Changed {
 public:
  using Output = Result<Unit, RecvError>;

  Changed(Changed&&) noexcept = default;
  ~Changed() {
    if (!is_waiting_ || state_.get() == nullptr) return;
    const std::lock_guard guard(state_.get()->lock);
    leave();
  }

  static Poll<Output> poll(Pin<Changed&> self, Context& cx) {
    Changed& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    internal::State<T, Lock>* const state = me.state_.get();
    if (state == nullptr) panic(PanicReason::kPolledAfterReady, "watch::Changed");
    bool has_changed = false;
    const bool is_ready = internal::ready_or_wait(
        state->lock, me.node_, cx.waker(),
        [&] {
          has_changed = std::exchange(me.receiver_->seen_, state->version) != state->version;
          if (!has_changed && !state->is_closed) return false;
          me.leave();  // its turn to be woken may not have come yet
          return true;
        },
        [&] { me.wait(*state); });
    if (!is_ready) return kPending;
    me.state_.take();
    return Poll<Output>::ready(has_changed ? Output::ok({}) : Output::err({}));
  }

 private:
  friend class BasicReceiver<T, Lock>;

  Changed(internal::State<T, Lock>& state, BasicReceiver<T, Lock>& receiver) noexcept
      : state_(&state), receiver_(&receiver) {}

  void wait(internal::State<T, Lock>& state) {
    is_waiting_ = true;
    if (node_.is_linked()) return;
    node_.seen = state.version;
    state.changed.push_back(node_);
  }

  void leave() {
    if (node_.is_linked()) internal::WaitList::unlink(node_);
  }

  internal::ChangedNode node_;
  // Null once ready.
  internal::SolePtr<internal::State<T, Lock>> state_;
  BasicReceiver<T, Lock>* receiver_;
  bool is_waiting_ = false;  // it has been in the list, and may be still
  [[no_unique_address]] PhantomPinned pinned_;
};

// Ready, with nothing to say, when there are no receivers any more.
template <class T, class Lock>
class [[nodiscard]] Closed {
 public:
  using Output = Unit;

  Closed(Closed&&) noexcept = default;
  ~Closed() {
    if (!is_waiting_ || state_.get() == nullptr) return;
    const std::lock_guard guard(state_.get()->lock);
    leave();
  }

  static Poll<Unit> poll(Pin<Closed&> self, Context& cx) {
    Closed& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    internal::State<T, Lock>* const state = me.state_.get();
    if (state == nullptr) panic(PanicReason::kPolledAfterReady, "watch::Closed");
    const bool is_ready = internal::ready_or_wait(
        state->lock, me.node_, cx.waker(),
        [&] {
          if (state->receivers != 0) return false;
          me.leave();  // its turn to be woken may not have come yet
          return true;
        },
        [&] { me.wait(*state); });
    if (!is_ready) return kPending;
    me.state_.take();
    return poll_ready(Unit());
  }

 private:
  friend class BasicSender<T, Lock>;

  explicit Closed(internal::State<T, Lock>& state) noexcept : state_(&state) {}

  void wait(internal::State<T, Lock>& state) {
    is_waiting_ = true;
    if (!node_.is_linked()) state.closed.push_back(node_);
  }

  void leave() {
    if (node_.is_linked()) internal::WaitList::unlink(node_);
  }

  internal::WaitNode node_;
  // Null once ready.
  internal::SolePtr<internal::State<T, Lock>> state_;
  bool is_waiting_ = false;  // it has been in the list, and may be still
  [[no_unique_address]] PhantomPinned pinned_;
};

// The end that says what the value is. There is one.
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
    internal::State<T, Lock>* const state = state_.get();
    if (state == nullptr) return;
    std::unique_lock lock(state->lock);
    state->is_closed = true;
    internal::wake_all(lock, state->changed);
  }

  // Replaces the value, or gives `value` back if there are no receivers.
  Result<Unit, T> send(T value) {
    internal::State<T, Lock>& state = state_.checked(kName);
    std::unique_lock lock(state.lock);
    if (state.receivers == 0) return Result<Unit, T>::err(std::move(value));
    std::swap(state.value, value);
    ++state.version;
    internal::wake_each(lock, [&state]() -> internal::WaitNode* {
      auto* const first = static_cast<internal::ChangedNode*>(state.changed.front());
      // Those who wait for the next value already, because they were quick, are not woken for this.
      if (first == nullptr || first->seen == state.version) return nullptr;
      internal::WaitList::unlink(*first);
      return first;
    });
    return Result<Unit, T>::ok({});
  }

  // Whether there are no receivers any more, so that sending is of no use.
  [[nodiscard]] bool is_closed() const {
    internal::State<T, Lock>& state = state_.checked(kName);
    const std::lock_guard guard(state.lock);
    return state.receivers == 0;
  }

  // Waits until there are no receivers any more. The future borrows this sender, which may be moved
  // meanwhile.
  Closed<T, Lock> closed() & { return Closed<T, Lock>(state_.checked(kName)); }

 private:
  friend std::pair<BasicSender, BasicReceiver<T, Lock>> basic_channel<T, Lock>(T);

  static constexpr const char* kName = "watch::Sender";

  explicit BasicSender(internal::Shared<internal::State<T, Lock>, Lock> state) noexcept
      : state_(std::move(state)) {}

  internal::Shared<internal::State<T, Lock>, Lock> state_;
};

// The end that watches. Not copied in passing: `clone` makes a second one.
template <class T, class Lock>
class [[nodiscard]] BasicReceiver {
 public:
  using PinnedFields = Fields<>;

  BasicReceiver(BasicReceiver&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  BasicReceiver& operator=(BasicReceiver other) noexcept {
    std::swap(state_, other.state_);
    std::swap(seen_, other.seen_);
    return *this;
  }
  ~BasicReceiver() {
    internal::State<T, Lock>* const state = state_.get();
    if (state == nullptr) return;
    std::unique_lock lock(state->lock);
    if (--state->receivers == 0) internal::wake_all(lock, state->closed);
  }

  // A second receiver, which has seen what this one has.
  [[nodiscard]] BasicReceiver clone() const {
    internal::State<T, Lock>& state = state_.checked(kName);
    {
      const std::lock_guard guard(state.lock);
      ++state.receivers;
    }
    return BasicReceiver(state_, seen_);
  }

  // Waits for a value that this receiver has not seen. The future borrows the receiver, which must
  // not be moved meanwhile.
  Changed<T, Lock> changed() & { return Changed<T, Lock>(state_.checked(kName), *this); }

  // The value, held fast as long as the Ref is kept. Does not count as seeing it.
  Ref<T, Lock> borrow() const { return Ref<T, Lock>(state_.checked(kName)); }

  // A copy of the value. Does not count as seeing it.
  [[nodiscard]] T get() const { return *borrow(); }

 private:
  friend std::pair<BasicSender<T, Lock>, BasicReceiver> basic_channel<T, Lock>(T);
  friend class Changed<T, Lock>;

  static constexpr const char* kName = "watch::Receiver";

  BasicReceiver(internal::Shared<internal::State<T, Lock>, Lock> state, std::uint64_t seen) noexcept
      : state_(std::move(state)), seen_(seen) {}

  internal::Shared<internal::State<T, Lock>, Lock> state_;
  std::uint64_t seen_;
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
std::pair<BasicSender<T, Lock>, BasicReceiver<T, Lock>> basic_channel(T initial) {
  using Share = internal::Shared<internal::State<T, Lock>, Lock>;
  Share state = Share::make(std::move(initial));
  return {BasicSender<T, Lock>(state), BasicReceiver<T, Lock>(state, 0)};
}

// The two ends of a new channel whose value is `initial`. One allocation.
template <class T>
std::pair<Sender<T>, Receiver<T>> channel(T initial) {
  return basic_channel<T, std::mutex>(std::move(initial));
}

// The same for one thread.
template <class T>
std::pair<LocalSender<T>, LocalReceiver<T>> local_channel(T initial) {
  return basic_channel<T, internal::LocalLock>(std::move(initial));
}

}  // namespace pinprick::watch
