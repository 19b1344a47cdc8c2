// A combinator of the catalogue, of which only its claim is known, and how one gets into the
// catalogue. Included by the catalogue_*.cc.
//
// A source of those has for each of its combinators a template `Of<unpin>`, with the `Type` for
// children of that claim and `construct(making)`, which makes one.
#pragma once

#include <cstddef>
#include <new>

#include "harness/program/kind.h"
#include "harness/program/program.h"
#include "harness/subject/answer.h"
#include "harness/subject/any_leaf.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/erased.h"
#include "harness/subject/making.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// Room for a combinator of two leaves, and for one that takes every leaf.
inline constexpr std::size_t kPairBytes = 2 * kPairingLeafBytes + 208;
inline constexpr std::size_t kWideBytes = kMakeableLeafBytes + 64;

template <bool unpin, std::size_t room>
class AnyKind;

}  // namespace pinprick::harness

template <bool unpin, std::size_t room>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::AnyKind<unpin, room>> = unpin;

namespace pinprick::harness {

template <bool unpin, std::size_t room>
class AnyKind : public Erased<Answer, room> {
  using Erased<Answer, room>::Erased;
};

// What is done to an AnyKind; all but how it is made.
template <bool unpin, std::size_t room>
const Subject& any_kind_subject();

// Makes an `Of::Type` in an AnyKind at `to`.
template <class Any, class Of>
void make_kind(void* to, const Making& making) {
  ::new (to) Any([&](void* place) -> const ErasedTable<Answer>& {
    using Type = typename Of::Type;
    static_assert(alignof(Type) <= alignof(std::max_align_t));
    static_assert(sizeof(Type) <= sizeof(Any) - alignof(std::max_align_t), "more room is needed");
    ::new (place) Type(Of::construct(making));
    return kErasedTable<Type, Answer,
                        [](const typename Type::Output& output) { return answer(output); }>;
  });
}

template <Combinator combinator, template <bool> class Of, bool unpin, std::size_t room>
const Subject& kind_subject() {
  constexpr Claim kRow = spec(combinator).claim;
  constexpr bool kClaim = kRow == Claim::kUnpin || (unpin && kRow == Claim::kAsLeaves);
  static_assert(Unpin<typename Of<unpin>::Type> == kClaim,
                "the type and the kind table must claim the same");
  static const Subject subject = [] {
    Subject filled = any_kind_subject<kClaim, room>();
    filled.make = &make_kind<AnyKind<kClaim, room>, Of<unpin>>;
    return filled;
  }();
  return subject;
}

// Adds a combinator over all leaves that it takes.
template <Combinator combinator, template <bool> class Of>
void add_shapes(Catalogue& catalogue) {
  constexpr CombinatorSpec kRow = spec(combinator);
  constexpr std::size_t kRoom = kRow.leaves > kPairingLeafCount ? kWideBytes : kPairBytes;
  for (std::size_t i = 0; i < first_leaves(kRow); ++i) {
    const Leaf first = first_leaf(kRow, i);
    for (std::size_t k = 0; k < (kRow.arity == 2 ? kRow.leaves : 1); ++k) {
      const auto second = static_cast<Leaf>(k);
      const bool unpin = spec(first).unpin && (kRow.arity == 1 || spec(second).unpin);
      catalogue[shape_of(combinator, first, second)] =
          unpin ? &kind_subject<combinator, Of, true, kRoom>()
                : &kind_subject<combinator, Of, false, kRoom>();
    }
  }
}

}  // namespace pinprick::harness
