// Combinators whose second future comes after the first.
#include "harness/subject/any_kind.h"
#include "harness/subject/leading.h"
#include "harness/subject/parts.h"
#include "harness/subject/second.h"
#include "harness/subject/tried.h"
#include "pinprick/future/and_then.h"
#include "pinprick/future/flatten.h"
#include "pinprick/future/or_else.h"
#include "pinprick/future/then.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct ThenOf {
  using Child = AnyLeaf<unpin>;
  using Type = Then<Child, MakeSecond<Child>>;

  static Type construct(const Making& making) {
    return then(Child(making), MakeSecond<Child>{making.kind.second, making.owner});
  }
};

template <bool unpin>
struct FlattenOf {
  using Child = AnyLeaf<unpin>;
  using Type = Flatten<Leading<Child>>;

  static Type construct(const Making& making) {
    return flatten(Leading<Child>(Child(making), {making.kind.second, making.owner}));
  }
};

// The second leaf as one that may fail.
template <class Child>
struct MakeTried {
  MakeSecond<Child> make;
  Tried<Child> operator()(std::int64_t output) const { return Tried<Child>(make(output)); }
};

template <bool unpin>
struct AndThenOf {
  using Child = AnyLeaf<unpin>;
  using Type = AndThen<Tried<Child>, MakeTried<Child>>;

  static Type construct(const Making& making) {
    return and_then(Tried<Child>(Child(making)),
                    MakeTried<Child>{{making.kind.second, making.owner}});
  }
};

template <bool unpin>
struct OrElseOf {
  using Child = AnyLeaf<unpin>;
  using Type = OrElse<Tried<Child>, MakeTried<Child>>;

  static Type construct(const Making& making) {
    return or_else(Tried<Child>(Child(making)),
                   MakeTried<Child>{{making.kind.second, making.owner}});
  }
};

}  // namespace

void add_sequels(Catalogue& catalogue) {
  add_shapes<Combinator::kThen, ThenOf>(catalogue);
  add_shapes<Combinator::kFlatten, FlattenOf>(catalogue);
  add_shapes<Combinator::kAndThen, AndThenOf>(catalogue);
  add_shapes<Combinator::kOrElse, OrElseOf>(catalogue);
}

}  // namespace pinprick::harness
