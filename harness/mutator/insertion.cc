#include "harness/mutator/insertion.h"

#include <algorithm>
#include <array>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/mutator/kinds.h"
#include "harness/mutator/operands.h"
#include "harness/mutator/rename.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// How far what is lacking may lack something itself: a poll with a waker of a task of a ...
constexpr std::size_t kDepthMax = 4;
// How many makers of one type are tried.
constexpr std::size_t kMakersMax = 4;

}  // namespace

Insertion::Insertion(absl::Span<const Part> parts, std::size_t position, const Tools& tools)
    : tools_(tools), position_(position), became_(tools.buffers.became), ops_(tools.buffers.ops) {
  PINPRICK_CHECK(position <= parts.size());
  tools_.buffers.state.reset();
  became_.clear();
  ops_.clear();
  for (std::size_t i = 0; i < position; ++i) note(parts[i].op);
}

void Insertion::note(const Op& op) {
  const ValueId id = next();
  const bool takes = spec(op.code).operands() > 0 &&
                     consumes(spec(op.code).first.use, state().value(op.first).type);
  tools_.buffers.state.apply(op);
  became_.push_back(kNoValue);
  if (takes && state().value(id).type != ValueType::kNone) became_[op.first] = id;
}

ValueId Insertion::now(ValueId id) const {
  while (id < became_.size() && became_[id] != kNoValue) id = became_[id];
  return id;
}

bool Insertion::push(const Op& op) {
  if (!tools_.swarm.has(op) || state().check(op) != Refusal::kNone) return false;
  note(op);
  ops_.push_back(op);
  return true;
}

bool Insertion::add(Op op) {
  if (op.first != kNoValue) op.first = now(op.first);
  if (op.second != kNoValue) op.second = now(op.second);
  return fit_operands(state(), tools_.swarm, tools_.random, op) && push(op);
}

bool Insertion::push_source(Source source) {
  Op op;
  op.code = OpCode::kSource;
  op.source = {source, draw_number(spec(source).number, tools_.random)};
  return push(op);
}

bool Insertion::find_first(Op& op, std::size_t depth) {
  if (draw_first(state(), tools_.swarm, tools_.random, op)) return true;
  const bool is_made = op.code == OpCode::kWaitCareless
                           ? push_source(Source::kEvent)
                           : depth < kDepthMax && draw_maker(spec(op.code).first.types, depth + 1);
  return is_made && draw_first(state(), tools_.swarm, tools_.random, op);
}

bool Insertion::find_second(Op& op, std::size_t depth) {
  if (draw_second(state(), tools_.random, op)) return true;
  const TypeMask types = spec(op.code).second.types;
  const bool is_made = (types & kHasShape) != 0 ? draw_alike(state().value(op.first).shape, types)
                                                : depth < kDepthMax && draw_maker(types, depth + 1);
  return is_made && draw_second(state(), tools_.random, op);
}

bool Insertion::draw(OpCode code, std::size_t depth) {
  const OpSpec& rules = spec(code);
  Random& random = tools_.random;
  Op op;
  op.code = code;
  if (code == OpCode::kMake) op.kind = draw_kind(tools_.swarm, random);
  if (code == OpCode::kSource) op.source = draw_source(tools_.swarm, random);
  if (rules.takes_index) op.index = static_cast<std::uint8_t>(random.below(kMaxRowLength + 1));
  if (rules.operands() > 0 && !find_first(op, depth)) return false;
  if (code == OpCode::kWait) {
    op.kind = draw_waiting_kind(waiter_of(state().value(op.first).source), tools_.swarm, random);
  }
  if (code == OpCode::kSignal) {
    const std::size_t signals = signal_count(state().value(op.first).source);
    if (signals == 0) return false;
    op.index = static_cast<std::uint8_t>(random.below(signals));
  }
  if (code == OpCode::kCall && !draw_call(random, op)) return false;
  if (rules.operands() > 1 && !find_second(op, depth)) return false;
  return push(op);
}

// Something of one of the types.
bool Insertion::draw_maker(TypeMask types, std::size_t depth) {
  for (std::size_t i = 0; i < kMakersMax; ++i) {
    const OpCode maker = tools_.swarm.draw_maker(types, tools_.random);
    if (draw(maker, depth) && holds(types, state().value(last()).type)) return true;
  }
  return false;
}

// A future of that shape, and if the types ask for a pin, one of it.
bool Insertion::draw_alike(Shape shape, TypeMask types) {
  Op make;
  make.kind = draw_kind_of(shape, tools_.random);
  const Leaf leaf = make.kind.first.leaf;
  if (leaf == Leaf::kCareless) {
    if (!draw(OpCode::kWaitCareless, kDepthMax)) return false;
  } else {
    if (is_waiter(leaf)) {
      make.code = OpCode::kWait;
      make.first = some_source(source_of(leaf));
      if (make.first == kNoValue) return false;
    }
    if (!push(make)) return false;
  }
  if (holds(types, ValueType::kFuture)) return true;
  constexpr std::array kPins = {OpCode::kBoxPin, OpCode::kPin, OpCode::kPinUnchecked};
  Op pin;
  pin.code = kPins[tools_.random.below(kPins.size())];
  if (!tools_.swarm.has(pin.code)) pin.code = OpCode::kBoxPin;
  pin.first = last();
  return push(pin);
}

// One that is there, or a new one.
ValueId Insertion::some_source(Source source) {
  constexpr TypeMask kSourceType = mask(ValueType::kSource);
  for (std::size_t i = 0; i < state().count(kSourceType); ++i) {
    const ValueId id = state().nth(kSourceType, i);
    if (state().value(id).source == source) return id;
  }
  return push_source(source) ? last() : kNoValue;
}

void Insertion::finish(std::vector<Part>& parts) {
  if (ops_.empty()) return;
  const ValueId fresh = fresh_name(parts);
  const auto name_of = [&](ValueId id) {
    return id == kNoValue || id < position_ ? id : static_cast<ValueId>(fresh + (id - position_));
  };
  std::vector<Part>& coming = tools_.buffers.coming;
  coming.clear();
  for (std::size_t i = 0; i < ops_.size(); ++i) {
    Op op = ops_[i];
    op.first = name_of(op.first);
    op.second = name_of(op.second);
    coming.push_back({static_cast<ValueId>(fresh + i), op});
  }
  for (const Op& op : ops_) {
    if (op.first >= position_ || became_[op.first] == kNoValue) continue;
    const ValueId now_it_is = now(op.first);
    rename_uses(absl::MakeSpan(parts).subspan(position_), op.first, name_of(now_it_is),
                state().value(now_it_is).type, tools_.swarm);
  }
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(position_), coming.begin(),
               coming.end());
}

}  // namespace pinprick::harness
