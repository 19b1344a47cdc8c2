// What becomes of a place that somebody has left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pinprick::harness {

enum class VacatedPlace : std::uint8_t {
  kPoisoned,  // whoever still reads it is trapped
  kReadable,  // it keeps its bytes: a planted fault, for the fire drill
  kSpoiled,   // it can be read and makes no sense: whoever still reads it goes wrong by himself
};

// No pointer, no bool, and no small number looks like this.
inline void spoil(void* place, std::size_t size) {
  constexpr int kNonsense = 0xa5;
  std::memset(place, kNonsense, size);
}

}  // namespace pinprick::harness
