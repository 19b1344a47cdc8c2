#pragma once

// Telling those who wait that something happened.
//
// What it is: `Notify`, tokio's: a list of those who wait, and at most one permit, which says that
// somebody was to be told while nobody waited. `notified()` makes a future that waits; it is
// `Notified`, output Unit. Notify is fit for threads; LocalNotify is for one thread and locks
// nothing. Neither moves.
//
// What it promises. notify_one: if any futures wait, the one that has waited longest is notified,
// taken off the list and woken; otherwise the permit is kept, and more than one is never kept.
// notify_waiters: all futures that there are, waiting or not polled yet, are notified; those that
// wait are woken, the longest first; the permit is left as it is.
//   A Notified, when first polled, takes the permit if there is one and is ready; else it is ready
// if notify_waiters was called since it was made; else it joins the end of the list. Polled again,
// it is ready if either call has notified it since.
//   A Notified dropped while it waits leaves the list. One that notify_one has notified and that is
// dropped before it is polled again passes it on, as if notify_one were called anew. One that
// notify_waiters has notified passes nothing on.
//   All who are to be notified are so before the first of them is woken; wakes happen outside of
// the lock, and one that is dropped or polled before its turn is not woken. If a wake throws, the
// rest are woken first; out of a destructor it ends the program. Constant time for each future, no
// allocation: the node lies in the future, which is not Unpin.
//
// What breaks it: polling a Notified after Ready, which panics as "Notified". Ending a Notify that
// a future still belongs to, or by a wake of notify_waiters that is not the last.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     LocalNotify notify;
//     notify.notify_one();          // nobody waits: kept
//     block_on(notify.notified());  // takes the permit, does not wait
//
//     auto early = notify.notified();
//     notify.notify_waiters();      // reaches the one that was made before
//     block_on(std::move(early));

#include <cstdint>
#include <mutex>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/unit.h"

namespace pinprick {

template <class Lock>
class BasicNotified;

template <class Lock>
class BasicNotify final {
 public:
  BasicNotify() = default;
  BasicNotify(const BasicNotify&) = delete;
  BasicNotify& operator=(const BasicNotify&) = delete;

  // A future that is ready when it is notified.
  BasicNotified<Lock> notified() {
    const std::lock_guard guard(lock_);
    return BasicNotified<Lock>(*this, calls_);
  }

  // Notifies the one that has waited longest, or else keeps a permit.
  void notify_one() {
    Waker waker = Waker::noop();
    {
      const std::lock_guard guard(lock_);
      auto* const node = static_cast<Node*>(waiters_.front());
      if (node == nullptr) {
        has_permit_ = true;
        return;
      }
      internal::WaitList::unlink(*node);
      node->state = State::kNotified;
      waker = node->take_waker();
    }
    std::move(waker).wake();
  }

  // Notifies all that there are, and keeps no permit.
  void notify_waiters() {
    internal::WaitList woken;
    std::unique_lock lock(lock_);
    ++calls_;
    woken.push_back_all(waiters_);
    internal::wake_all(lock, woken);
  }

 private:
  friend class BasicNotified<Lock>;

  enum class State : std::uint8_t { kNew, kWaiting, kNotified };

  struct Node : internal::WaitNode {
    State state = State::kNew;  // kNotified: by notify_one
  };

  // Notified by notify_waiters is whoever was made when fewer calls had been counted.
  std::uint64_t calls_ = 0;
  internal::WaitList waiters_;
  bool has_permit_ = false;
  [[no_unique_address]] Lock lock_;
};

// The future of `notified()`.
template <class Lock>
class [[nodiscard]] BasicNotified final {
 public:
  using Output = Unit;

  BasicNotified(BasicNotified&&) = default;
  BasicNotified& operator=(BasicNotified&&) = delete;
  ~BasicNotified() {
    Notify* const notify = notify_.get();
    if (notify == nullptr) return;
    bool passes_on = false;
    {
      const std::lock_guard guard(notify->lock_);
      if (node_.is_linked()) internal::WaitList::unlink(node_);
      passes_on = node_.state == State::kNotified;
    }
    if (passes_on) notify->notify_one();
  }

  static Poll<Unit> poll(Pin<BasicNotified&> self, Context& cx) {
    BasicNotified& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    Notify* const notify = me.notify_.get();
    if (notify == nullptr) panic(PanicReason::kPolledAfterReady, "Notified");
    const bool ready = internal::ready_or_wait(
        notify->lock_, me.node_, cx.waker(), [&] { return me.is_notified(*notify); },
        [&] {
          if (me.node_.is_linked()) return;
          me.node_.state = State::kWaiting;
          notify->waiters_.push_back(me.node_);
        });
    if (!ready) return kPending;
    me.notify_.take();
    return Poll<Unit>::ready({});
  }

 private:
  using Notify = BasicNotify<Lock>;
  using State = typename Notify::State;
  friend Notify;

  BasicNotified(Notify& notify, std::uint64_t calls) noexcept : notify_(&notify), calls_(calls) {}

  // Called with the lock held. Unlinks the node if it says yes.
  bool is_notified(Notify& notify) noexcept {
    if (node_.state == State::kNew && std::exchange(notify.has_permit_, false)) return true;
    if (node_.state != State::kNotified && calls_ == notify.calls_) return false;
    // Notified by notify_waiters, it may not have been taken out yet.
    if (node_.is_linked()) internal::WaitList::unlink(node_);
    return true;
  }

  internal::SolePtr<Notify> notify_;  // null once ready
  std::uint64_t calls_;
  typename Notify::Node node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Fit for threads.
using Notify = BasicNotify<std::mutex>;
using Notified = BasicNotified<std::mutex>;

// For one thread.
using LocalNotify = BasicNotify<internal::LocalLock>;
using LocalNotified = BasicNotified<internal::LocalLock>;

}  // namespace pinprick
