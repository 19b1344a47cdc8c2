#include <cstddef>
#include <utility>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/point.h"

namespace pinprick::harness {
namespace {

// What becomes of those who took the value of an operation that is left out.
enum class Heir { kNew, kOperand };

// The parts but for two (which may be one and the same), with room for one in the place of the
// first or the second.
struct Gap {
  std::vector<Part> parts;
  std::size_t at = 0;
};

Gap gap(absl::Span<const Part> parts, std::size_t first, std::size_t second, bool at_second) {
  Gap gap;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == (at_second ? second : first)) {
      gap.at = gap.parts.size();
      gap.parts.push_back({fresh_name(parts), {}});
    }
    if (i != first && i != second) gap.parts.push_back(parts[i]);
  }
  return gap;
}

// Whoever took the value of `left_out` takes that of the heir. Whether anybody did.
bool inherit(Gap& gap, const Part& left_out, Heir heir) {
  if (heir == Heir::kOperand && spec(left_out.op.code).operands() == 0) return false;
  const ValueId to = heir == Heir::kNew ? gap.parts[gap.at].name : left_out.op.first;
  bool any = false;
  for (Part& part : gap.parts) {
    any = any || uses(part, left_out.name);
    rename(part, left_out.name, to);
  }
  return any;
}

bool accept_filled(Search& search, Gap gap, const Makings& makings) {
  const Point point(absl::MakeConstSpan(gap.parts).first(gap.at));
  for (const Op& op : point.fitting(makings)) {
    gap.parts[gap.at].op = op;
    if (search.accept(gap.parts)) return true;
  }
  return false;
}

bool accept_for(Search& search, std::size_t first, std::size_t second) {
  const std::vector<Part> parts = take_apart(search.best());
  const Makings makings = makings_of(search.best());
  for (const bool at_second : {false, true}) {
    if (at_second && first == second) continue;
    const Gap open = gap(parts, first, second, at_second);
    // The second first: its operand may be the first.
    for (const Heir of_second : {Heir::kNew, Heir::kOperand}) {
      Gap one = open;
      const bool has_second = inherit(one, parts[second], of_second);
      if (of_second == Heir::kOperand && !has_second) continue;
      for (const Heir of_first : {Heir::kNew, Heir::kOperand}) {
        Gap both = one;
        const bool has_first = inherit(both, parts[first], of_first);
        if (of_first == Heir::kOperand && !has_first) continue;
        if (accept_filled(search, std::move(both), makings)) return true;
      }
    }
  }
  return false;
}

}  // namespace

void replace(Search& search) {
  for (std::size_t second = 0; second < search.best().ops.size(); ++second) {
    if (search.best().ops.size() > kMaxReplacedOps) return;
    for (std::size_t first = 0; first <= second; ++first) {
      while (second < search.best().ops.size() && accept_for(search, first, second)) {
      }
    }
  }
}

}  // namespace pinprick::harness
