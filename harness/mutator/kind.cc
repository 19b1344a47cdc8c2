#include "harness/mutator/kinds.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {
namespace {

// Others of the same type follow once in so many times: what takes two takes two of one shape.
constexpr std::size_t kFollowOneIn = 2;

LeafArgs another_leaf(Combinator combinator, const Tools& tools) {
  return draw_numbers(tools.swarm.draw_leaf(combinator, tools.random), tools.random);
}

void set_first(Kind& kind, const LeafArgs& leaf, Random& random) {
  kind.first = leaf;
  kind.body = leaf.leaf == Leaf::kMachine ? draw_body(random) : Body();
}

// Another kind, or this one in another combinator or in none, or over another leaf.
Kind changed(const Op& op, const Tools& tools) {
  Random& random = tools.random;
  Kind kind = op.kind;
  switch (random.below(4)) {
    case 0:
      return op.code == OpCode::kWait ? draw_waiting_kind(kind.first.leaf, tools.swarm, random)
                                      : draw_kind(tools.swarm, random);
    case 1:
      return combined(tools.swarm.draw_combinator(random), kind.first, kind.body, tools.swarm,
                      random);
    case 2:
      if (kind.arity() == 2) {
        kind.second = another_leaf(kind.combinator, tools);
        return kind;
      }
      [[fallthrough]];
    default:
      if (op.code == OpCode::kMake) {
        set_first(kind, another_leaf(kind.combinator, tools), random);
        return kind;
      }
      return combined(Combinator::kNone, kind.first, kind.body, tools.swarm, random);
  }
}

// Another source, and what waits for it waits for that.
void change_source(std::vector<Part>& parts, std::size_t at, const Tools& tools) {
  const SourceArgs source = draw_source(tools.swarm, tools.random);
  parts[at].op.source = source;
  const Leaf waiter = waiter_of(source.source);
  for (Part& part : parts) {
    if (part.op.code != OpCode::kWait || part.op.first != parts[at].name) continue;
    if (part.op.kind.first.leaf == waiter) continue;
    const LeafArgs first = draw_numbers(waiter, tools.random);
    part.op.kind.first = first;
  }
}

}  // namespace

bool kind(std::vector<Part>& parts, const Tools& tools) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Op& op = parts[i].op;
    if (has_kind(op) || op.code == OpCode::kSource) candidates.push_back(i);
  }
  if (candidates.empty()) return false;
  const std::size_t at = candidates[tools.random.below(candidates.size())];
  if (parts[at].op.code == OpCode::kSource) {
    change_source(parts, at, tools);
    return true;
  }
  const Op old = parts[at].op;
  const Kind kind = changed(old, tools);
  if (kind == old.kind) return false;
  const bool others_follow = tools.random.one_in(kFollowOneIn);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Op& op = parts[i].op;
    const bool follows =
        others_follow && op.code == old.code && has_kind(op) && op.kind.shape() == old.kind.shape();
    if (i == at || follows) op.kind = kind;
  }
  return true;
}

}  // namespace pinprick::harness::mutations
