#include <algorithm>

#include "harness/mutator/mutations.h"
#include "harness/mutator/removal.h"

namespace pinprick::harness::mutations {

bool remove(std::vector<Part>& parts, const Tools& tools) {
  // Each further operation goes as well once in so many times.
  constexpr std::size_t kNextOneIn = 4;
  constexpr std::size_t kRunMax = 6;
  // Nothing is left of a program of one operation, and that shows nothing.
  if (parts.size() < 2) return false;
  Random& random = tools.random;
  const std::size_t count = std::min(random.few(kNextOneIn, kRunMax), parts.size() - 1);
  take_out(parts, random.below(parts.size() - count + 1), count, tools);
  return true;
}

}  // namespace pinprick::harness::mutations
