// Outputs as results, for the combinators of those.
#pragma once

#include <cstdint>

#include "pinprick/result.h"

namespace pinprick::harness {

using Judged = pinprick::Result<std::int64_t, std::int64_t>;

// An odd output is an error, which is its negative.
struct Judge {
  Judged operator()(std::int64_t output) const {
    return output % 2 == 0 ? Judged::ok(output) : Judged::err(-output);
  }
};

}  // namespace pinprick::harness
