#include "harness/minimizer/point.h"

#include <algorithm>

#include "harness/minimizer/operands.h"
#include "harness/program/guest.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

void add_new(std::vector<Kind>& kinds, const Kind& kind) {
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
}

}  // namespace

std::vector<ValueType> types_of(const Program& program) {
  Typestate state;
  for (const Op& op : program.ops) state.apply(op);
  std::vector<ValueType> types;
  types.reserve(program.ops.size());
  for (std::size_t i = 0; i < program.ops.size(); ++i) {
    types.push_back(state.value(static_cast<ValueId>(i)).type);
  }
  return types;
}

Makings makings_of(const Program& program) {
  Makings makings;
  for (std::size_t i = 0; i < kMakeableLeafCount; ++i) {
    makings.made.push_back(standard_kind(static_cast<Shape>(i)));
  }
  makings.waited.emplace_back();
  for (const Op& op : program.ops) {
    if (op.code == OpCode::kMake) add_new(makings.made, op.kind);
    if (op.code == OpCode::kWait) add_new(makings.waited, op.kind);
  }
  return makings;
}

Point::Point(absl::Span<const Part> parts) {
  for (const Part& part : parts) take(part);
}

bool Point::take(const Part& part) {
  Part placed = part;
  each_operand(placed, [this](ValueId& operand) {
    operand = operand < places_.size() ? places_[operand] : kNoValue;
  });
  if (state_.check(placed.op) != Refusal::kNone) return false;
  if (places_.size() <= part.name) places_.resize(part.name + std::size_t{1}, kNoValue);
  places_[part.name] = static_cast<ValueId>(names_.size());
  state_.apply(placed.op);
  names_.push_back(part.name);
  return true;
}

template <class Take>
void Point::each_living(const Operand& operand, Take take) const {
  for (std::size_t i = 0; i < state_.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    const Typestate::Value& value = state_.value(id);
    if (value.alive && holds(operand.types, value.type)) take(id);
  }
}

void Point::add_if_fit(const Op& op, std::vector<Op>& ops) const {
  if (state_.check(op) != Refusal::kNone) return;
  ops.push_back(op);
  const std::size_t operands = spec(op.code).operands();
  if (operands > 0) ops.back().first = names_[op.first];
  if (operands > 1) ops.back().second = names_[op.second];
}

// The operation with whatever it takes beside its operands.
void Point::add_variants(const Op& op, const Makings& makings, std::vector<Op>& ops) const {
  Op each = op;
  switch (op.code) {
    case OpCode::kMake:
      for (const Kind& kind : makings.made) {
        each.kind = kind;
        add_if_fit(each, ops);
      }
      return;
    case OpCode::kWait:
      for (const Kind& kind : makings.waited) {
        each.kind = kind;
        const Leaf waiter = waiter_of(state_.value(op.first).source);
        if (each.kind.first.leaf != waiter) each.kind.first = standard(waiter);
        add_if_fit(each, ops);
      }
      return;
    case OpCode::kSource:
      for (const SourceSpec& source : kSources) {
        each.source = {source.code, source.number.standard};
        add_if_fit(each, ops);
      }
      return;
    case OpCode::kSignal: {
      const std::size_t signals = signal_count(state_.value(op.first).source);
      for (std::size_t i = 0; i < signals; ++i) {
        each.index = static_cast<std::uint8_t>(i);
        add_if_fit(each, ops);
      }
      return;
    }
    case OpCode::kCall:
      for (std::size_t i = 0; guest() != nullptr && i < guest()->calls.size(); ++i) {
        each.index = static_cast<std::uint8_t>(i);
        add_if_fit(each, ops);
      }
      return;
    default:
      break;
  }
  const std::size_t indices = spec(op.code).takes_index ? state_.indices(op.code, op.first) : 1;
  for (std::size_t i = 0; i < indices; ++i) {
    each.index = static_cast<std::uint8_t>(i);
    add_if_fit(each, ops);
  }
}

std::vector<Op> Point::fitting(const Makings& makings) const {
  std::vector<Op> ops;
  for (const OpSpec& rules : kOps) {
    if (is_scope(rules.code)) continue;
    Op op;
    op.code = rules.code;
    if (rules.operands() == 0) {
      add_variants(op, makings, ops);
      continue;
    }
    each_living(rules.first, [&](ValueId first) {
      op.first = first;
      if (rules.operands() == 1) return add_variants(op, makings, ops);
      each_living(rules.second, [&](ValueId second) {
        op.second = second;
        add_variants(op, makings, ops);
      });
    });
  }
  return ops;
}

}  // namespace pinprick::harness
