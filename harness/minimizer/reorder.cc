#include <cstddef>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/coerce.h"
#include "harness/minimizer/operands.h"
#include "harness/minimizer/passes.h"

namespace pinprick::harness {
namespace {

std::vector<Part> with_moved(std::vector<Part> parts, std::size_t from, std::size_t to) {
  move_part(parts, from, to);
  return parts;
}

}  // namespace

void reorder(Search& search) {
  for (std::size_t from = 0; from < search.best().ops.size(); ++from) {
    if (search.best().ops.size() > kMaxPairedOps) return;
    for (std::size_t to = 0; to < search.best().ops.size() && from < search.best().ops.size();
         ++to) {
      search.accept(with_moved(take_apart(search.best()), from, to));
    }
  }
}

void drop_and_reorder(Search& search) {
  std::size_t at = 0;
  while (at < search.best().ops.size() && search.best().ops.size() <= kMaxReplacedOps) {
    const std::vector<Part> parts = without_part(take_apart(search.best()), at);
    bool accepted = false;
    for (std::size_t from = 0; from < parts.size() && !accepted; ++from) {
      for (std::size_t to = 0; to < parts.size() && !accepted; ++to) {
        accepted = accept_coerced(search, with_moved(parts, from, to));
      }
    }
    if (!accepted) ++at;
  }
}

}  // namespace pinprick::harness
