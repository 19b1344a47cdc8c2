#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "pinprick/future/then.h"

namespace pinprick::harness {
namespace {

// Makes the second future, with the first one's output added to its value.
template <class Child>
struct MakeSecond {
  LeafArgs args;
  ValueId owner;
  Child operator()(std::int64_t output) const {
    LeafArgs changed = args;
    changed.value = static_cast<std::uint8_t>(changed.value + output);
    return Child(changed, owner);
  }
};

template <bool unpin>
struct ThenOf {
  using Child = AnyLeaf<unpin>;
  using Type = Then<Child, MakeSecond<Child>>;

  static Type construct(const Making& making) {
    return then(Child(making), MakeSecond<Child>{making.kind.second, making.owner});
  }
};

}  // namespace

void add_thens(Catalogue& catalogue) { add_shapes<Combinator::kThen, ThenOf>(catalogue); }

}  // namespace pinprick::harness
