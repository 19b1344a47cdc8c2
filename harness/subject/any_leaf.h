// A leaf future of which only its claim is known: what the combinators of the catalogue hold.
//
// A combinator is written once and bound once for each claim of its children, however many leaves
// there are to put in. What happens to the leaf is its own: its move constructor, its poll through
// a Pin, its destructor; they are reached through a table and not through a template. It lies
// inline, so a combinator holds it as it would hold the leaf itself.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/program/kind.h"
#include "harness/program/program.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// What can be done to a leaf.
struct LeafTable {
  void (*move)(void* to, void* from);
  void (*destroy)(void* at);
  Poll<std::int64_t> (*poll)(void* at, Context& cx);
};

// Makes the leaf of `args` at `to`, which must have room for it. `body` is for a machine, and must
// outlive it.
const LeafTable& make_leaf(void* to, std::size_t room, const LeafArgs& args, const Body& body,
                           ValueId owner, std::uint8_t part);

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
class AnyLeaf {
 public:
  using Output = std::int64_t;

  // The first leaf of a kind, and the only one for which its body counts.
  AnyLeaf(const Kind& kind, ValueId owner)
      : table_(make_leaf(leaf_, room, kind.first, kind.body, owner, 0)) {}
  // The second leaf.
  AnyLeaf(const LeafArgs& args, ValueId owner)
      : table_(make_leaf(leaf_, room, args, kNoBody, owner, 1)) {}
  AnyLeaf(AnyLeaf&& other) noexcept : table_(other.table_) { table_.move(leaf_, other.leaf_); }
  AnyLeaf& operator=(AnyLeaf&&) = delete;
  ~AnyLeaf() { table_.destroy(leaf_); }

  static Poll<Output> poll(Pin<AnyLeaf&> self, Context& cx) {
    AnyLeaf& me = self.get_unchecked_mut(Unsafe("the leaf is only reached through its Pin"));
    return me.table_.poll(me.leaf_, cx);
  }

 private:
  static constexpr Body kNoBody = {};

  const LeafTable& table_;
  alignas(std::max_align_t) std::byte leaf_[room];
};

}  // namespace pinprick::harness
