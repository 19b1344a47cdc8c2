// What a poll of the program gives when it is ready: up to two numbers. Every output of a kind
// turns into one.
#pragma once

#include <cstdint>
#include <utility>

namespace pinprick::harness {

struct Answer {
  std::uint8_t outputs = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
};

inline Answer answer(std::int64_t output) { return {1, output, 0}; }
inline Answer answer(const std::pair<std::int64_t, std::int64_t>& output) {
  return {2, output.first, output.second};
}

}  // namespace pinprick::harness
