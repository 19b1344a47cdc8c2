// A counted waker is made of something that only borrows; the wakers that others keep outlive what
// is borrowed. (RUSTSEC-2020-0060)
// Claim: Cancellable
// Shows: make, call poll(), drop, event fire
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "pinprick/wake.h"
#include "pinprick/waker.h"

namespace pinprick::bugs::rustsec_2020_0060 {

// Whoever waits for the time to come.
struct World {
  void fire() {
    for (Waker& waker : std::exchange(sleepers, {})) std::move(waker).wake();
  }

  static constexpr std::size_t kSleepersMax = 64;
  std::vector<Waker> sleepers;
};

// Movable at any time: what its wakers refer to is on the heap.
template <bool kMended>
class Sleeper {
 public:
  explicit Sleeper(World& world) : world_(&world), wakes_(std::make_shared<int>(0)) {}

  // Whether it was woken since it was made; if not, it will be.
  bool poll() {
    if (wakes_ == nullptr) return false;  // moved from
    if (*wakes_ > 0) return true;
    if (world_->sleepers.size() < World::kSleepersMax)
      world_->sleepers.push_back(WakeRef<Bell>::make(wakes_).waker());
    return false;
  }

  [[nodiscard]] int result() const { return wakes_ == nullptr ? 0 : *wakes_; }

 private:
  class Bell final : public Wake {
   public:
    explicit Bell(const std::shared_ptr<int>& wakes)
        : wakes_(wakes.get()), share_(kMended ? wakes : nullptr) {}
    void wake() override { ++*wakes_; }

   private:
    int* wakes_;
    std::shared_ptr<int> share_;  // keeps it alive, if anything does
  };

  World* world_;
  std::shared_ptr<int> wakes_;
};

}  // namespace pinprick::bugs::rustsec_2020_0060
