#include <algorithm>

#include "harness/mutator/insertion.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {
namespace {

// Marks, of the parts before `end`, those that the marked ones need.
void mark_what_is_needed(absl::Span<const Part> donor, std::vector<bool>& comes, std::size_t end) {
  for (std::size_t i = end; i-- > 0;) {
    if (!comes[i]) continue;
    const Op& op = donor[i].op;
    if (op.first != kNoValue) comes[op.first] = true;
    if (op.second != kNoValue) comes[op.second] = true;
  }
}

}  // namespace

bool splice(std::vector<Part>& parts, const Tools& tools) {
  const absl::Span<const Part> donor = tools.donor;
  if (donor.empty()) return false;
  Random& random = tools.random;
  const std::size_t begin = random.below(donor.size());
  const std::size_t end = begin + 1 + random.below(donor.size() - begin);
  std::vector<bool> comes(donor.size());
  std::fill(comes.begin() + static_cast<std::ptrdiff_t>(begin),
            comes.begin() + static_cast<std::ptrdiff_t>(end), true);
  // With what it needs, or on what it finds.
  if (random.one_in(2)) mark_what_is_needed(donor, comes, end);
  for (const Scope& scope : scopes_of(donor)) {
    const bool both = comes[scope.open] && comes[scope.close];
    comes[scope.open] = comes[scope.close] = both;
  }

  const std::size_t position = random.below(parts.size() + 1);
  Insertion insertion(parts, position, tools);
  std::vector<ValueId> copies(donor.size(), kNoValue);
  for (std::size_t i = 0; i < end; ++i) {
    if (!comes[i]) continue;
    Op op = donor[i].op;
    // What has not come along gets a value of this program.
    if (op.first != kNoValue) op.first = copies[op.first];
    if (op.second != kNoValue) op.second = copies[op.second];
    const ValueId copy = insertion.next();
    if (insertion.add(op)) copies[i] = copy;
  }
  const std::size_t count = insertion.size();
  if (count == 0) return false;
  insertion.finish(parts);
  // Into the midst of the program, or in the place of its rest.
  if (random.one_in(2)) parts.resize(position + count);
  return true;
}

}  // namespace pinprick::harness::mutations
