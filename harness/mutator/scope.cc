#include <algorithm>

#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {
namespace {

Part brace(OpCode code, ValueId name) {
  Part part;
  part.name = name;
  part.op.code = code;
  return part;
}

void insert_at(std::vector<Part>& parts, std::size_t position, const Part& part) {
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(position), part);
}
void erase_at(std::vector<Part>& parts, std::size_t position) {
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(position));
}

// How far a scope that begins before part `begin` may go: until the one around it ends.
std::size_t farthest_end(absl::Span<const Part> parts, std::size_t begin) {
  std::size_t open = 0;
  for (std::size_t i = begin; i < parts.size(); ++i) {
    if (parts[i].op.code == OpCode::kOpenScope) ++open;
    if (parts[i].op.code != OpCode::kCloseScope) continue;
    if (open == 0) return i;
    --open;
  }
  return parts.size();
}

// A place for a `}` behind part `begin - 1` and no scope that begins there left open.
std::size_t some_end(absl::Span<const Part> parts, std::size_t begin, Random& random) {
  std::vector<std::size_t> ends;
  std::size_t open = 0;
  const std::size_t farthest = farthest_end(parts, begin);
  for (std::size_t i = begin; i <= farthest; ++i) {
    if (open == 0 && i > begin) ends.push_back(i);
    if (i == farthest) break;
    if (parts[i].op.code == OpCode::kOpenScope) ++open;
    if (parts[i].op.code == OpCode::kCloseScope) --open;
  }
  return ends.empty() ? begin : ends[random.below(ends.size())];
}

bool wrap(std::vector<Part>& parts, const Tools& tools) {
  if (parts.empty() || !tools.swarm.has(OpCode::kOpenScope)) return false;
  const std::size_t begin = tools.random.below(parts.size());
  const std::size_t end = some_end(parts, begin, tools.random);
  if (end == begin) return false;
  const ValueId fresh = fresh_name(parts);
  insert_at(parts, end, brace(OpCode::kCloseScope, fresh));
  insert_at(parts, begin, brace(OpCode::kOpenScope, static_cast<ValueId>(fresh + 1)));
  return true;
}

void unwrap(std::vector<Part>& parts, const Scope& scope) {
  erase_at(parts, scope.close);
  erase_at(parts, scope.open);
}

// The scope ends earlier or later.
bool move_end(std::vector<Part>& parts, const Scope& scope, Random& random) {
  const Part close = parts[scope.close];
  erase_at(parts, scope.close);
  const std::size_t end = some_end(parts, scope.open + 1, random);
  insert_at(parts, end, close);
  return end != scope.close;
}

}  // namespace

bool scope(std::vector<Part>& parts, const Tools& tools) {
  const std::vector<Scope> scopes = scopes_of(parts);
  Random& random = tools.random;
  if (scopes.empty() || random.one_in(2)) return wrap(parts, tools);
  const Scope& chosen = scopes[random.below(scopes.size())];
  if (random.one_in(2)) return move_end(parts, chosen, random);
  unwrap(parts, chosen);
  return true;
}

}  // namespace pinprick::harness::mutations
