#include "harness/subject/bind.h"
#include "harness/subject/parts.h"
#include "harness/subject/taker.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct TakerOf {
  using Child = typename LeafType<leaf>::type;
  using Type = Taker<Child>;

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(owner, LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_takers(Catalogue& catalogue) { add_shapes<Combinator::kTaker, TakerOf>(catalogue); }

}  // namespace pinprick::harness
