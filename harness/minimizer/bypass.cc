#include <cstddef>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/coerce.h"
#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/point.h"

namespace pinprick::harness {
namespace {

struct Way {
  bool is_there = false;    // the later value is made of the earlier one
  std::vector<bool> leads;  // the parts between them, and the later one: what then is not needed
};

// `parts` are named by their places.
Way way_between(absl::Span<const Part> parts, std::size_t earlier, std::size_t later) {
  std::vector<bool> made_of(parts.size(), false);
  made_of[earlier] = true;
  for (std::size_t i = earlier + 1; i <= later; ++i) {
    each_operand(parts[i], [&](ValueId operand) { made_of[i] = made_of[i] || made_of[operand]; });
  }
  Way way{made_of[later], std::vector<bool>(parts.size(), false)};
  way.leads[later] = true;
  for (std::size_t i = later; i > earlier; --i) {
    if (!way.leads[i]) continue;
    each_operand(parts[i], [&](ValueId operand) {
      if (operand > earlier && made_of[operand]) way.leads[operand] = true;
    });
  }
  return way;
}

// Whoever took a value of one that is left out takes the earlier one.
std::vector<Part> without(absl::Span<const Part> parts, const std::vector<bool>& left_out,
                          std::size_t earlier) {
  std::vector<Part> some;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (left_out[i]) continue;
    some.push_back(parts[i]);
    each_operand(some.back(), [&](ValueId& operand) {
      if (left_out[operand]) operand = parts[earlier].name;
    });
  }
  return some;
}

// The earlier value instead of the later one that is made of it, or is of the same type.
bool accept_instead(Search& search, absl::Span<const Part> parts, absl::Span<const ValueType> types,
                    std::size_t earlier, std::size_t later) {
  const Way way = way_between(parts, earlier, later);
  if (!way.is_there && types[earlier] != types[later]) return false;
  std::vector<Part> some = without(parts, way.leads, earlier);
  if (accept_coerced(search, some)) return true;
  if (!way.is_there || parts.size() > kMaxReplacedOps) return false;
  // Or what makes a value of the later one's type at once, in the place of the earlier operation.
  for (const Op& op : Point(parts.first(earlier)).fitting(Makings())) {
    some[earlier].op = op;
    const OpSpec& rules = spec(op.code);
    const ValueType first = rules.operands() > 0 ? types[op.first] : ValueType::kNone;
    if (type_given(rules, first) == types[later] && accept_coerced(search, some)) return true;
  }
  return false;
}

}  // namespace

void bypass(Search& search) {
  for (std::size_t later = 1; later < search.best().ops.size(); ++later) {
    if (search.best().ops.size() > kMaxPairedOps) return;
    std::vector<Part> parts = take_apart(search.best());
    std::vector<ValueType> types = types_of(search.best());
    for (std::size_t earlier = 0; earlier < later && later < parts.size(); ++earlier) {
      if (types[later] == ValueType::kNone || types[earlier] == ValueType::kNone) continue;
      if (!accept_instead(search, parts, types, earlier, later)) continue;
      parts = take_apart(search.best());
      types = types_of(search.best());
    }
  }
}

}  // namespace pinprick::harness
