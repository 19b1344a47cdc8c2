#include "harness/mutator/settle.h"

#include <cstddef>

#include "harness/base/limits.h"
#include "harness/mutator/operands.h"

namespace pinprick::harness {
namespace {

ValueId place_of(absl::Span<const ValueId> places, ValueId name) {
  return name < places.size() ? places[name] : kNoValue;
}

}  // namespace

void settle(std::vector<Part>& parts, Unfit unfit, const Tools& tools) {
  Typestate& state = tools.buffers.state;
  std::vector<ValueId>& places = tools.buffers.places;
  state.reset();
  places.assign(fresh_name(parts), kNoValue);
  std::size_t kept = 0;
  for (Part& part : parts) {
    Op& op = part.op;
    op.first = place_of(places, op.first);
    op.second = place_of(places, op.second);
    const bool fits = unfit == Unfit::kMended ? fit_operands(state, tools.swarm, tools.random, op)
                                              : state.check(op) == Refusal::kNone;
    if (!fits) continue;
    // Room is kept for closing each open scope.
    std::size_t closings = state.scope_depth();
    if (op.code == OpCode::kOpenScope) ++closings;
    if (op.code == OpCode::kCloseScope) --closings;
    if (kept + 1 + closings > kMaxOps) continue;
    state.apply(op);
    places[part.name] = static_cast<ValueId>(kept);
    part.name = static_cast<ValueId>(kept);
    if (&part != &parts[kept]) parts[kept] = part;
    ++kept;
  }
  parts.resize(kept);
  Part close;
  close.op.code = OpCode::kCloseScope;
  for (std::size_t open = state.scope_depth(); open > 0; --open) {
    close.name = static_cast<ValueId>(parts.size());
    parts.push_back(close);
  }
}

bool all_fit(absl::Span<const Part> parts, const Tools& tools) {
  Typestate& state = tools.buffers.state;
  std::vector<ValueId>& places = tools.buffers.places;
  state.reset();
  places.assign(fresh_name(parts), kNoValue);
  for (const Part& part : parts) {
    Op op = part.op;
    op.first = place_of(places, op.first);
    op.second = place_of(places, op.second);
    if (state.check(op) != Refusal::kNone) return false;
    places[part.name] = static_cast<ValueId>(state.size());
    state.apply(op);
  }
  return true;
}

}  // namespace pinprick::harness
