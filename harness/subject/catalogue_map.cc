#include "futures/map.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

struct Add {
  std::uint8_t amount;
  std::int64_t operator()(std::int64_t value) const { return value + amount; }
};

template <Leaf leaf>
using MapOf = Map<typename LeafType<leaf>::type, Add>;

template <Leaf leaf>
MapOf<leaf> construct(const Kind& kind, ValueId owner) {
  return map(LeafMaker<typename LeafType<leaf>::type>::make(kind, owner), Add{kind.add});
}

template <std::size_t... I>
void fill(Catalogue& catalogue, std::index_sequence<I...>) {
  ((catalogue[shape_of(Combinator::kMap, static_cast<Leaf>(I), Leaf::kYieldN)] =
        &kSubject<MapOf<static_cast<Leaf>(I)>, construct<static_cast<Leaf>(I)>, kLeaves[I].unpin>),
   ...);
}

}  // namespace

void add_maps(Catalogue& catalogue) { fill(catalogue, std::make_index_sequence<kLeafCount>{}); }

}  // namespace pinprick::harness
