#include "harness/subject/bind.h"
#include "harness/subject/leaves.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
void make(void* to, const Making& making) {
  ::new (to) TracedLeaf<leaf>(construct_leaf<leaf>(making.kind.first, making, {making.owner, 0}));
}

// A leaf bound as what it is.
template <Leaf leaf>
constexpr Subject kSubject = [] {
  using F = TracedLeaf<leaf>;
  static_assert(Unpin<F> == spec(leaf).unpin, "the type and the kind table must claim the same");
  Subject subject = Bind<F>::subject();
  subject.make = &make<leaf>;
  return subject;
}();

template <Leaf... leaves>
void add(Catalogue& catalogue) {
  ((catalogue[shape_of(Combinator::kNone, leaves)] = &kSubject<leaves>), ...);
}

}  // namespace

void add_leaves(Catalogue& catalogue) {
  add<Leaf::kYieldN, Leaf::kExample, Leaf::kKeeper, Leaf::kLiar, Leaf::kReady, Leaf::kPending,
      Leaf::kSimple, Leaf::kMachine, Leaf::kCoroutine, Leaf::kReuser, Leaf::kCareless, Leaf::kWait>(
      catalogue);
}

}  // namespace pinprick::harness
