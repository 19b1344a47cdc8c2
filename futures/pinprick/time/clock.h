#pragma once

// Where time comes from.
//
// What it is: `VirtualClock`, which is advanced by hand, and `SteadyClock`, the machine's. Either
// keeps the list of those who wait for one of its instants. Both are fit for threads; their Local
// forms are for one thread and lock nothing. They do not move. `Clock` is the concept of both.
//
// What it promises: time never goes back. A VirtualClock goes from deadline to deadline: `advance`
// sets it to the earliest that is not beyond the target, fires the timers that are due then, and so
// on, those included that began to wait meanwhile; at last it sets it to the target. So whoever is
// woken finds `now()` at the deadline that was waited for, and not at the target. A SteadyClock
// fires only when told: by `wait_until`, or by whoever drives it, such as block_on_timers.
//
// What breaks it: ending a clock while a future belongs to it, or by a wake. Advancing a
// VirtualClock on two threads at a time.
//
// Example:
//
//     using namespace std::chrono_literals;
//     VirtualClock clock;
//     clock.advance(3ms);
//     clock.wait_until(Instant(5ms));
//     assert(clock.now() == Instant(5ms));
//
//     SteadyClock real;
//     const Instant before = real.now();
//     real.wait_until(later(before, 1ms));
//     assert(real.now() - before >= 1ms);

#include <algorithm>
#include <atomic>
#include <chrono>
#include <concepts>
#include <mutex>
#include <optional>
#include <thread>

#include "pinprick/internal/local_lock.h"
#include "pinprick/time/instant.h"
#include "pinprick/time/timer.h"

namespace pinprick {

// What sleep, timeout and block_on_timers need: the time, those who wait for it, and a way to let
// time pass until an instant and to fire what is due by then.
template <class C>
concept Clock = requires(C& clock, Instant instant) {
  { clock.now() } -> std::same_as<Instant>;
  { clock.timers().next_deadline() } -> std::same_as<std::optional<Instant>>;
  clock.timers().fire(instant);
  clock.wait_until(instant);
};

template <class Lock>
class BasicVirtualClock final {
 public:
  explicit BasicVirtualClock(Instant start = Instant()) noexcept : now_(start) {}
  BasicVirtualClock(const BasicVirtualClock&) = delete;
  BasicVirtualClock& operator=(const BasicVirtualClock&) = delete;

  [[nodiscard]] Instant now() const noexcept { return now_.load(std::memory_order_acquire); }
  [[nodiscard]] BasicTimerList<Lock>& timers() noexcept { return timers_; }

  // Lets `duration` pass.
  void advance(Duration duration) { wait_until(later(now(), duration)); }

  // Lets time pass until `instant`; if that is past, only what is due now is fired.
  void wait_until(Instant instant) {
    const auto reach = [this](Instant time) {
      now_.store(std::max(now(), time), std::memory_order_release);
    };
    for (auto next = timers_.next_deadline(); next.has_value() && *next <= std::max(now(), instant);
         next = timers_.next_deadline()) {
      reach(*next);
      timers_.fire(now());
    }
    reach(instant);
  }

 private:
  std::atomic<Instant> now_;
  BasicTimerList<Lock> timers_;
};

template <class Lock>
class BasicSteadyClock final {
 public:
  BasicSteadyClock() = default;
  BasicSteadyClock(const BasicSteadyClock&) = delete;
  BasicSteadyClock& operator=(const BasicSteadyClock&) = delete;

  [[nodiscard]] Instant now() const { return std::chrono::steady_clock::now(); }
  [[nodiscard]] BasicTimerList<Lock>& timers() noexcept { return timers_; }

  // Puts this thread to sleep until `instant` and fires what is due then.
  void wait_until(Instant instant) {
    std::this_thread::sleep_until(instant);
    timers_.fire(now());
  }

 private:
  BasicTimerList<Lock> timers_;
};

// Fit for threads.
using VirtualClock = BasicVirtualClock<std::mutex>;
using SteadyClock = BasicSteadyClock<std::mutex>;

// For one thread.
using LocalVirtualClock = BasicVirtualClock<internal::LocalLock>;
using LocalSteadyClock = BasicSteadyClock<internal::LocalLock>;

}  // namespace pinprick
