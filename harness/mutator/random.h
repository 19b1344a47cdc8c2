// Random choices of the mutator, all of them from one seed.
//
// Splitmix64: good enough to choose with, and seeding it costs nothing, which counts where each
// mutation comes with a seed of its own. No distribution of the standard library: those give other
// numbers in another library, and the same seed must give the same programs everywhere.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinprick::harness {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }

  // One of 0 .. end - 1, where 0 < end < 2^32.
  std::size_t below(std::size_t end) {
    return static_cast<std::size_t>(((next() >> 32) * end) >> 32);
  }

  // True once in `count` times.
  bool one_in(std::size_t count) { return below(count) == 0; }

  // 1, and one more for each time that `one_in(count)` says so, up to `max`.
  std::size_t few(std::size_t count, std::size_t max) {
    std::size_t number = 1;
    while (number < max && one_in(count)) ++number;
    return number;
  }

 private:
  std::uint64_t state_;
};

}  // namespace pinprick::harness
