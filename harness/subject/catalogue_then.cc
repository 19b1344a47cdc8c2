#include "futures/then.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

// Makes the second future, with the first one's output added to its value.
template <class Second>
struct MakeSecond {
  LeafArgs args;
  ValueId owner;
  Second operator()(std::int64_t output) const {
    LeafArgs changed = args;
    changed.value = static_cast<std::uint8_t>(changed.value + output);
    return LeafMaker<Second>::make(changed, owner, 1);
  }
};

template <Leaf first, Leaf second>
using ThenOf = Then<typename LeafType<first>::type, MakeSecond<typename LeafType<second>::type>>;

template <Leaf first, Leaf second>
ThenOf<first, second> construct(const Kind& kind, ValueId owner) {
  return then(LeafMaker<typename LeafType<first>::type>::make(kind.first, owner, 0),
              MakeSecond<typename LeafType<second>::type>{kind.second, owner});
}

template <Leaf first, Leaf second>
void add(Catalogue& catalogue) {
  catalogue[shape_of(Combinator::kThen, first, second)] = &kSubject < ThenOf<first, second>,
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

void add_thens(Catalogue& catalogue) { fill(catalogue, std::make_index_sequence<kPairCount>{}); }

}  // namespace pinprick::harness
