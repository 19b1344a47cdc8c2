#include "harness/mutator/swarm.h"

#include <algorithm>
#include <array>

#include "harness/base/check.h"
#include "harness/mutator/kinds.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// One slice in so many has everything: what needs the whole table must come up as well, and in the
// first minutes of a campaign little else counts.
constexpr std::size_t kFullOneIn = 2;

// Without these there is nothing to see.
constexpr std::array kAlwaysOps = {OpCode::kMake, OpCode::kPoll, OpCode::kBoxPin};
// What the table has nothing to say of: how often a program calls its guests.
constexpr std::size_t kCallWeight = 40;
// One that moves freely and one that does not; every combinator takes both.
constexpr std::array kAlwaysLeaves = {Leaf::kYieldN, Leaf::kExample};

template <std::size_t kCount>
void toss(std::bitset<kCount>& set, Random& random) {
  for (std::size_t i = 0; i < kCount; ++i) set[i] = random.one_in(2);
}

template <std::size_t kCount, class WeightOf>
Lottery<kCount> lottery_of(const std::bitset<kCount>& set, WeightOf weight_of) {
  std::array<std::size_t, kCount> weights{};
  for (std::size_t i = 0; i < kCount; ++i) weights[i] = set[i] ? weight_of(i) : 0;
  return Lottery<kCount>(weights);
}

// One of those that make a value of the types and of which `may_come` is true. There must be one.
template <class MayCome>
OpCode draw_maker_of(TypeMask types, Random& random, MayCome may_come) {
  std::size_t sum = 0;
  for (const OpSpec& each : kOps) {
    if (may_come(each.code) && makes(each.code, types)) sum += each.weight;
  }
  std::size_t at = random.below(sum);
  for (const OpSpec& each : kOps) {
    if (!may_come(each.code) || !makes(each.code, types)) continue;
    if (at < each.weight) return each.code;
    at -= each.weight;
  }
  harness_failed(__FILE__, __LINE__, "nothing makes what is wanted");
}

}  // namespace

bool makes(OpCode code, TypeMask types) {
  const OpSpec& rules = spec(code);
  switch (rules.result) {
    case Result::kNone:
    case Result::kSame:
      return false;
    case Result::kOfType:
      return holds(types, rules.type);
    case Result::kPinned:
      return (types & any_of(ValueType::kPinRef, ValueType::kPinBox, ValueType::kPinRc)) != 0;
  }
  return false;
}

Swarm::Swarm() {
  if (guest() == nullptr) {
    ops_.set();
    combinators_.set();
    leaves_.set();
    sources_.set();
    leave_out_guests();
  } else {
    for (const OpSpec& each : kOps) {
      ops_[static_cast<std::size_t>(each.code)] = concerns_guests(each.code);
    }
    combinators_.set(static_cast<std::size_t>(Combinator::kNone));
    sources_.set(static_cast<std::size_t>(Source::kWorld));
  }
  weigh();
}

Swarm::Swarm(Random& random) {
  if (random.one_in(kFullOneIn) || guest() != nullptr) {
    *this = Swarm();
    return;
  }
  toss(ops_, random);
  toss(combinators_, random);
  toss(leaves_, random);
  toss(sources_, random);
  for (const OpCode code : kAlwaysOps) ops_.set(static_cast<std::size_t>(code));
  for (const Leaf leaf : kAlwaysLeaves) leaves_.set(static_cast<std::size_t>(leaf));
  combinators_.set(static_cast<std::size_t>(Combinator::kNone));
  sources_.set(random.below(kCombiningSourceCount));
  leave_out_guests();
  // Neither is of use without the other.
  ops_[static_cast<std::size_t>(OpCode::kCloseScope)] = has(OpCode::kOpenScope);
  close_under_operands(random);
  weigh();
}

// Without one, nothing that is about them is valid.
void Swarm::leave_out_guests() {
  ops_.reset(static_cast<std::size_t>(OpCode::kCall));
  sources_.reset(static_cast<std::size_t>(Source::kWorld));
}

// Whoever takes something needs somebody who makes it. Ends because each round adds an operation.
void Swarm::close_under_operands(Random& random) {
  const auto is_made = [this](TypeMask types) {
    return std::any_of(kOps.begin(), kOps.end(), [&](const OpSpec& each) {
      return has(each.code) && makes(each.code, types);
    });
  };
  bool changed = true;
  while (changed) {
    changed = false;
    for (const OpSpec& rules : kOps) {
      if (!has(rules.code)) continue;
      for (const Operand& operand : {rules.first, rules.second}) {
        if (operand.use == Use::kNone || is_made(operand.types)) continue;
        const OpCode maker = draw_maker_of(operand.types, random, [](OpCode) { return true; });
        ops_.set(static_cast<std::size_t>(maker));
        changed = true;
      }
    }
  }
}

void Swarm::weigh() {
  op_lottery_ = lottery_of(ops_, [](std::size_t i) {
    return kOps[i].code == OpCode::kCall && guest() != nullptr ? kCallWeight
                                                               : std::size_t{kOps[i].weight};
  });
  combinator_lottery_ =
      lottery_of(combinators_, [](std::size_t i) { return kCombinators[i].weight; });
  any_leaf_lottery_ =
      lottery_of(leaves_, [](std::size_t i) { return weight_of(static_cast<Leaf>(i)); });
  leaf_lottery_ = lottery_of(leaves_, [](std::size_t) { return std::size_t{1}; });
  source_lottery_ = lottery_of(sources_, [](std::size_t i) { return kSources[i].weight; });
}

bool Swarm::has(Leaf leaf) const {
  if (is_makeable(leaf)) return leaves_[static_cast<std::size_t>(leaf)];
  if (is_waiter(leaf)) return has(source_of(leaf));
  return has(Source::kEvent);  // careless
}

bool Swarm::has(const Kind& kind) const {
  return has(kind.combinator) && has(kind.first.leaf) &&
         (kind.arity() == 1 || has(kind.second.leaf));
}

bool Swarm::has(const Op& op) const {
  if (!has(op.code)) return false;
  if (op.code == OpCode::kMake || op.code == OpCode::kWait) return has(op.kind);
  return op.code != OpCode::kSource || has(op.source.source);
}

bool Swarm::is_full() const {
  const Swarm full;
  return ops_ == full.ops_ && combinators_ == full.combinators_ && leaves_ == full.leaves_ &&
         sources_ == full.sources_;
}

OpCode Swarm::draw_op(Random& random) const {
  return static_cast<OpCode>(op_lottery_.draw(random));
}

OpCode Swarm::draw_maker(TypeMask types, Random& random) const {
  return draw_maker_of(types, random, [this](OpCode code) { return has(code); });
}

Combinator Swarm::draw_combinator(Random& random) const {
  return static_cast<Combinator>(combinator_lottery_.draw(random));
}

Source Swarm::draw_source(Random& random) const {
  return static_cast<Source>(source_lottery_.draw(random));
}

Leaf Swarm::draw_leaf(Combinator combinator, Random& random) const {
  const std::size_t leaves = spec(combinator).leaves;
  if (leaves >= kMakeableLeafCount) return static_cast<Leaf>(any_leaf_lottery_.draw(random));
  return static_cast<Leaf>(leaf_lottery_.draw(random, leaves));
}

}  // namespace pinprick::harness
