#pragma once

// Runs one future to its end on this thread, letting time pass while it waits.
//
// What it is: block_on for futures that wait for a clock.
//
// What it promises: as block_on. After every poll it fires what is due. If the future was not woken
// by then, it lets the clock wait until the next deadline: on a SteadyClock this thread sleeps, a
// VirtualClock jumps there at once. It starts no thread and allocates nothing.
//
// What breaks it: a future that is pending with neither a wake nor a timer outstanding, which
// panics (kStalled, "block_on_timers"). A wake by another thread does not end the sleep of this
// one.
//
// Example:
//
//     #include "pinprick/time/sleep.h"
//
//     using namespace std::chrono_literals;
//     LocalVirtualClock clock;
//     block_on_timers(clock, sleep(clock, 24h));
//     assert(clock.now() == Instant(24h));

#include <utility>

#include "pinprick/executor/block_on.h"
#include "pinprick/future.h"
#include "pinprick/time/clock.h"

namespace pinprick {

// Polls `future` until it is ready and returns its output.
template <Clock C, Future F>
typename F::Output block_on_timers(C& clock, F future) {
  const internal::BlockOnRun run;
  const Waker waker = run.waker();
  Context cx(waker);
  // Declared last of all that the future may see, so that it is destroyed before them.
  F local = std::move(future);
  auto pinned = Pin<F&>::new_unchecked(local, Unsafe("a local that is not named again"));
  for (;;) {
    Poll<typename F::Output> answer = F::poll(pinned, cx);
    if (answer.is_ready()) return std::move(answer).value();
    clock.timers().fire(clock.now());
    while (!run.take_wake()) {
      const auto next = clock.timers().next_deadline();
      if (!next.has_value()) panic(PanicReason::kStalled, "block_on_timers");
      clock.wait_until(*next);
    }
  }
}

}  // namespace pinprick
