#include <array>

#include "harness/mutator/kinds.h"
#include "harness/mutator/mutations.h"
#include "harness/program/guest.h"

namespace pinprick::harness::mutations {
namespace {

// One number of a program, and how far it goes.
struct Slot {
  std::uint8_t* number;
  Parameter range;
};

void add(std::vector<Slot>& slots, std::uint8_t& number, const Parameter& range) {
  if (range.name != nullptr && range.min != range.max) slots.push_back({&number, range});
}

void add(std::vector<Slot>& slots, std::uint8_t& index, std::size_t count) {
  if (count < 2) return;
  slots.push_back({&index, {"index", 0, static_cast<std::uint8_t>(count - 1), 0}});
}

void add(std::vector<Slot>& slots, LeafArgs& leaf) {
  add(slots, leaf.count, spec(leaf.leaf).count);
  add(slots, leaf.value, spec(leaf.leaf).value);
}

std::vector<Slot> slots_of(std::vector<Part>& parts, Typestate& state) {
  std::vector<Slot> slots;
  state.reset();
  for (Part& part : parts) {
    Op& op = part.op;
    if (op.code == OpCode::kMake || op.code == OpCode::kWait) {
      add(slots, op.kind.number, spec(op.kind.combinator).number);
      add(slots, op.kind.first);
      if (op.kind.arity() == 2) add(slots, op.kind.second);
    }
    if (op.code == OpCode::kSource) add(slots, op.source.number, spec(op.source.source).number);
    if (op.code == OpCode::kSignal) {
      add(slots, op.index, signal_count(state.value(op.first).source));
    }
    if (op.code == OpCode::kCall && guest()->calls[op.index].takes_argument) {
      add(slots, op.argument, {"argument", 0, 255, 0});
    }
    if (spec(op.code).takes_index) add(slots, op.index, state.indices(op.code, op.first));
    state.apply(op);
  }
  return slots;
}

}  // namespace

bool number(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 4;
  const std::vector<Slot> slots = slots_of(parts, tools.buffers.state);
  if (slots.empty()) return false;
  Random& random = tools.random;
  const Slot& slot = slots[random.below(slots.size())];
  const std::uint8_t old = *slot.number;
  // A neighbour, or any other.
  if (random.one_in(3) && old < slot.range.max) ++*slot.number;
  if (*slot.number == old && random.one_in(2) && old > slot.range.min) --*slot.number;
  for (std::size_t i = 0; i < kTries && *slot.number == old; ++i) {
    *slot.number = draw_number(slot.range, random);
  }
  return *slot.number != old;
}

}  // namespace pinprick::harness::mutations
