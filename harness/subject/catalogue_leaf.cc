#include "harness/base/check.h"
#include "harness/subject/bind.h"
#include "harness/subject/leaves.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
void make(void* to, const Kind& kind, ValueId owner) {
  if constexpr (is_makeable(leaf)) {
    ::new (to) TracedLeaf<leaf>(construct_leaf<leaf>(kind.first, kind.body, {owner, 0}));
  } else {
    PINPRICK_CHECK(false);  // it needs an event: make_waiting()
  }
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

void make_waiting(void* to, const NotifyHandle& event, ValueId owner, bool careless) {
  const Identity identity{owner, 0};
  if (careless) {
    ::new (to) Traced<Careless>(identity, Careless(event));
  } else {
    ::new (to) Traced<Wait>(identity, Wait(event));
  }
}

void add_leaves(Catalogue& catalogue) {
  const auto add = [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((catalogue[shape_of(Combinator::kNone, static_cast<Leaf>(I))] =
          &kSubject<static_cast<Leaf>(I)>),
     ...);
  };
  add(std::make_index_sequence<kLeafCount>());
}

}  // namespace pinprick::harness
