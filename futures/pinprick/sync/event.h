#pragma once

// Something that has happened, or has not yet.
//
// What it is: `ManualResetEvent`: a flag, and those who wait for it. `wait()` makes a future,
// `EventWait`, output Unit. ManualResetEvent is fit for threads; LocalManualResetEvent is for one
// thread and locks nothing. Neither moves.
//
// What it promises. set: if the flag is not set, sets it, releases all that wait and wakes them,
// the one that has waited longest first; otherwise nothing. reset: clears the flag. It wakes
// nobody, and whoever was released before stays released.
//   An EventWait is ready when polled if the flag is set then, or if it was released since it began
// to wait; else it waits at the end of the list. It begins to wait when it is first polled: a set
// and a reset before that pass unnoticed. Dropped at any time, it leaves the list and hands nothing
// on, as a set event is for everybody.
//   All are released before the first of them is woken; wakes happen outside of the lock, and one
// that is dropped or polled before its turn is not woken. If a wake throws, the rest are woken
// first. Constant time for each future, no allocation: the node lies in the future, which is not
// Unpin.
//
// What breaks it: polling an EventWait after Ready, which panics as "EventWait". Ending an event
// that a future still belongs to, or by one of the wakes of `set`.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     LocalManualResetEvent event;
//     event.set();
//     block_on(event.wait());
//     block_on(event.wait());  // still set
//     event.reset();
//     assert(!event.is_set());

#include <cstdint>
#include <mutex>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/unit.h"

namespace pinprick {

template <class Lock>
class BasicEventWait;

template <class Lock>
class BasicManualResetEvent final {
 public:
  // Not set, unless told otherwise.
  explicit BasicManualResetEvent(bool is_set = false) : is_set_(is_set) {}
  BasicManualResetEvent(const BasicManualResetEvent&) = delete;
  BasicManualResetEvent& operator=(const BasicManualResetEvent&) = delete;

  // A future that is ready when the event is set.
  BasicEventWait<Lock> wait() noexcept { return BasicEventWait<Lock>(*this); }

  // Sets the event and wakes all that wait.
  void set() {
    internal::WaitList woken;
    std::unique_lock lock(lock_);
    if (is_set_) return;
    is_set_ = true;
    ++sets_;
    woken.push_back_all(waiters_);
    internal::wake_all(lock, woken);
  }

  // From now on whoever comes must wait.
  void reset() {
    const std::lock_guard guard(lock_);
    is_set_ = false;
  }

  [[nodiscard]] bool is_set() const {
    const std::lock_guard guard(lock_);
    return is_set_;
  }

 private:
  friend class BasicEventWait<Lock>;

  // Released is whoever began to wait when fewer had been counted.
  std::uint64_t sets_ = 0;
  internal::WaitList waiters_;
  bool is_set_;
  [[no_unique_address]] mutable Lock lock_;
};

// The future of `wait()`.
template <class Lock>
class [[nodiscard]] BasicEventWait final {
 public:
  using Output = Unit;

  BasicEventWait(BasicEventWait&&) = default;
  BasicEventWait& operator=(BasicEventWait&&) = delete;
  ~BasicEventWait() {
    if (event_.get() == nullptr) return;
    const std::lock_guard guard(event_.get()->lock_);
    if (node_.is_linked()) internal::WaitList::unlink(node_);
  }

  static Poll<Unit> poll(Pin<BasicEventWait&> self, Context& cx) {
    BasicEventWait& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    Event* const event = me.event_.get();
    if (event == nullptr) panic(PanicReason::kPolledAfterReady, "EventWait");
    const bool ready = internal::ready_or_wait(
        event->lock_, me.node_, cx.waker(), [&] { return me.is_released(*event); },
        [&] {
          if (me.node_.is_linked()) return;
          me.sets_ = event->sets_;
          event->waiters_.push_back(me.node_);
        });
    if (!ready) return kPending;
    me.event_.take();
    return Poll<Unit>::ready({});
  }

 private:
  using Event = BasicManualResetEvent<Lock>;
  friend Event;

  static constexpr std::uint64_t kNotWaiting = ~std::uint64_t{0};

  explicit BasicEventWait(Event& event) noexcept : event_(&event) {}

  // Called with the lock held. Unlinks the node if it says yes.
  bool is_released(const Event& event) noexcept {
    if (!event.is_set_ && (sets_ == kNotWaiting || sets_ == event.sets_)) return false;
    // Released, it may not have been taken out yet.
    if (node_.is_linked()) internal::WaitList::unlink(node_);
    return true;
  }

  internal::SolePtr<Event> event_;  // null once ready
  std::uint64_t sets_ = kNotWaiting;
  internal::WaitNode node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Fit for threads.
using ManualResetEvent = BasicManualResetEvent<std::mutex>;
using EventWait = BasicEventWait<std::mutex>;

// For one thread.
using LocalManualResetEvent = BasicManualResetEvent<internal::LocalLock>;
using LocalEventWait = BasicEventWait<internal::LocalLock>;

}  // namespace pinprick
