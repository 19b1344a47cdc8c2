// What users make with the library's means, and test with.
#include "harness/subject/any_kind.h"
#include "harness/subject/drops_pinned.h"
#include "harness/subject/parts.h"
#include "harness/subject/projected.h"
#include "harness/subject/unmoved.h"
#include "pinprick/testing/pending_once.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct ProjectedOf {
  using Child = AnyLeaf<unpin>;
  using Type = Projected<Child, Child>;

  static Type construct(const Making& making) {
    return Type(Child(making), Child(making.kind.second, making.owner));
  }
};

template <bool unpin>
struct PinnedDropOf {
  using Child = AnyLeaf<unpin>;
  using Type = DropsPinned<Child>;

  static Type construct(const Making& making) { return Type(making.owner, Child(making)); }
};

template <bool unpin>
struct PendingOnceOf {
  using Child = AnyLeaf<unpin>;
  using Type = testkit::InterleavePending<Child>;

  static Type construct(const Making& making) { return testkit::pending_once(Child(making)); }
};

template <bool unpin>
struct AssertUnmovedOf {
  using Child = AnyLeaf<unpin>;
  using Type = Unmoved<Child>;

  static Type construct(const Making& making) { return Type(Child(making)); }
};

}  // namespace

void add_users(Catalogue& catalogue) {
  add_shapes<Combinator::kProjected, ProjectedOf>(catalogue);
  add_shapes<Combinator::kPinnedDrop, PinnedDropOf>(catalogue);
  add_shapes<Combinator::kPendingOnce, PendingOnceOf>(catalogue);
  add_shapes<Combinator::kAssertUnmoved, AssertUnmovedOf>(catalogue);
}

}  // namespace pinprick::harness
