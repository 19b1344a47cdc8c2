#include "futures/join.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf first, Leaf second>
using JoinOf = Join<typename LeafType<first>::type, typename LeafType<second>::type>;

template <Leaf first, Leaf second>
JoinOf<first, second> construct(const Kind& kind, ValueId owner) {
  return join(LeafMaker<typename LeafType<first>::type>::make(kind.first, owner, 0),
              LeafMaker<typename LeafType<second>::type>::make(kind.second, owner, 1));
}

template <Leaf first, Leaf second>
void add(Catalogue& catalogue) {
  catalogue[shape_of(Combinator::kJoin, first, second)] = &kSubject < JoinOf<first, second>,
                                               construct<first, second>,
                                               spec(first).unpin && spec(second).unpin > ;
}

template <std::size_t... I>
void fill(Catalogue& catalogue, std::index_sequence<I...>) {
  (add<static_cast<Leaf>(I / kPairingLeafCount), static_cast<Leaf>(I % kPairingLeafCount)>(
       catalogue),
   ...);
}

}  // namespace

void add_joins(Catalogue& catalogue) { fill(catalogue, std::make_index_sequence<kPairCount>{}); }

}  // namespace pinprick::harness
