#include "harness/subject/any_leaf.h"

#include <array>
#include <new>

#include "harness/base/check.h"
#include "harness/subject/answer.h"
#include "harness/subject/leaves.h"

namespace pinprick::harness {
namespace {

template <class F>
constexpr const LeafTable& kTable =
    kErasedTable<F, std::int64_t, [](const typename F::Output& output) { return number(output); }>;

using Make = const LeafTable& (*)(void* to, std::size_t room, const LeafArgs& args,
                                  const Making& making, Identity identity);

template <Leaf leaf>
const LeafTable& make(void* to, std::size_t room, const LeafArgs& args, const Making& making,
                      Identity identity) {
  using F = TracedLeaf<leaf>;
  static_assert(sizeof(F) <= kMakeableLeafBytes && alignof(F) <= alignof(std::max_align_t));
  static_assert(sizeof(F) <= kPairingLeafBytes || !takes_first(Combinator::kJoin, leaf));
  PINPRICK_CHECK(sizeof(F) <= room);
  ::new (to) F(construct_leaf<leaf>(args, making, identity));
  return kTable<F>;
}

// All but the guest, the last, which no combinator takes.
constexpr auto kMakers = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Make, sizeof...(I)>{&make<static_cast<Leaf>(I)>...};
}(std::make_index_sequence<kLeafCount - 1>());

}  // namespace

const LeafTable& make_leaf(void* to, std::size_t room, const LeafArgs& args, const Making& making,
                           std::uint8_t part) {
  return kMakers[static_cast<std::size_t>(args.leaf)](to, room, args, making, {making.owner, part});
}

}  // namespace pinprick::harness
