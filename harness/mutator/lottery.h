// Draws one of the first so many numbers, each as often as its weight says.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/mutator/random.h"

namespace pinprick::harness {

template <std::size_t kCount>
class Lottery {
 public:
  constexpr Lottery() = default;
  // A number of weight 0 is never drawn.
  constexpr explicit Lottery(const std::array<std::size_t, kCount>& weights) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      sum += static_cast<std::uint32_t>(weights[i]);
      sums_[i] = sum;
    }
  }

  constexpr bool is_empty() const { return sums_.back() == 0; }

  // It must not be empty.
  std::size_t draw(Random& random) const { return draw(random, kCount); }

  // One of the first `count`, of which one must have a weight.
  std::size_t draw(Random& random, std::size_t count) const {
    const auto at = static_cast<std::uint32_t>(random.below(sums_[count - 1]));
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), at) -
                                    sums_.begin());
  }

 private:
  std::array<std::uint32_t, kCount> sums_ = {};
};

}  // namespace pinprick::harness
