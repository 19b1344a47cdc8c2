#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "harness/subject/two_faced.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct TwoFacedOf {
  using Child = AnyLeaf<unpin>;
  using Type = TwoFaced<Child>;

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

}  // namespace

void add_two_faced(Catalogue& catalogue) {
  add_shapes<Combinator::kTwoFaced, TwoFacedOf>(catalogue);
}

}  // namespace pinprick::harness
