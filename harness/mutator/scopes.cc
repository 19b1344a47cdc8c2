#include "harness/mutator/scopes.h"

namespace pinprick::harness {

std::vector<Scope> scopes_of(absl::Span<const Part> parts) {
  std::vector<Scope> scopes;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].op.code == OpCode::kOpenScope) open.push_back(i);
    if (parts[i].op.code == OpCode::kCloseScope) {
      scopes.push_back({open.back(), i});
      open.pop_back();
    }
  }
  return scopes;
}

}  // namespace pinprick::harness
