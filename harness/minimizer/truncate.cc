#include <cstddef>
#include <vector>

#include "harness/minimizer/passes.h"

namespace pinprick::harness {

void truncate(Search& search) {
  const std::vector<Part> parts = take_apart(search.best());
  std::size_t too_few = 0;
  std::size_t enough = parts.size();
  while (enough - too_few > 1) {
    const std::size_t middle = too_few + (enough - too_few) / 2;
    (search.accept(absl::MakeConstSpan(parts).first(middle)) ? enough : too_few) = middle;
  }
}

}  // namespace pinprick::harness
