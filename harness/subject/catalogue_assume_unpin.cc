#include "harness/subject/any_kind.h"
#include "harness/subject/assume_unpin.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct AssumeUnpinOf {
  using Child = AnyLeaf<unpin>;
  using Type = AssumeUnpin<Child>;

  static Type construct(const Making& making) { return Type(Child(making)); }
};

}  // namespace

void add_assume_unpin(Catalogue& catalogue) {
  add_shapes<Combinator::kAssumeUnpin, AssumeUnpinOf>(catalogue);
}

}  // namespace pinprick::harness
