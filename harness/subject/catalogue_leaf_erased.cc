// The leaves that show nothing which the others do not show when it comes to binding.
#include "harness/subject/any_kind.h"
#include "harness/subject/leaves.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct LeafOf {
  using Type = TracedLeaf<leaf>;

  static Type construct(const Making& making) {
    return construct_leaf<leaf>(making.kind.first, making, {making.owner, 0});
  }
};

template <Leaf leaf>
const Subject& subject() {
  constexpr bool kUnpin = spec(leaf).unpin;
  static_assert(Unpin<TracedLeaf<leaf>> == kUnpin,
                "the type and the kind table must claim the same");
  static const Subject filled = [] {
    Subject made = any_kind_subject<kUnpin, kPairBytes>();
    made.make = &make_kind<AnyKind<kUnpin, kPairBytes>, LeafOf<leaf>>;
    return made;
  }();
  return filled;
}

template <Leaf... leaves>
void add_erased(Catalogue& catalogue) {
  ((catalogue[shape_of(Combinator::kNone, leaves)] = &subject<leaves>()), ...);
}

}  // namespace

void add_erased_leaves(Catalogue& catalogue) {
  add_erased<Leaf::kThrower, Leaf::kLazy, Leaf::kPollFn, Leaf::kYieldNow, Leaf::kNotified,
             Leaf::kLock, Leaf::kAcquire, Leaf::kEventSet, Leaf::kCancelled, Leaf::kSleep,
             Leaf::kReceiveOne, Leaf::kSend, Leaf::kReceive, Leaf::kChanged, Leaf::kRegistered>(
      catalogue);
}

}  // namespace pinprick::harness
