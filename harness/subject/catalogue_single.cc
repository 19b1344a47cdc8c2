// Combinators that have one future at a time.
#include <optional>

#include "harness/subject/any_kind.h"
#include "harness/subject/kept.h"
#include "harness/subject/looker.h"
#include "harness/subject/parts.h"
#include "pinprick/future/catch.h"
#include "pinprick/future/either.h"
#include "pinprick/future/fuse.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/optional_future.h"
#include "pinprick/future/poll_immediate.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct FuseOf {
  using Child = AnyLeaf<unpin>;
  using Type = Fuse<Child>;

  static Type construct(const Making& making) { return fuse(Child(making)); }
};

template <bool unpin>
struct InspectOf {
  using Child = AnyLeaf<unpin>;
  using Type = Inspect<Child, Looker>;

  static Type construct(const Making& making) {
    return inspect(Child(making), Looker(making.owner));
  }
};

template <bool unpin>
struct CatchOf {
  using Child = AnyLeaf<unpin>;
  using Type = Catch<Child>;

  static Type construct(const Making& making) { return catch_exception(Child(making)); }
};

template <bool unpin>
struct EitherOf {
  using Child = AnyLeaf<unpin>;
  using Type = Either<Child, Child>;

  static Type construct(const Making& making) {
    if (making.kind.number == 0) return Type::of_left(Child(making));
    return Type::of_right(Child(making.kind.second, making.owner));
  }
};

template <bool unpin>
struct OptionalOf {
  using Child = AnyLeaf<unpin>;
  using Type = OptionFuture<Child>;

  static Type construct(const Making& making) {
    std::optional<Child> child;
    if (making.kind.number != 0) child.emplace(making);
    return option_future(std::move(child));
  }
};

template <bool unpin>
struct PollImmediateOf {
  using Child = AnyLeaf<unpin>;
  using Type = PollImmediate<Child>;

  static Type construct(const Making& making) { return poll_immediate(Child(making)); }
};

template <bool unpin>
struct MaybeDoneOf {
  using Child = AnyLeaf<unpin>;
  using Type = Kept<Child>;

  static Type construct(const Making& making) { return Type(Child(making)); }
};

}  // namespace

void add_singles(Catalogue& catalogue) {
  add_shapes<Combinator::kFuse, FuseOf>(catalogue);
  add_shapes<Combinator::kInspect, InspectOf>(catalogue);
  add_shapes<Combinator::kCatch, CatchOf>(catalogue);
  add_shapes<Combinator::kEither, EitherOf>(catalogue);
  add_shapes<Combinator::kOptional, OptionalOf>(catalogue);
  add_shapes<Combinator::kPollImmediate, PollImmediateOf>(catalogue);
  add_shapes<Combinator::kMaybeDone, MaybeDoneOf>(catalogue);
}

}  // namespace pinprick::harness
