// The function that makes a second future, for what goes on with one.
#pragma once

#include <cstdint>

#include "harness/program/kind.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Makes the second leaf, with the first one's output added to its value.
template <class Child>
struct MakeSecond {
  LeafArgs args;
  ValueId owner;
  Child operator()(std::int64_t output) const {
    LeafArgs changed = args;
    changed.value = static_cast<std::uint8_t>(changed.value + output);
    return Child(changed, owner);
  }
};

}  // namespace pinprick::harness
