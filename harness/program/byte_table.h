// What each value of a byte means, where a table of codes has weights: as many values as the weight
// of a code, scaled to 256 in all.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pinprick::harness {

template <class Code, std::size_t kCount>
struct ByteTable {
  std::array<Code, 256> code_of{};
  std::array<std::uint8_t, kCount> first_byte_of{};

  // Whether each code has a byte.
  constexpr bool is_complete() const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (static_cast<std::size_t>(code_of[first_byte_of[i]]) != i) return false;
    }
    return true;
  }
};

// `specs` is in the order of its codes; each has a `code` and a `weight`.
template <class Spec, std::size_t kCount>
constexpr auto byte_table(const std::array<Spec, kCount>& specs) {
  ByteTable<decltype(Spec::code), kCount> table;
  std::size_t total = 0;
  for (const Spec& each : specs) total += each.weight;
  std::size_t before = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::size_t begin = before * 256 / total;
    before += specs[i].weight;
    const std::size_t end = before * 256 / total;
    table.first_byte_of[i] = static_cast<std::uint8_t>(begin);
    for (std::size_t byte = begin; byte < end; ++byte) table.code_of[byte] = specs[i].code;
  }
  return table;
}

}  // namespace pinprick::harness
