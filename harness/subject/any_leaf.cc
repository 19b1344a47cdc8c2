#include "harness/subject/any_leaf.h"

#include <array>
#include <memory>
#include <new>
#include <utility>

#include "harness/base/check.h"
#include "harness/subject/leaves.h"

namespace pinprick::harness {
namespace {

template <class F>
F& as(void* at) {
  return *static_cast<F*>(at);
}

template <class F>
constexpr LeafTable kTable = {
    [](void* to, void* from) { ::new (to) F(std::move(as<F>(from))); },
    [](void* at) { std::destroy_at(&as<F>(at)); },
    [](void* at, Context& cx) {
      return F::poll(Pin<F&>::new_unchecked(as<F>(at), Unsafe("pinned as its AnyLeaf is")), cx);
    },
};

using Make = const LeafTable& (*)(void* to, std::size_t room, const LeafArgs& args,
                                  const Body& body, Identity identity);

template <Leaf leaf>
const LeafTable& make(void* to, std::size_t room, const LeafArgs& args, const Body& body,
                      Identity identity) {
  using F = TracedLeaf<leaf>;
  static_assert(sizeof(F) <= kMakeableLeafBytes && alignof(F) <= alignof(std::max_align_t));
  static_assert(sizeof(F) <= kPairingLeafBytes || !takes(Combinator::kJoin, leaf));
  PINPRICK_CHECK(sizeof(F) <= room);
  ::new (to) F(construct_leaf<leaf>(args, body, identity));
  return kTable<F>;
}

constexpr auto kMakers = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Make, sizeof...(I)>{&make<static_cast<Leaf>(I)>...};
}(std::make_index_sequence<kMakeableLeafCount>());

}  // namespace

const LeafTable& make_leaf(void* to, std::size_t room, const LeafArgs& args, const Body& body,
                           ValueId owner, std::uint8_t part) {
  return kMakers[static_cast<std::size_t>(args.leaf)](to, room, args, body, {owner, part});
}

}  // namespace pinprick::harness
