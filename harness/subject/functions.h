// The functions that the library's own leaves are made of.
#pragma once

#include <cstdint>

#include "pinprick/context.h"
#include "pinprick/poll.h"

namespace pinprick::harness {

// For `lazy`.
struct Give {
  std::uint8_t value;
  std::int64_t operator()(Context&) const { return value; }
};

// For `poll_fn`: Pending so many times, each with a wake, and Ready from then on.
struct CountDown {
  std::uint8_t left;
  std::uint8_t value;
  Poll<std::int64_t> operator()(Context& cx) {
    if (left == 0) return Poll<std::int64_t>::ready(value);
    --left;
    cx.waker().wake_by_ref();
    return kPending;
  }
};

}  // namespace pinprick::harness
