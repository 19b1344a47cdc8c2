// Operations of which one is the unsafe form of the other: both take the same, and to whoever does
// not look for the contract they do the same.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "harness/mutator/mutation.h"
#include "harness/program/op.h"

namespace pinprick::harness {

struct Counterparts {
  OpCode safe;
  OpCode unsafe;
};

inline constexpr std::array<Counterparts, 16> kCounterparts = {{
    {OpCode::kPinNew, OpCode::kPinUnchecked},
    {OpCode::kPin, OpCode::kPinUnchecked},
    {OpCode::kIntoPin, OpCode::kPinUnchecked},
    {OpCode::kBoxPin, OpCode::kPinRogue},
    {OpCode::kIntoInner, OpCode::kIntoInnerUnchecked},
    {OpCode::kPollUnpin, OpCode::kPollUnpinned},
    {OpCode::kSwap, OpCode::kSwapUnchecked},
    {OpCode::kReplace, OpCode::kReplaceUnchecked},
    {OpCode::kSet, OpCode::kOverwrite},
    {OpCode::kMove, OpCode::kRelocate},
    {OpCode::kPass, OpCode::kRelocate},
    {OpCode::kRotate, OpCode::kRealloc},
    {OpCode::kSort, OpCode::kRealloc},
    {OpCode::kDrop, OpCode::kSkipDrop},
    {OpCode::kWaker, OpCode::kRawWaker},
    {OpCode::kWaker, OpCode::kHastyWaker},
}};

static_assert(
    [] {
      for (const Counterparts& each : kCounterparts) {
        if (spec(each.safe).is_unsafe || !spec(each.unsafe).is_unsafe) return false;
        if ((spec(each.safe).first.types & spec(each.unsafe).first.types) == 0) return false;
        if (spec(each.safe).operands() != spec(each.unsafe).operands()) return false;
      }
      return true;
    }(),
    "each pair is a safe and an unsafe operation that can take the same values");

// Part `at` becomes an operation of that code, on the same values. If its own value is of another
// type now, polls of that follow.
void change_code(std::vector<Part>& parts, std::size_t at, OpCode code, const Tools& tools);

}  // namespace pinprick::harness
