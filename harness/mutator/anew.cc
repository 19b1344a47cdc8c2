#include "harness/mutator/drive.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {

bool anew(std::vector<Part>& parts, const Tools& tools) {
  // More than an input of a campaign has room for.
  constexpr std::size_t kStepsMax = 32;
  parts.clear();
  Insertion insertion(parts, 0, tools);
  drive(insertion, 1 + tools.random.below(kStepsMax), tools);
  insertion.finish(parts);
  return true;
}

}  // namespace pinprick::harness::mutations
