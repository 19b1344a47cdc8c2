// Combinators of two futures at a time, of which the first may cancel the other.
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "harness/subject/answering.h"
#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "harness/subject/tried.h"
#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/future/join_all.h"
#include "pinprick/future/race.h"
#include "pinprick/future/select.h"
#include "pinprick/future/select_all.h"
#include "pinprick/future/select_ok.h"
#include "pinprick/future/try_join.h"

namespace pinprick::harness {
namespace {

// The two futures, as `wrap` makes them of the leaves.
template <class Child, class Wrap>
auto two_of(const Making& making, Wrap wrap) {
  std::vector<decltype(wrap(std::declval<Child>()))> both;
  both.reserve(2);
  both.push_back(wrap(Child(making)));
  both.push_back(wrap(Child(making.kind.second, making.owner)));
  return both;
}

template <bool unpin>
struct TryJoinOf {
  using Child = Tried<AnyLeaf<unpin>>;
  using Joined = TryJoin<Child, Child>;
  static Answer answer_of(typename Joined::Output output) {
    return output.is_ok() ? answer(output.value()) : answer(output.error());
  }
  using Type = Answering<Joined, &TryJoinOf::answer_of>;

  static Type construct(const Making& making) {
    return Type(try_join(Child(AnyLeaf<unpin>(making)),
                         Child(AnyLeaf<unpin>(making.kind.second, making.owner))));
  }
};

template <bool unpin>
struct RaceOf {
  using Child = AnyLeaf<unpin>;
  using Type = Race<Child, Child>;

  static Type construct(const Making& making) {
    return race(Child(making), Child(making.kind.second, making.owner));
  }
};

template <bool unpin>
struct SelectOf {
  using Child = AnyLeaf<unpin>;
  using Boxed = Pin<Box<Child>>;
  static Answer answer_of(typename Select<Boxed, Boxed>::Output output) {
    return output.is_left() ? Answer{2, 0, output.left().first}
                            : Answer{2, 1, output.right().first};
  }
  using Type = Answering<Select<Boxed, Boxed>, &SelectOf::answer_of>;

  static Type construct(const Making& making) {
    return Type(select(Box<Child>::pin(Child(making)),
                       Box<Child>::pin(Child(making.kind.second, making.owner))));
  }
};

template <bool unpin>
struct JoinAllOf {
  using Child = AnyLeaf<unpin>;
  using Type = JoinAll<Child>;

  static Type construct(const Making& making) {
    return join_all(two_of<Child>(making, [](Child leaf) { return leaf; }));
  }
};

template <bool unpin>
struct JoinArrayOf {
  using Child = AnyLeaf<unpin>;
  using Type = JoinArray<Child, 2>;

  static Type construct(const Making& making) {
    return join_all(std::array{Child(making), Child(making.kind.second, making.owner)});
  }
};

template <bool unpin>
struct SelectAllOf {
  using Child = AnyLeaf<unpin>;
  using Selected = SelectAll<Pin<Box<Child>>>;
  static Answer answer_of(const typename Selected::Output& output) {
    return {2, static_cast<std::int64_t>(output.index), output.value};
  }
  using Type = Answering<Selected, &SelectAllOf::answer_of>;

  static Type construct(const Making& making) {
    return Type(select_all(
        two_of<Child>(making, [](Child leaf) { return Box<Child>::pin(std::move(leaf)); })));
  }
};

template <bool unpin>
struct SelectOkOf {
  using Child = Tried<AnyLeaf<unpin>>;
  using Selected = SelectOk<Pin<Box<Child>>>;
  static Answer answer_of(const typename Selected::Output& output) {
    return answer(output.is_ok() ? output.value().value : output.error());
  }
  using Type = Answering<Selected, &SelectOkOf::answer_of>;

  static Type construct(const Making& making) {
    return Type(select_ok(two_of<AnyLeaf<unpin>>(
        making, [](AnyLeaf<unpin> leaf) { return Box<Child>::pin(Child(std::move(leaf))); })));
  }
};

}  // namespace

void add_many(Catalogue& catalogue) {
  add_shapes<Combinator::kTryJoin, TryJoinOf>(catalogue);
  add_shapes<Combinator::kSelect, SelectOf>(catalogue);
  add_shapes<Combinator::kRace, RaceOf>(catalogue);
  add_shapes<Combinator::kJoinAll, JoinAllOf>(catalogue);
  add_shapes<Combinator::kJoinArray, JoinArrayOf>(catalogue);
  add_shapes<Combinator::kSelectAll, SelectAllOf>(catalogue);
  add_shapes<Combinator::kSelectOk, SelectOkOf>(catalogue);
}

}  // namespace pinprick::harness
