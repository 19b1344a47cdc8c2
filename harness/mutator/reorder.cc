#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {

bool reorder(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 6;
  // How far it goes: one place, and each further one once in so many times.
  constexpr std::size_t kFurtherOneIn = 2;
  if (parts.size() < 2) return false;
  Random& random = tools.random;
  for (std::size_t i = 0; i < kTries; ++i) {
    const std::size_t from = random.below(parts.size());
    const std::size_t distance = random.few(kFurtherOneIn, parts.size() - 1);
    const bool is_later = random.one_in(2);
    if (is_later ? from + distance >= parts.size() : from < distance) continue;
    if (is_scope(parts[from].op.code)) continue;
    const std::size_t to = is_later ? from + distance : from - distance;
    move_part(parts, from, to);
    if (tools.buffers.settler.all_fit(parts)) return true;
    move_part(parts, to, from);
  }
  return false;
}

}  // namespace pinprick::harness::mutations
