#include "harness/mutator/mutations.h"
#include "harness/mutator/operands.h"

namespace pinprick::harness::mutations {
namespace {

// Whether `op`, before which `tools.buffers.state` stands, could be given another operand.
bool redraw(const Tools& tools, Op& op) {
  const Op old = op;
  const std::size_t operands = spec(op.code).operands();
  if (operands > 1 && tools.random.one_in(2)) {
    return draw_second(tools.buffers.state, tools.random, op) && op.second != old.second;
  }
  if (!draw_first(tools.buffers.state, tools.swarm, tools.random, op) || op.first == old.first) {
    return false;
  }
  return fit_operands(tools.buffers.state, tools.swarm, tools.random, op);
}

}  // namespace

bool operand(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 8;
  if (parts.empty()) return false;
  for (std::size_t i = 0; i < kTries; ++i) {
    const std::size_t at = tools.random.below(parts.size());
    if (spec(parts[at].op.code).operands() == 0) continue;
    tools.buffers.state.reset();
    for (std::size_t before = 0; before < at; ++before) tools.buffers.state.apply(parts[before].op);
    Op op = parts[at].op;
    if (!redraw(tools, op)) continue;
    parts[at].op = op;
    return true;
  }
  return false;
}

}  // namespace pinprick::harness::mutations
