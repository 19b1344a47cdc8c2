#include "harness/program/draft.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/program/op.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {
namespace {

// Where the value of that name is now, or kNoValue.
ValueId place_of(absl::Span<const ValueId> places, ValueId name) {
  return name < places.size() ? places[name] : kNoValue;
}

}  // namespace

std::vector<Part> take_apart(const Program& program) {
  std::vector<Part> parts;
  parts.reserve(program.ops.size());
  for (const Op& op : program.ops) parts.push_back({static_cast<ValueId>(parts.size()), op});
  return parts;
}

ValueId fresh_name(absl::Span<const Part> parts) {
  ValueId free = 0;
  for (const Part& part : parts) {
    if (part.name != kNoValue) free = std::max<ValueId>(free, part.name + 1);
  }
  PINPRICK_CHECK(free != kNoValue);
  return free;
}

Program assemble(absl::Span<const Part> parts) {
  Program program;
  Typestate state;
  std::vector<ValueId> places(fresh_name(parts), kNoValue);
  for (const Part& part : parts) {
    Op op = part.op;
    const std::size_t operands = spec(op.code).operands();
    if (operands > 0) op.first = place_of(places, op.first);
    if (operands > 1) op.second = place_of(places, op.second);
    if (state.check(op) != Refusal::kNone) continue;
    // Room is kept for closing each open scope.
    std::size_t closings = state.scope_depth();
    if (op.code == OpCode::kOpenScope) ++closings;
    if (op.code == OpCode::kCloseScope) --closings;
    if (program.ops.size() + 1 + closings > kMaxOps) continue;
    if (part.name != kNoValue) places[part.name] = static_cast<ValueId>(program.ops.size());
    state.apply(op);
    program.ops.push_back(op);
  }
  Op close;
  close.code = OpCode::kCloseScope;
  while (state.scope_depth() > 0) {
    state.apply(close);
    program.ops.push_back(close);
  }
  return program;
}

}  // namespace pinprick::harness
