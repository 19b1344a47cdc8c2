#include "harness/mutator/insertion.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {

bool insert(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 8;
  // At the end nothing is in the way of what comes in, nor of what is there.
  constexpr std::size_t kAtTheEndOneIn = 3;
  Random& random = tools.random;
  const std::size_t position =
      random.one_in(kAtTheEndOneIn) ? parts.size() : random.below(parts.size() + 1);
  Insertion insertion(parts, position, tools);
  for (std::size_t i = 0; i < kTries && insertion.size() == 0; ++i) {
    insertion.draw(tools.swarm.draw_op(random));
  }
  const bool has_come = insertion.size() > 0;
  insertion.finish(parts);
  return has_come;
}

}  // namespace pinprick::harness::mutations
