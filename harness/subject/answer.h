// What a poll of the program gives when it is ready: up to two numbers. Every output of a kind
// turns into one.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "pinprick/result.h"
#include "pinprick/unit.h"

namespace pinprick::harness {

struct Answer {
  std::uint8_t outputs = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
};

// One number for an output. An error that is no number, and what is not there, are -1.
inline std::int64_t number(std::int64_t output) { return output; }
inline std::int64_t number(Unit) { return 0; }
inline std::int64_t number(const std::optional<std::int64_t>& output) {
  return output.value_or(-1);
}
template <class T, class E>
std::int64_t number(const pinprick::Result<T, E>& output) {
  if (output.is_ok()) return number(output.value());
  if constexpr (std::same_as<E, std::int64_t>) {
    return output.error();
  } else {
    return -1;
  }
}

template <class Out>
Answer answer(const Out& output) {
  return {1, number(output), 0};
}
inline Answer answer(const Answer& given) { return given; }
inline Answer answer(const std::pair<std::int64_t, std::int64_t>& output) {
  return {2, output.first, output.second};
}
inline Answer answer(const std::array<std::int64_t, 2>& output) {
  return {2, output[0], output[1]};
}
// How many, and a sum that knows their order.
inline Answer answer(const std::vector<std::int64_t>& outputs) {
  Answer all{2, static_cast<std::int64_t>(outputs.size()), 0};
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    all.second += static_cast<std::int64_t>(i + 1) * outputs[i];
  }
  return all;
}

}  // namespace pinprick::harness
