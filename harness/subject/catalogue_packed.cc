#include "harness/subject/bind.h"
#include "harness/subject/packed.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct PackedOf {
  using Child = typename LeafType<leaf>::type;
  using Type = Packed<Child, alignof(Child)>;  // behind a tag as wide as its alignment

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(owner, LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

template <Leaf leaf>
struct MisalignedOf {
  using Child = typename LeafType<leaf>::type;
  using Type = Packed<Child, 1>;  // behind a tag of one byte

  static Type construct(const Kind& kind, ValueId owner) {
    return Type(owner, LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_packed(Catalogue& catalogue) {
  add_shapes<Combinator::kPacked, PackedOf>(catalogue);
  add_shapes<Combinator::kMisaligned, MisalignedOf>(catalogue);
}

}  // namespace pinprick::harness
