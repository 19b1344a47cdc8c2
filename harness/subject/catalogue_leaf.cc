#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct LeafOf {
  using Type = typename LeafType<leaf>::type;

  static Type construct(const Kind& kind, ValueId owner) {
    return LeafMaker<Type>::make(kind.first, owner, 0);
  }
};

}  // namespace

void add_leaves(Catalogue& catalogue) { add_shapes<Combinator::kNone, LeafOf>(catalogue); }

}  // namespace pinprick::harness
