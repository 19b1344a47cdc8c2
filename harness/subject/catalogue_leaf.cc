#include "harness/base/check.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct LeafOf {
  using Type = typename LeafType<leaf>::type;

  static Type construct(const Kind& kind, ValueId owner) {
    if constexpr (is_makeable(leaf)) {
      return LeafMaker<Type>::make(kind, owner);
    } else {
      PINPRICK_CHECK(false);  // it needs an event: make_waiting()
    }
  }
};

}  // namespace

void make_waiting(void* to, const NotifyHandle& event, ValueId owner, bool careless) {
  const Identity identity{owner, 0};
  if (careless) {
    ::new (to) Traced<Careless>(identity, Careless(event));
  } else {
    ::new (to) Traced<Wait>(identity, Wait(event));
  }
}

void add_leaves(Catalogue& catalogue) { add_shapes<Combinator::kNone, LeafOf>(catalogue); }

}  // namespace pinprick::harness
