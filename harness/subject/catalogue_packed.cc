#include "harness/subject/any_kind.h"
#include "harness/subject/packed.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct PackedOf {
  using Child = AnyLeaf<unpin>;
  using Type = Packed<Child, alignof(Child)>;  // behind a tag as wide as its alignment

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

template <bool unpin>
struct MisalignedOf {
  using Child = AnyLeaf<unpin>;
  using Type = Packed<Child, 1>;  // behind a tag of one byte

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

}  // namespace

void add_packed(Catalogue& catalogue) {
  add_shapes<Combinator::kPacked, PackedOf>(catalogue);
  add_shapes<Combinator::kMisaligned, MisalignedOf>(catalogue);
}

}  // namespace pinprick::harness
