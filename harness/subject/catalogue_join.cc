#include "harness/subject/any_leaf.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"
#include "pinprick/future/join.h"

namespace pinprick::harness {
namespace {

template <bool first, bool second>
struct JoinOf {
  using First = AnyLeaf<first>;
  using Second = AnyLeaf<second>;
  using Type = Join<First, Second>;

  static Type construct(const Kind& kind, ValueId owner) {
    return join(First(kind, owner), Second(kind.second, owner));
  }
};

}  // namespace

void add_joins(Catalogue& catalogue) { add_shapes<Combinator::kJoin, JoinOf>(catalogue); }

}  // namespace pinprick::harness
