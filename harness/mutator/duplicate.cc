#include <algorithm>

#include "harness/mutator/insertion.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {

bool duplicate(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kNextOneIn = 3;
  constexpr std::size_t kRunMax = 6;
  if (parts.empty()) return false;
  Random& random = tools.random;
  const std::size_t count = std::min(random.few(kNextOneIn, kRunMax), parts.size());
  const std::size_t begin = random.below(parts.size() - count + 1);
  const std::size_t end = begin + count;
  const std::size_t position = random.one_in(2) ? end : end + random.below(parts.size() - end + 1);

  // A brace comes along with the other one only.
  std::vector<bool> comes(count, true);
  for (const Scope& scope : scopes_of(parts)) {
    const bool both = scope.open >= begin && scope.close < end;
    if (scope.open >= begin && scope.open < end) comes[scope.open - begin] = both;
    if (scope.close >= begin && scope.close < end) comes[scope.close - begin] = both;
  }

  Insertion insertion(parts, position, tools);
  std::vector<ValueId> copies(count, kNoValue);
  const auto copy_of = [&](ValueId id) {
    const bool is_inside = id >= begin && id < end && copies[id - begin] != kNoValue;
    return is_inside ? copies[id - begin] : id;
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (!comes[i]) continue;
    Op op = parts[begin + i].op;
    if (op.first != kNoValue) op.first = copy_of(op.first);
    if (op.second != kNoValue) op.second = copy_of(op.second);
    const ValueId copy = insertion.next();
    if (insertion.add(op)) copies[i] = copy;
  }
  const bool has_come = insertion.size() > 0;
  insertion.finish(parts);
  return has_come;
}

}  // namespace pinprick::harness::mutations
