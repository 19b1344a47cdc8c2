// The sanitizer's shadow: for each eight bytes of memory one that says how many of them are good.
//
// Read and written directly, where it is read and written all the time: the runtime's own functions
// do the same, and take ten times as long to find out that they may.
//
// What breaks it: another mapping than that of x86-64 Linux, which the trap looks for once; and an
// optimiser that makes a call of memset or memcpy out of these loops, since those look at the
// shadow themselves. Hence the volatile.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinprick::harness::shadow {

inline constexpr int kScale = 3;
inline constexpr std::size_t kGranule = std::size_t{1} << kScale;
inline constexpr std::uintptr_t kOffset = 0x7fff'8000;
inline constexpr std::uintptr_t kLastAddress = 0x7fff'ffff'ffff;
// What __asan_poison_memory_region() writes.
inline constexpr std::uint8_t kPoisonedByUser = 0xf7;

// The shadow has no shadow: code that is checked may not touch it.
#define PINPRICK_BARE __attribute__((no_sanitize("address", "undefined")))

PINPRICK_BARE inline volatile std::uint8_t* at(std::uintptr_t address) {
  return reinterpret_cast<volatile std::uint8_t*>((address >> kScale) + kOffset);
}

// Poisons whole granules: `begin` and `size` are multiples of one.
PINPRICK_BARE inline void poison(std::uintptr_t begin, std::size_t size) {
  volatile std::uint8_t* const first = at(begin);
  for (std::size_t i = 0; i < size / kGranule; ++i) first[i] = kPoisonedByUser;
}

// Makes good what begins with a granule and ends anywhere; what is behind it in its last granule
// is bad.
PINPRICK_BARE inline void unpoison(std::uintptr_t begin, std::size_t size) {
  volatile std::uint8_t* const first = at(begin);
  for (std::size_t i = 0; i < size / kGranule; ++i) first[i] = 0;
  if (size % kGranule != 0) first[size / kGranule] = static_cast<std::uint8_t>(size % kGranule);
}

}  // namespace pinprick::harness::shadow
