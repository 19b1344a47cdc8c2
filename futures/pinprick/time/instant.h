#pragma once

// Points in time, and what lies between them.
//
// What it is: `Duration` and `Instant`, std::chrono's, in nanoseconds.
//
// What it promises: `later` never overflows: a deadline too far off to be counted is
// Instant::max(), which no clock reaches.
//
// What breaks it: comparing instants of different clocks.
//
// Example:
//
//     using namespace std::chrono_literals;
//     assert(later(Instant(5ns), 2us) == Instant(2005ns));
//     assert(later(Instant(5ns), Duration::max()) == Instant::max());
//     assert(later(Instant(5ns), -2us) == Instant(5ns));

#include <chrono>

namespace pinprick {

using Duration = std::chrono::nanoseconds;

// A std::chrono::steady_clock tells the real ones. The virtual ones count from zero.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;

// The instant `duration` after `instant`; the same if `duration` is negative.
constexpr Instant later(Instant instant, Duration duration) noexcept {
  if (duration <= Duration::zero()) return instant;
  // As differences, so that nothing overflows.
  if (instant > Instant::max() - duration) return Instant::max();
  return instant + duration;
}

}  // namespace pinprick
