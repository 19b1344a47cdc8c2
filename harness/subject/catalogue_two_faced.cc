#include "harness/subject/bind.h"
#include "harness/subject/parts.h"
#include "harness/subject/two_faced.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct TwoFacedOf {
  using Child = typename LeafType<leaf>::type;
  using Type = TwoFaced<Child>;

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(owner, LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_two_faced(Catalogue& catalogue) {
  add_shapes<Combinator::kTwoFaced, TwoFacedOf>(catalogue);
}

}  // namespace pinprick::harness
