// The self-pointer scan: words in the bytes of a future that point into the place where it lives,
// or into one where it has lived.
//
// Evidence, never a conviction: a type that mends its pointers when it moves, or makes them anew at
// each poll, carries such words and is honest. It explains what is latent, and answers whether a
// type could be Unpin.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/program/program.h"

namespace pinprick::harness {

struct SelfPointers {
  std::uint16_t op = 0;      // after this operation
  ValueId owner = kNoValue;  // whose future: its `make`
  std::uint32_t own = 0;     // words that point into it
  std::uint32_t stale = 0;   // words that point into one of its old homes
  std::uint32_t offset = 0;  // of the first of either, if there is one
  friend bool operator==(const SelfPointers&, const SelfPointers&) = default;
};

// What the futures of `program` hold that the operation under way has moved or polled, by the log
// of homes; adds to `found` what differs from the last that it says of the same future. Nothing of
// one that is gone, and never more than `found` has room for. Linear in the number of homes, for
// each.
void scan_self_pointers(const Program& program, std::vector<SelfPointers>& found);

}  // namespace pinprick::harness
