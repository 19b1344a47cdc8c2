#pragma once

// Those who wait for a time.
//
// What it is: `TimerList`, in which every clock keeps them. TimerList is fit for threads;
// LocalTimerList is for one thread and locks nothing. Neither moves.
//
// What it promises. fire(now): takes out all whose deadline is `now` or before, and then wakes
// them, the earliest deadline first and equal ones in the order in which they began to wait. Wakes
// happen outside of the lock. One that is dropped or polled before its turn is not woken; one that
// begins to wait meanwhile is left to the next call. If a wake throws, the rest are woken first.
//   Nothing allocates: a timer is a node in the future that waits, in a pairing heap. Beginning to
// wait and next_deadline are constant, leaving and firing are logarithmic for each timer,
// amortised.
//
// What breaks it: ending it while a future belongs to it, or by a wake of `fire`.
//
// Example:
//
//     #include "pinprick/pin_local.h"
//     #include "pinprick/time/clock.h"
//     #include "pinprick/time/sleep.h"
//
//     using namespace std::chrono_literals;
//     LocalVirtualClock clock;
//     auto p = PINPRICK_PIN(sleep(clock, 5ms));
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     assert(!clock.timers().next_deadline().has_value());
//     assert(p.poll(cx).is_pending());
//     assert(clock.timers().next_deadline() == Instant(5ms));
//     clock.timers().fire(Instant(5ms));
//     assert(!clock.timers().next_deadline().has_value());

#include <mutex>
#include <optional>

#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/timer_heap.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/time/instant.h"

namespace pinprick {

template <class Lock>
class BasicTimerList final {
 public:
  BasicTimerList() = default;
  BasicTimerList(const BasicTimerList&) = delete;
  BasicTimerList& operator=(const BasicTimerList&) = delete;

  // The earliest deadline that somebody waits for.
  [[nodiscard]] std::optional<Instant> next_deadline() {
    const std::lock_guard guard(lock_);
    if (heap_.first() == nullptr) return std::nullopt;
    return heap_.first()->deadline();
  }

  // Wakes all that are due at `now`.
  void fire(Instant now) {
    internal::TimerChain due;
    std::unique_lock lock(lock_);
    for (auto* node = heap_.first(); node != nullptr && node->deadline() <= now;
         node = heap_.first()) {
      heap_.remove(*node);
      due.push_back(*node);
    }
    internal::wake_each(lock, [&due] { return due.pop_front(); });
  }

  // --- For futures ---

  // Whether `node` is due by what `now` says, which is asked under the lock, so that no `fire`
  // comes between the question and the answer. If it is not, it waits from now on, or goes on
  // waiting.
  template <class Now>
  bool poll(internal::TimerNode& node, const Waker& waker, Now now) {
    return internal::ready_or_wait(
        lock_, node, waker,
        [&] {
          if (now() < node.deadline()) return false;
          if (node.is_linked()) heap_.remove(node);
          return true;
        },
        [&] {
          if (!node.is_linked()) heap_.push(node);
        });
  }

  // Takes `node` out if it waits.
  void remove(internal::TimerNode& node) {
    const std::lock_guard guard(lock_);
    if (node.is_linked()) heap_.remove(node);
  }

 private:
  internal::TimerHeap heap_;
  [[no_unique_address]] Lock lock_;
};

// Fit for threads.
using TimerList = BasicTimerList<std::mutex>;

// For one thread.
using LocalTimerList = BasicTimerList<internal::LocalLock>;

}  // namespace pinprick
