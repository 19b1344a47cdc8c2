#include "harness/mutator/kinds.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/limits.h"
#include "harness/program/body_bytes.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// Random bytes without an end, the first of which says how many statements the body has.
class RandomBytes final : public ByteSource {
 public:
  RandomBytes(std::size_t first, Random& random)
      : next_(static_cast<std::uint8_t>(first)), random_(random) {}
  bool at_end() const override { return false; }
  std::uint8_t byte() override {
    const std::uint8_t byte = next_;
    next_ = static_cast<std::uint8_t>(random_.below(256));
    return byte;
  }

 private:
  std::uint8_t next_;
  Random& random_;
};

// The lowest numbers come up more often than others: what takes few polls ends within a program.
constexpr int kFew = 4;

}  // namespace

std::uint8_t draw_number(const Parameter& parameter, Random& random) {
  if (parameter.name == nullptr) return 0;
  switch (random.below(8)) {
    case 0:
    case 1:
      return parameter.standard;
    case 2:
      return parameter.min;
    case 3:
      return parameter.max;
    case 4:
    case 5:
      return static_cast<std::uint8_t>(
          parameter.min + random.below(std::min(parameter.max - parameter.min, kFew - 1) + 1U));
    default:
      return static_cast<std::uint8_t>(parameter.min +
                                       random.below(parameter.max - parameter.min + 1U));
  }
}

LeafArgs draw_numbers(Leaf leaf, Random& random) {
  return {leaf, draw_number(spec(leaf).count, random), draw_number(spec(leaf).value, random)};
}

Body draw_body(Random& random) {
  // The shorter of two: most of what a machine can show needs few statements.
  const std::size_t last = std::min(random.below(kMaxStatements), random.below(kMaxStatements));
  RandomBytes bytes(last, random);
  return read_body(bytes);
}

SourceArgs draw_source(const Swarm& swarm, Random& random) {
  const Source source = swarm.draw_source(random);
  return {source, draw_number(spec(source).number, random)};
}

Kind combined(Combinator combinator, const LeafArgs& first, const Body& body, const Swarm& swarm,
              Random& random) {
  Kind kind;
  kind.combinator = takes_first(combinator, first.leaf) ? combinator : Combinator::kNone;
  kind.number = draw_number(spec(kind.combinator).number, random);
  kind.first = first;
  kind.body = body;
  if (kind.arity() == 2) {
    kind.second = draw_numbers(swarm.draw_leaf(kind.combinator, random), random);
  }
  return kind;
}

Kind draw_kind(const Swarm& swarm, Random& random) {
  const Combinator combinator = swarm.draw_combinator(random);
  const LeafArgs first = draw_numbers(swarm.draw_leaf(combinator, random), random);
  const Body body = first.leaf == Leaf::kMachine ? draw_body(random) : Body();
  return combined(combinator, first, body, swarm, random);
}

Kind draw_waiting_kind(Leaf waiter, const Swarm& swarm, Random& random) {
  const Combinator combinator = swarm.draw_combinator(random);
  return combined(combinator, draw_numbers(waiter, random), Body(), swarm, random);
}

bool draw_call(Random& random, Op& op) {
  if (guest() == nullptr || guest()->calls.empty()) return false;
  constexpr Parameter kArgument = {"argument", 0, 255, 0};
  op.index = static_cast<std::uint8_t>(random.below(guest()->calls.size()));
  op.argument = guest()->calls[op.index].takes_argument ? draw_number(kArgument, random) : 0;
  return true;
}

Kind draw_kind_of(Shape shape, Random& random) {
  Kind kind = standard_kind(shape);
  kind.number = draw_number(spec(kind.combinator).number, random);
  kind.first = draw_numbers(kind.first.leaf, random);
  if (kind.arity() == 2) kind.second = draw_numbers(kind.second.leaf, random);
  if (kind.first.leaf == Leaf::kMachine) kind.body = draw_body(random);
  return kind;
}

}  // namespace pinprick::harness
