#include <cstddef>

#include "harness/minimizer/change_kind.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/smaller_body.h"

namespace pinprick::harness {
namespace {

bool accept_smaller_body(Search& search, std::size_t at) {
  Kind kind = search.best().ops[at].kind;
  for (const Body& body : smaller_bodies(kind.body)) {
    kind.body = body;
    if (accept_kind(search, at, kind)) return true;
  }
  return false;
}

bool has_body(const Op& op) { return has_kind(op) && op.kind.body.count > 0; }

}  // namespace

void simplify_bodies(Search& search) {
  for (std::size_t at = 0; at < search.best().ops.size(); ++at) {
    while (at < search.best().ops.size() && has_body(search.best().ops[at]) && !search.is_over() &&
           accept_smaller_body(search, at)) {
    }
  }
}

}  // namespace pinprick::harness
