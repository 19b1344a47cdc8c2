#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "harness/subject/taker.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct TakerOf {
  using Child = AnyLeaf<unpin>;
  using Type = Taker<Child>;

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

}  // namespace

void add_takers(Catalogue& catalogue) { add_shapes<Combinator::kTaker, TakerOf>(catalogue); }

}  // namespace pinprick::harness
