// Combinators that end a future from outside: on demand, with its handle, or when its time is over.
#include "harness/subject/any_kind.h"
#include "harness/subject/both_ends.h"
#include "harness/subject/called_off.h"
#include "harness/subject/clocked.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct AbortableOf {
  using Child = AnyLeaf<unpin>;
  using Type = CalledOff<Child>;

  static Type construct(const Making& making) { return Type(Child(making), making.kind.number); }
};

template <bool unpin>
struct RemoteOf {
  using Child = AnyLeaf<unpin>;
  using Type = BothEnds<Child>;

  static Type construct(const Making& making) { return Type(Child(making), making.kind.number); }
};

template <bool unpin>
struct TimeoutOf {
  using Child = AnyLeaf<unpin>;
  using Type = Clocked<Child>;

  static Type construct(const Making& making) { return Type(Child(making), making.kind.number); }
};

}  // namespace

void add_cancelled(Catalogue& catalogue) {
  add_shapes<Combinator::kAbortable, AbortableOf>(catalogue);
  add_shapes<Combinator::kRemote, RemoteOf>(catalogue);
  add_shapes<Combinator::kTimeout, TimeoutOf>(catalogue);
}

}  // namespace pinprick::harness
