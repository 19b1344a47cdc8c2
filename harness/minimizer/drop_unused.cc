#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

// Things that are left out one at a time; where there are more, drop_runs is the better way.
constexpr std::size_t kMaxThings = 64;

// For each part the thing that it is about, named by the first part that is about it: two are about
// the same thing if a chain of operands leads from one to the other. `parts` are named by their
// places.
std::vector<std::size_t> things_of(absl::Span<const Part> parts) {
  std::vector<std::size_t> parent(parts.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto find = [&parent](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    each_operand(parts[i], [&](ValueId operand) {
      const std::size_t a = find(i);
      const std::size_t b = find(operand);
      parent[std::max(a, b)] = std::min(a, b);
    });
  }
  std::vector<std::size_t> things(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) things[i] = find(i);
  return things;
}

// The scopes are about nothing and stay.
template <class Wanted>
bool accept_things(Search& search, absl::Span<const Part> parts,
                   absl::Span<const std::size_t> things, Wanted wanted) {
  std::vector<Part> some;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_scope(parts[i].op.code) || wanted(things[i])) some.push_back(parts[i]);
  }
  return search.accept(some);
}

void drop_things(Search& search) {
  std::vector<Part> parts = take_apart(search.best());
  std::vector<std::size_t> things = things_of(parts);
  std::vector<std::size_t> distinct;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_scope(parts[i].op.code) && things[i] == i) distinct.push_back(i);
  }
  if (distinct.size() < 2) return;
  // Mostly it is about one thing, and that one came last.
  for (auto it = distinct.rbegin(); it != distinct.rend(); ++it) {
    const std::size_t only = *it;
    const auto wanted = [only](std::size_t thing) { return thing == only; };
    if (accept_things(search, parts, things, wanted) || search.is_over()) return;
  }
  if (distinct.size() > kMaxThings) return;
  std::vector<bool> without(parts.size(), false);
  for (const std::size_t thing : distinct) {
    without[thing] = true;
    const auto wanted = [&without](std::size_t each) { return !without[each]; };
    if (!accept_things(search, parts, things, wanted)) without[thing] = false;
  }
}

// A value counts as used if an operation takes it that gives none, or one that is used.
void drop_values(Search& search) {
  const std::vector<Part> parts = take_apart(search.best());
  std::vector<bool> used(parts.size(), false);
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (spec(parts[i].op.code).result == Result::kNone) used[i] = true;
    if (!used[i]) continue;
    each_operand(parts[i], [&used](ValueId operand) { used[operand] = true; });
  }
  std::vector<Part> some;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (used[i]) some.push_back(parts[i]);
  }
  search.accept(some);
}

}  // namespace

void drop_unused(Search& search) {
  drop_things(search);
  drop_values(search);
}

}  // namespace pinprick::harness
