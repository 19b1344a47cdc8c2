#include "harness/subject/assume_unpin.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct AssumeUnpinOf {
  using Child = typename LeafType<leaf>::type;
  using Type = AssumeUnpin<Child>;

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_assume_unpin(Catalogue& catalogue) {
  add_shapes<Combinator::kAssumeUnpin, AssumeUnpinOf>(catalogue);
}

}  // namespace pinprick::harness
