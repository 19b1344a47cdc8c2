// What a kind is without its children and its numbers: a leaf, or a combinator over whatever.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "harness/program/kind.h"

namespace pinprick::harness {

using Genus = std::uint8_t;
// The leaves, then the combinators without kNone, which is no combinator.
inline constexpr std::size_t kGenusCount = kLeafCount + kCombinatorCount - 1;

constexpr Genus genus_of(Leaf leaf) { return static_cast<Genus>(leaf); }
constexpr Genus genus_of(Combinator combinator) {
  return static_cast<Genus>(kLeafCount + static_cast<std::size_t>(combinator) - 1);
}
constexpr Genus genus_of(const Kind& kind) {
  return kind.combinator == Combinator::kNone ? genus_of(kind.first.leaf)
                                              : genus_of(kind.combinator);
}

constexpr Combinator combinator_of(Genus genus) {
  return genus < kLeafCount ? Combinator::kNone : static_cast<Combinator>(genus - kLeafCount + 1);
}

constexpr absl::string_view name_of(Genus genus) {
  return genus < kLeafCount ? spec(static_cast<Leaf>(genus)).name : spec(combinator_of(genus)).name;
}

}  // namespace pinprick::harness
