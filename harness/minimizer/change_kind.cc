#include "harness/minimizer/change_kind.h"

#include "harness/minimizer/coerce.h"

namespace pinprick::harness {

std::vector<Part> with_kind(std::vector<Part> parts, std::size_t at, const Kind& kind) {
  const Shape shape = parts[at].op.kind.shape();
  for (Part& part : parts) {
    if (has_kind(part.op) && part.op.kind.shape() == shape) part.op.kind = kind;
  }
  return parts;
}

bool accept_kind(Search& search, std::size_t at, const Kind& kind) {
  std::vector<Part> parts = take_apart(search.best());
  if (accept_coerced(search, with_kind(parts, at, kind))) return true;
  parts[at].op.kind = kind;
  return accept_coerced(search, parts);
}

}  // namespace pinprick::harness
