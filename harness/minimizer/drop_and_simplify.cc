#include <cstddef>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/change_kind.h"
#include "harness/minimizer/coerce.h"
#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/smaller_body.h"
#include "harness/minimizer/smaller_kinds.h"

namespace pinprick::harness {
namespace {

// Whether one of them makes up for what is not among the parts any more.
bool accept_with_other_kind(Search& search, const std::vector<Part>& parts, std::size_t at) {
  Kind kind = parts[at].op.kind;
  for (const Kind& other : other_kinds(kind)) {
    if (accept_coerced(search, with_kind(parts, at, other))) return true;
  }
  if (kind.body.count == 0) return false;
  for (const Body& body : smaller_bodies(kind.body)) {
    kind.body = body;
    if (accept_coerced(search, with_kind(parts, at, kind))) return true;
  }
  return false;
}

bool accept_without(Search& search, std::size_t left_out) {
  const std::vector<Part> parts = without_part(take_apart(search.best()), left_out);
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (has_kind(parts[at].op) && accept_with_other_kind(search, parts, at)) return true;
  }
  return false;
}

}  // namespace

void drop_and_simplify(Search& search) {
  std::size_t at = 0;
  while (at < search.best().ops.size() && search.best().ops.size() <= kMaxReplacedOps) {
    if (!accept_without(search, at)) ++at;
  }
}

}  // namespace pinprick::harness
