// What an operation takes: the operands of a part, by name.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/program/draft.h"
#include "harness/program/op.h"

namespace pinprick::harness {

// Calls `take(name)` for each, with the name as it may be changed if the part may be.
template <class AnyPart, class Take>
void each_operand(AnyPart& part, Take take) {
  const std::size_t operands = spec(part.op.code).operands();
  if (operands > 0) take(part.op.first);
  if (operands > 1) take(part.op.second);
}

inline bool uses(const Part& part, ValueId name) {
  bool found = false;
  each_operand(part, [&](ValueId operand) { found = found || operand == name; });
  return found;
}

// From now on it takes the value `to` where it took `from`.
inline void rename(Part& part, ValueId from, ValueId to) {
  each_operand(part, [&](ValueId& operand) {
    if (operand == from) operand = to;
  });
}

// The parts without that one: who took its value takes what that was made of.
inline std::vector<Part> without_part(std::vector<Part> parts, std::size_t at) {
  const Part left_out = parts[at];
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
  if (spec(left_out.op.code).operands() > 0) {
    for (Part& part : parts) rename(part, left_out.name, left_out.op.first);
  }
  return parts;
}
}  // namespace pinprick::harness
