#include "harness/subject/bind.h"
#include "harness/subject/parts.h"
#include "harness/subject/shuffler.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct ShufflerOf {
  using Child = typename LeafType<leaf>::type;
  using Type = Shuffler<Child>;

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(owner, LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_shufflers(Catalogue& catalogue) {
  add_shapes<Combinator::kShuffler, ShufflerOf>(catalogue);
}

}  // namespace pinprick::harness
