#include "harness/mutator/drive.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {

bool go_on(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kStepsMax = 8;
  Insertion insertion(parts, parts.size(), tools);
  drive(insertion, 1 + tools.random.below(kStepsMax), tools);
  const bool has_come = insertion.size() > 0;
  insertion.finish(parts);
  return has_come;
}

}  // namespace pinprick::harness::mutations
