// A class says that it may be moved as bytes though it has a map, a set and a list, whose nodes
// point back at the header inside the object (folly 0950060f, b3aee940).
// Claim: Relocatable
// Mended claim: Relocatable too, since the three lie behind a pointer
// Shows: make, call insert(1), relocate, call sum
#pragma once

#include <list>
#include <map>
#include <memory>
#include <set>
#include <type_traits>

#include "pinprick/relocatable.h"

namespace pinprick::bugs::folly_0950060f {

struct Containers {
  std::map<int, int> counts;
  std::set<int> seen;
  std::list<int> order;
};

template <bool kMended>
class Index {
 public:
  void insert(int key) {
    Containers& all = containers();
    if (all.order.size() >= 64) return;
    ++all.counts[key % 100];
    all.seen.insert(key % 100);
    all.order.push_back(key % 100);
  }
  void erase_first() {
    Containers& all = containers();
    if (all.seen.empty()) return;
    all.counts.erase(all.counts.begin());
    all.seen.erase(all.seen.begin());
    all.order.pop_front();
  }
  // Walks through all three.
  int sum() {
    int sum = 0;
    for (const auto& [key, count] : containers().counts) sum += key * count;
    for (const int key : containers().seen) sum += 3 * key;
    for (const int key : containers().order) sum += 5 * key;
    return sum;
  }

 private:
  Containers& containers() {
    if constexpr (kMended) {
      if (containers_ == nullptr) containers_ = std::make_unique<Containers>();
      return *containers_;
    } else {
      return containers_;
    }
  }

  std::conditional_t<kMended, std::unique_ptr<Containers>, Containers> containers_;
};

}  // namespace pinprick::bugs::folly_0950060f

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_relocatable<bugs::folly_0950060f::Index<kMended>> = true;
}  // namespace pinprick
