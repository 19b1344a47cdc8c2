// A leaf future of which only its claim is known: what the combinators of the catalogue hold.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/program/kind.h"
#include "harness/program/program.h"
#include "harness/subject/erased.h"
#include "harness/subject/making.h"
#include "pinprick/internal/niche.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

using LeafTable = ErasedTable<std::int64_t>;

// Makes the leaf of `args` at `to`, which must have room for it: the first part of what is made, or
// the second.
const LeafTable& make_leaf(void* to, std::size_t room, const LeafArgs& args, const Making& making,
                           std::uint8_t part);

// Room for any leaf that pairs, and for any that can be made by name.
inline constexpr std::size_t kPairingLeafBytes = 128;
inline constexpr std::size_t kMakeableLeafBytes = 592;

template <bool unpin, std::size_t room = kPairingLeafBytes>
class AnyLeaf;

}  // namespace pinprick::harness

template <bool unpin, std::size_t room>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::AnyLeaf<unpin, room>> = unpin;

namespace pinprick::harness {

template <bool unpin, std::size_t room>
class AnyLeaf : public Erased<std::int64_t, room> {
 public:
  // The first leaf of a kind, and the only one for which its body and its source count.
  explicit AnyLeaf(const Making& making) : AnyLeaf(making, making.kind.first, 0) {}
  // The second leaf.
  AnyLeaf(const LeafArgs& args, ValueId owner) : AnyLeaf({kNoKind, owner}, args, 1) {}

 private:
  AnyLeaf(const Making& making, const LeafArgs& args, std::uint8_t part)
      : Erased<std::int64_t, room>([&](void* place) -> const LeafTable& {
          return make_leaf(place, room, args, making, part);
        }) {}

  // Those that are Unpin have a niche, and the others have none: so both ways in which a combinator
  // keeps its state are tested.
  friend struct internal::NicheOf;
  static consteval internal::Niche<AnyLeaf> niche() {
    if (!unpin) return {};
    return {0, AnyLeaf::kFirstSpare};
  }

  static constexpr Kind kNoKind = {};
};

}  // namespace pinprick::harness
