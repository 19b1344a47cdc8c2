#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "harness/subject/shuffler.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct ShufflerOf {
  using Child = AnyLeaf<unpin>;
  using Type = Shuffler<Child>;

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

}  // namespace

void add_shufflers(Catalogue& catalogue) {
  add_shapes<Combinator::kShuffler, ShufflerOf>(catalogue);
}

}  // namespace pinprick::harness
