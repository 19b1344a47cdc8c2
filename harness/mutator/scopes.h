// Which `{` and `}` of a draft belong together.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "harness/program/draft.h"

namespace pinprick::harness {

constexpr bool is_brace(OpCode code) {
  return code == OpCode::kOpenScope || code == OpCode::kCloseScope;
}

struct Scope {
  std::size_t open;
  std::size_t close;
};

// In the order in which they close. `parts` are those of a valid program.
std::vector<Scope> scopes_of(absl::Span<const Part> parts);

}  // namespace pinprick::harness
