#include "harness/subject/bind.h"
#include "harness/subject/leaves.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
void make(void* to, const Making& making) {
  ::new (to) TracedLeaf<leaf>(construct_leaf<leaf>(making.kind.first, making, {making.owner, 0}));
}

// A leaf is bound as what it is.
template <Leaf leaf>
constexpr Subject kSubject = [] {
  using F = TracedLeaf<leaf>;
  static_assert(Unpin<F> == spec(leaf).unpin, "the type and the kind table must claim the same");
  Subject subject = Bind<F>::subject();
  subject.make = &make<leaf>;
  return subject;
}();

}  // namespace

void add_leaves(Catalogue& catalogue) {
  const auto add = [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((catalogue[shape_of(Combinator::kNone, static_cast<Leaf>(I))] =
          &kSubject<static_cast<Leaf>(I)>),
     ...);
  };
  add(std::make_index_sequence<kLeafCount>());
}

}  // namespace pinprick::harness
