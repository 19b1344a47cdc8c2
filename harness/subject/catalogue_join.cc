#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "pinprick/future/join.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct JoinOf {
  using Child = AnyLeaf<unpin>;
  using Type = Join<Child, Child>;

  static Type construct(const Making& making) {
    return join(Child(making), Child(making.kind.second, making.owner));
  }
};

}  // namespace

void add_joins(Catalogue& catalogue) { add_shapes<Combinator::kJoin, JoinOf>(catalogue); }

}  // namespace pinprick::harness
