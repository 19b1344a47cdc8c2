#include "futures/join.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf first, Leaf second>
struct JoinOf {
  using First = typename LeafType<first>::type;
  using Second = typename LeafType<second>::type;
  using Type = Join<First, Second>;

  static Type construct(const Kind& kind, ValueId owner) {
    return join(LeafMaker<First>::make(kind.first, owner, 0),
                LeafMaker<Second>::make(kind.second, owner, 1));
  }
};

}  // namespace

void add_joins(Catalogue& catalogue) { add_shapes<Combinator::kJoin, JoinOf>(catalogue); }

}  // namespace pinprick::harness
