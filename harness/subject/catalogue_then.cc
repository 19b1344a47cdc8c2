#include "futures/then.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

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
    return LeafMaker<Second>::make(changed, owner, 1);
  }
};

template <Leaf first, Leaf second>
struct ThenOf {
  using First = typename LeafType<first>::type;
  using Second = typename LeafType<second>::type;
  using Type = Then<First, MakeSecond<Second>>;

  static Type construct(const Kind& kind, ValueId owner) {
    return then(LeafMaker<First>::make(kind.first, owner, 0),
                MakeSecond<Second>{kind.second, owner});
  }
};

}  // namespace

void add_thens(Catalogue& catalogue) { add_shapes<Combinator::kThen, ThenOf>(catalogue); }

}  // namespace pinprick::harness
