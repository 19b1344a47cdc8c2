#include "harness/mutator/operands.h"

#include <algorithm>
#include <cstddef>

#include "harness/mutator/kinds.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// How many values are tried for an operand.
constexpr std::size_t kMaxProbes = 8;

// Those of `types`, from a random one on and round, until one fits.
template <class Fits>
bool pick(const Typestate& state, TypeMask types, Random& random, ValueId& id, Fits fits) {
  const std::size_t count = state.count(types);
  if (count == 0) return false;
  std::size_t index = random.below(count);
  for (std::size_t probe = 0; probe < std::min(count, kMaxProbes); ++probe) {
    id = state.nth(types, index);
    if (fits()) return true;
    if (++index == count) index = 0;
  }
  return false;
}

// A kind that waits for what `waiter` waits for; the combinator stays if it takes that.
Kind waiting_like(const Kind& old, Leaf waiter, Random& random) {
  Kind kind = takes_first(old.combinator, waiter) ? old : Kind();
  kind.first = draw_numbers(waiter, random);
  return kind;
}

// What depends on the first operand, where it does not fit that.
bool follow_first(const Typestate& state, const Swarm& swarm, Random& random, Op& op) {
  if (op.code == OpCode::kWait) {
    const Leaf waiter = waiter_of(state.value(op.first).source);
    if (op.kind.first.leaf == waiter) return true;
    op.kind = waiting_like(op.kind, waiter, random);
    return swarm.has(waiter);
  }
  if (op.code == OpCode::kSignal) {
    const std::size_t signals = signal_count(state.value(op.first).source);
    if (signals == 0) return false;
    if (op.index >= signals) op.index = static_cast<std::uint8_t>(random.below(signals));
  }
  if (spec(op.code).takes_index) {
    const std::size_t indices = state.indices(op.code, op.first);
    if (op.index >= indices) op.index = static_cast<std::uint8_t>(random.below(indices));
  }
  return true;
}

}  // namespace

bool draw_first(const Typestate& state, const Swarm& swarm, Random& random, Op& op) {
  return pick(state, spec(op.code).first.types, random, op.first,
              [&] { return state.check_first(op) == Refusal::kNone; }) &&
         follow_first(state, swarm, random, op);
}

bool draw_second(const Typestate& state, Random& random, Op& op) {
  return pick(state, spec(op.code).second.types, random, op.second,
              [&] { return state.check(op) == Refusal::kNone; });
}

bool fit_operands(const Typestate& state, const Swarm& swarm, Random& random, Op& op) {
  if (state.check(op) == Refusal::kNone) return true;
  const std::size_t operands = spec(op.code).operands();
  if (operands == 0) return false;
  if (state.check_first(op) == Refusal::kNone) {
    if (!follow_first(state, swarm, random, op)) return false;
  } else if (!draw_first(state, swarm, random, op)) {
    return false;
  }
  if (state.check(op) == Refusal::kNone) return true;
  return operands > 1 && draw_second(state, random, op);
}
}  // namespace pinprick::harness
