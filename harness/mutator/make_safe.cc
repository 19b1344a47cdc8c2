#include "harness/mutator/counterparts.h"
#include "harness/mutator/mutations.h"
#include "harness/mutator/removal.h"

namespace pinprick::harness::mutations {
namespace {

// What could stand in the place of part `at` and is safe.
std::vector<OpCode> safe_forms(absl::Span<const Part> parts, std::size_t at, const Tools& tools) {
  std::vector<OpCode> forms;
  tools.buffers.state.reset();
  for (std::size_t i = 0; i < at; ++i) tools.buffers.state.apply(parts[i].op);
  Op op = parts[at].op;
  for (const Counterparts& pair : kCounterparts) {
    if (pair.unsafe != parts[at].op.code || !tools.swarm.has(pair.safe)) continue;
    op.code = pair.safe;
    if (tools.buffers.state.check(op) == Refusal::kNone) forms.push_back(pair.safe);
  }
  return forms;
}

}  // namespace

bool make_safe(std::vector<Part>& parts, const Tools& tools) {
  std::vector<std::size_t> unsafe_ones;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (spec(parts[i].op.code).is_unsafe) unsafe_ones.push_back(i);
  }
  if (unsafe_ones.empty()) return false;
  const std::size_t at = unsafe_ones[tools.random.below(unsafe_ones.size())];
  const std::vector<OpCode> forms = safe_forms(parts, at, tools);
  if (forms.empty()) {
    take_out(parts, at, 1, tools);
  } else {
    change_code(parts, at, forms[tools.random.below(forms.size())], tools);
  }
  return true;
}

}  // namespace pinprick::harness::mutations
