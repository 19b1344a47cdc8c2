#include <cstddef>
#include <numeric>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"

namespace pinprick::harness {
namespace {

// For each part the `}` that closes it, if it is a `{`; otherwise itself.
std::vector<std::size_t> closing(absl::Span<const Part> parts) {
  std::vector<std::size_t> closed_by(parts.size());
  std::iota(closed_by.begin(), closed_by.end(), std::size_t{0});
  for (const Scope& scope : scopes_of(parts)) closed_by[scope.open] = scope.close;
  return closed_by;
}

bool accept_without(Search& search, std::vector<Part> parts, std::size_t first,
                    std::size_t second) {
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(second));
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(first));
  return search.accept(parts);
}

// Operations that have to do with one another, where there are too many to try all pairs.
bool belong_together(absl::Span<const Part> parts, absl::Span<const std::size_t> closed_by,
                     std::size_t first, std::size_t second) {
  return closed_by[first] == second || uses(parts[second], parts[first].name);
}

}  // namespace

void drop_pairs(Search& search) {
  for (std::size_t first = 0; first + 1 < search.best().ops.size() && !search.is_over(); ++first) {
    std::vector<Part> parts = take_apart(search.best());
    std::vector<std::size_t> closed_by = closing(parts);
    for (std::size_t second = first + 1; second < parts.size() && !search.is_over(); ++second) {
      if (parts.size() > kMaxPairedOps && !belong_together(parts, closed_by, first, second)) {
        continue;
      }
      if (!accept_without(search, parts, first, second)) continue;
      parts = take_apart(search.best());
      closed_by = closing(parts);
      second = first;
    }
  }
}

}  // namespace pinprick::harness
