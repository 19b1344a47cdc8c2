// Kinds that are smaller than one, for the minimiser to try.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/program/kind.h"
#include "harness/program/parameter.h"

namespace pinprick::harness {

// Numbers that count less, the standard one first; see smaller.h. All, where they are few.
std::vector<std::uint8_t> smaller_numbers(const Parameter& parameter, std::uint8_t number);

// Valid kinds that a `make` or, if it waits, a `wait` of the same source can make: its leaves
// alone, cheaper leaves, other combinators, smaller numbers. What is not smaller may be among them.
// In a fixed order, the smallest first, roughly.
std::vector<Kind> other_kinds(const Kind& kind);

}  // namespace pinprick::harness
