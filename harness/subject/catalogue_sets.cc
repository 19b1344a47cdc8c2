// Sets of futures, executors, and what shares one future: all that polls its children with wakers
// of its own.
#include <memory>
#include <utility>

#include "harness/subject/any_kind.h"
#include "harness/subject/drained.h"
#include "harness/subject/driven.h"
#include "harness/subject/parts.h"
#include "harness/subject/slotted.h"
#include "pinprick/executor/join_set.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/executor/thread_pool.h"
#include "pinprick/future/join.h"
#include "pinprick/future/shared.h"
#include "pinprick/stream/collect.h"
#include "pinprick/stream/futures_ordered.h"
#include "pinprick/stream/futures_unordered.h"

namespace pinprick::harness {
namespace {

template <class Child>
Child second_child(const Making& making) {
  return Child(making.kind.second, making.owner);
}

template <bool unpin>
struct UnorderedOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<FuturesUnordered<Child>>;

  static Type construct(const Making& making) {
    FuturesUnordered<Child> set;
    set.push(Child(making));
    set.push(second_child<Child>(making));
    return stream::collect(std::move(set));
  }
};

template <bool unpin>
struct OrderedOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<FuturesOrdered<Child>>;

  static Type construct(const Making& making) {
    FuturesOrdered<Child> set;
    set.push_back(Child(making));
    set.push_back(second_child<Child>(making));
    return stream::collect(std::move(set));
  }
};

template <bool unpin>
struct JoinSetOf {
  using Child = AnyLeaf<unpin>;
  using Type = Drained;

  static Type construct(const Making& making) {
    JoinSet<std::int64_t> set;
    const auto first = set.spawn(Child(making));
    const auto second = set.spawn(second_child<Child>(making));
    if (making.kind.number == 1) first.abort();
    if (making.kind.number == 2) second.abort();
    return Type(std::move(set));
  }
};

template <bool unpin>
struct LocalPoolOf {
  using Child = AnyLeaf<unpin>;
  using Type = Driven<LocalPool, LocalJoinHandle<std::int64_t>>;

  static Type construct(const Making& making) {
    auto pool = std::make_unique<LocalPool>();
    auto first = pool->spawn_with_handle(Child(making));
    auto second = pool->spawn_with_handle(second_child<Child>(making));
    return Type(std::move(pool), std::move(first), std::move(second));
  }
};

template <bool unpin>
struct ThreadPoolOf {
  using Child = AnyLeaf<unpin>;
  using Type = Driven<ThreadPool, JoinHandle<std::int64_t>>;

  static Type construct(const Making& making) {
    auto pool = std::make_unique<ThreadPool>(0);
    auto first = pool->spawn(Child(making));
    auto second = pool->spawn(second_child<Child>(making));
    return Type(std::move(pool), std::move(first), std::move(second));
  }
};

template <bool unpin>
struct StaticExecutorOf {
  using Child = AnyLeaf<unpin>;
  using Type = Slotted<Child>;

  static Type construct(const Making& making) {
    return Type(making.owner, Child(making), second_child<Child>(making));
  }
};

template <bool unpin>
struct SharedOf {
  using Child = AnyLeaf<unpin>;
  using Type = Join<Shared<Child>, Shared<Child>>;

  static Type construct(const Making& making) {
    Shared<Child> first = shared(Child(making));
    Shared<Child> second = first.clone();
    return join(std::move(first), std::move(second));
  }
};

}  // namespace

void add_sets(Catalogue& catalogue) {
  add_shapes<Combinator::kUnordered, UnorderedOf>(catalogue);
  add_shapes<Combinator::kOrdered, OrderedOf>(catalogue);
  add_shapes<Combinator::kJoinSet, JoinSetOf>(catalogue);
  add_shapes<Combinator::kLocalPool, LocalPoolOf>(catalogue);
  add_shapes<Combinator::kThreadPool, ThreadPoolOf>(catalogue);
  add_shapes<Combinator::kStaticExecutor, StaticExecutorOf>(catalogue);
  add_shapes<Combinator::kShared, SharedOf>(catalogue);
}

}  // namespace pinprick::harness
