#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
typename LeafType<leaf>::type construct(const Kind& kind, ValueId owner) {
  return LeafMaker<typename LeafType<leaf>::type>::make(kind, owner);
}

template <std::size_t... I>
void fill(Catalogue& catalogue, std::index_sequence<I...>) {
  ((catalogue[I] = &kSubject<typename LeafType<static_cast<Leaf>(I)>::type,
                             construct<static_cast<Leaf>(I)>, kLeaves[I].unpin>),
   ...);
}

}  // namespace

void add_leaves(Catalogue& catalogue) { fill(catalogue, std::make_index_sequence<kLeafCount>{}); }

}  // namespace pinprick::harness
