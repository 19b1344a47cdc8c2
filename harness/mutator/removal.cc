#include "harness/mutator/removal.h"

#include <algorithm>

#include "harness/mutator/rename.h"

namespace pinprick::harness {
namespace {

// Once in so many times what hung on it is left to fend for itself.
constexpr std::size_t kAloneOneIn = 4;

}  // namespace

void take_out(std::vector<Part>& parts, std::size_t first, std::size_t count, const Tools& tools) {
  std::vector<bool> goes(parts.size());
  bool has_brace = false;
  for (std::size_t i = first; i < first + count; ++i) {
    goes[i] = true;
    has_brace |= is_scope(parts[i].op.code);
  }
  if (has_brace) {
    for (const Scope& scope : scopes_of(parts)) {
      const bool both = goes[scope.open] || goes[scope.close];
      goes[scope.open] = goes[scope.close] = both;
    }
  }
  if (!tools.random.one_in(kAloneOneIn)) {
    Typestate& state = tools.buffers.state;
    state.reset();
    for (std::size_t i = 0; i < first + count; ++i) state.apply(parts[i].op);
    // The last first: a chain of moves leads back to where it began.
    for (std::size_t i = first + count; i-- > first;) {
      const Op& op = parts[i].op;
      if (state.value(parts[i].name).type == ValueType::kNone || op.first == kNoValue) continue;
      rename_uses(absl::MakeSpan(parts).subspan(i + 1), parts[i].name, op.first,
                  state.value(op.first).type, tools.swarm);
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!goes[i]) parts[kept++] = parts[i];
  }
  parts.resize(kept);
}

}  // namespace pinprick::harness
