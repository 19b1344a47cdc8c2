#include "harness/subject/any_leaf.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"
#include "pinprick/future/then.h"

namespace pinprick::harness {
namespace {

// Makes the second future, with the first one's output added to its value.
template <class Second>
struct MakeSecond {
  LeafArgs args;
  ValueId owner;
  Second operator()(std::int64_t output) const {
    LeafArgs changed = args;
    changed.value = static_cast<std::uint8_t>(changed.value + output);
    return Second(changed, owner);
  }
};

template <bool first, bool second>
struct ThenOf {
  using First = AnyLeaf<first>;
  using Second = AnyLeaf<second>;
  using Type = Then<First, MakeSecond<Second>>;

  static Type construct(const Kind& kind, ValueId owner) {
    return then(First(kind, owner), MakeSecond<Second>{kind.second, owner});
  }
};

}  // namespace

void add_thens(Catalogue& catalogue) { add_shapes<Combinator::kThen, ThenOf>(catalogue); }

}  // namespace pinprick::harness
