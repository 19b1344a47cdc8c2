#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/passes.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

using Subset = std::uint32_t;

Subset bit(std::size_t part) { return Subset{1} << part; }

// For each part those that made its operands.
std::vector<Subset> needs_of(absl::Span<const Part> parts) {
  std::vector<Subset> needs(parts.size(), 0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Op& op = parts[i].op;
    const std::size_t operands = spec(op.code).operands();
    if (operands > 0) needs[i] |= bit(op.first);
    if (operands > 1) needs[i] |= bit(op.second);
  }
  return needs;
}

// Otherwise it is the program of a smaller subset.
bool has_all_it_needs(Subset subset, absl::Span<const Subset> needs) {
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if ((subset & bit(i)) != 0 && (needs[i] & ~subset) != 0) return false;
  }
  return true;
}

}  // namespace

bool try_subsets(Search& search) {
  const std::vector<Part> parts = take_apart(search.best());
  if (parts.size() > kMaxSubsetOps) return false;
  const std::vector<Subset> needs = needs_of(parts);
  const Subset all = bit(parts.size()) - 1;
  // The smallest first, so that what is accepted has no smaller one.
  for (std::size_t size = 0; size < parts.size(); ++size) {
    for (Subset subset = 0; subset < all; ++subset) {
      if (static_cast<std::size_t>(std::popcount(subset)) != size) continue;
      if (!has_all_it_needs(subset, needs)) continue;
      std::vector<Part> some;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if ((subset & bit(i)) != 0) some.push_back(parts[i]);
      }
      if (search.accept(some)) return true;
    }
  }
  return true;
}

}  // namespace pinprick::harness
