#include <array>

#include "harness/mutator/counterparts.h"
#include "harness/mutator/insertion.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {
namespace {

struct Change {
  std::size_t part;
  OpCode code;
};

std::vector<Change> changes_of(absl::Span<const Part> parts, const Tools& tools) {
  std::vector<Change> changes;
  tools.buffers.state.reset();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (const Counterparts& pair : kCounterparts) {
      if (pair.safe != parts[i].op.code || !tools.swarm.has(pair.unsafe)) continue;
      Op op = parts[i].op;
      op.code = pair.unsafe;
      if (tools.buffers.state.check(op) == Refusal::kNone) changes.push_back({i, pair.unsafe});
    }
    tools.buffers.state.apply(parts[i].op);
  }
  return changes;
}

bool insert_unsafe(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 4;
  Random& random = tools.random;
  const Lottery<kOpCount> unsafe_ones = [&tools] {
    std::array<std::size_t, kOpCount> weights{};
    for (const OpSpec& each : kOps) {
      const bool may_come = each.is_unsafe && tools.swarm.has(each.code);
      weights[static_cast<std::size_t>(each.code)] = may_come ? each.weight : 0;
    }
    return Lottery<kOpCount>(weights);
  }();
  if (unsafe_ones.is_empty()) return false;
  Insertion insertion(parts, random.below(parts.size() + 1), tools);
  bool has_come = false;
  for (std::size_t i = 0; i < kTries && !has_come; ++i) {
    has_come = insertion.draw(static_cast<OpCode>(unsafe_ones.draw(random)));
  }
  if (has_come) insertion.finish(parts);
  return has_come;
}

}  // namespace

bool make_unsafe(std::vector<Part>& parts, const Tools& tools) {
  const std::vector<Change> changes = changes_of(parts, tools);
  if (changes.empty() || tools.random.one_in(2)) return insert_unsafe(parts, tools);
  const Change& change = changes[tools.random.below(changes.size())];
  change_code(parts, change.part, change.code, tools);
  return true;
}

}  // namespace pinprick::harness::mutations
