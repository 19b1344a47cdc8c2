// A hash that is the same in every process and on every machine: what names files and replays.
#pragma once

#include <cstdint>

#include "absl/types/span.h"

namespace pinprick::harness {

inline constexpr std::uint64_t kEmptyHash = 0xcbf29ce484222325ULL;

// FNV-1a, of 64 bits. `hash` is what came before.
constexpr std::uint64_t fnv1a(absl::Span<const std::uint8_t> bytes,
                              std::uint64_t hash = kEmptyHash) {
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3ULL;
  return hash;
}

}  // namespace pinprick::harness
