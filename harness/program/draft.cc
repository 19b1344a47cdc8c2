#include "harness/program/draft.h"

#include <algorithm>

#include "harness/base/check.h"
#include "harness/program/op.h"

namespace pinprick::harness {

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

void Settler::begin(absl::Span<const Part> parts) {
  state_.reset();
  places_.assign(fresh_name(parts), kNoValue);
}

// From names to places.
void Settler::place(Op& op) const {
  for (ValueId* const operand : {&op.first, &op.second}) {
    *operand = *operand < places_.size() ? places_[*operand] : kNoValue;
  }
}

void Settler::settle(std::vector<Part>& parts, Fits fits) {
  begin(parts);
  std::size_t kept = 0;
  for (Part& part : parts) {
    place(part.op);
    if (!fits(state_, part.op) || !state_.leaves_room(part.op.code)) continue;
    state_.apply(part.op);
    if (part.name != kNoValue) places_[part.name] = static_cast<ValueId>(kept);
    part.name = static_cast<ValueId>(kept);
    if (&part != &parts[kept]) parts[kept] = part;
    ++kept;
  }
  parts.resize(kept);
  Part close;
  close.op.code = OpCode::kCloseScope;
  for (std::size_t open = state_.scope_depth(); open > 0; --open) {
    close.name = static_cast<ValueId>(parts.size());
    parts.push_back(close);
  }
}

bool Settler::all_fit(absl::Span<const Part> parts) {
  begin(parts);
  for (const Part& part : parts) {
    Op op = part.op;
    place(op);
    if (state_.check(op) != Refusal::kNone) return false;
    if (part.name != kNoValue) places_[part.name] = static_cast<ValueId>(state_.size());
    state_.apply(op);
  }
  return true;
}

Program assemble(absl::Span<const Part> parts) {
  std::vector<Part> settled(parts.begin(), parts.end());
  Settler().settle(settled, [](const Typestate& state, const Op& op) {
    return state.check(op) == Refusal::kNone;
  });
  Program program;
  program.ops.reserve(settled.size());
  for (const Part& part : settled) program.ops.push_back(part.op);
  return program;
}

void move_part(std::vector<Part>& parts, std::size_t from, std::size_t to) {
  Part* const all = parts.data();
  if (from < to) {
    std::rotate(all + from, all + from + 1, all + to + 1);
  } else {
    std::rotate(all + to, all + from, all + from + 1);
  }
}

std::vector<Scope> scopes_of(absl::Span<const Part> parts) {
  std::vector<Scope> scopes;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].op.code == OpCode::kOpenScope) open.push_back(i);
    if (parts[i].op.code == OpCode::kCloseScope) {
      scopes.push_back({open.back(), i});
      open.pop_back();
    }
  }
  return scopes;
}

}  // namespace pinprick::harness
