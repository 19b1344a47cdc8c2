#include <algorithm>
#include <cstddef>
#include <vector>

#include "harness/minimizer/passes.h"

namespace pinprick::harness {

// What stands before a run does not change with it, so one way through from the end to the
// beginning meets everything once.
void drop_runs(Search& search) {
  std::size_t length = std::max<std::size_t>(search.best().ops.size() / 2, 1);
  for (;; length /= 2) {
    std::size_t end = search.best().ops.size();
    while (end > 0 && !search.is_over()) {
      const std::size_t begin = end > length ? end - length : 0;
      std::vector<Part> parts = take_apart(search.best());
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(begin),
                  parts.begin() + static_cast<std::ptrdiff_t>(end));
      search.accept(parts);
      end = std::min(begin, search.best().ops.size());
    }
    if (length == 1) return;
  }
}

}  // namespace pinprick::harness
