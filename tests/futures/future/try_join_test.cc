#include "pinprick/future/try_join.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

using Tried = Result<std::int64_t, std::string>;

constexpr auto kSucceed = [](std::int64_t value) { return Tried::ok(value); };
constexpr auto kFail = [](std::int64_t value) { return Tried::err(std::to_string(value)); };

template <class F>
using Succeeds = Map<F, decltype(kSucceed)>;

static_assert(Future<TryJoin<Succeeds<Simple>, Succeeds<Example>>>);
static_assert(Unpin<TryJoin<Succeeds<Simple>, Succeeds<Simple>>>);
static_assert(!Unpin<TryJoin<Succeeds<Simple>, Succeeds<Example>>>);
static_assert(!Unpin<TryJoin<Succeeds<Example>, Succeeds<Simple>>>);
static_assert(sizeof(TryJoin<Succeeds<Simple>, Succeeds<Simple>>) <=
              2 * (sizeof(Succeeds<Simple>) + sizeof(void*)));

TEST(TryJoin, PollsInOrderAndDropsEachWhenReady) {
  Log log;
  auto future = box_pin(
      try_join(map(Logged(log, "a", 0, 1), kSucceed), map(Logged(log, "b", 1, 2), kSucceed)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value().value(), std::pair(std::int64_t{1}, std::int64_t{2}));
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
}

TEST(TryJoin, FirstFailureDropsTheSecondUnpolled) {
  Log log;
  auto future =
      box_pin(try_join(map(Logged(log, "a", 0, 1), kFail), map(Logged(log, "b", 1, 2), kSucceed)));
  EXPECT_EQ(drive(future).first.error(), "1");
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b dropped"}));
}

TEST(TryJoin, SecondFailureDropsTheFirstAtOnce) {
  Log log;
  auto future =
      box_pin(try_join(map(Logged(log, "a", 5, 1), kSucceed), map(Logged(log, "b", 0, 2), kFail)));
  EXPECT_EQ(drive(future).first.error(), "2");
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped", "a dropped"}));
}

TEST(TryJoin, SecondFailureDropsTheValueOfTheFirst) {
  auto value = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = value;
  using Held = Result<std::shared_ptr<int>, std::string>;
  auto future = box_pin(try_join(ready(Held::ok(std::move(value))),
                                 map(yield_n(1, 2), [](int) { return Held::err("late"); })));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_FALSE(watch.expired());
  EXPECT_EQ(future.poll(cx).value().error(), "late");
  EXPECT_TRUE(watch.expired());
}

TEST(TryJoin, DroppedWhilePendingDropsInOrder) {
  Log log;
  {
    auto future = box_pin(
        try_join(map(Logged(log, "a", 5, 1), kSucceed), map(Logged(log, "b", 5, 2), kSucceed)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(TryJoin, PolledAfterReadyPanicsByName) {
  auto good = box_pin(try_join(map(simple(0, 1), kSucceed), map(simple(1, 1), kSucceed)));
  auto bad = box_pin(try_join(map(simple(0, 1), kSucceed), map(simple(1, 1), kFail)));
  (void)drive(good);
  (void)drive(bad);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "TryJoin", [&] { (void)drive(good); });
    expect_panic(PanicReason::kPolledAfterReady, "TryJoin", [&] { (void)drive(bad); });
  }
}

TEST(TryJoin, MovesBeforeItIsPinnedAndOnlyMovesItsValues) {
  using Owned = Result<std::unique_ptr<int>, std::unique_ptr<std::string>>;
  auto first = try_join(ready(Owned::ok(std::make_unique<int>(1))),
                        yield_n(1, Owned::ok(std::make_unique<int>(2))));
  auto second = std::move(first);
  first = std::move(second);
  auto [a, b] = block_on(std::move(first)).value();
  EXPECT_EQ(*a + *b, 3);
  auto failed =
      block_on(try_join(pending<Owned>(), ready(Owned::err(std::make_unique<std::string>("no")))));
  EXPECT_EQ(*failed.error(), "no");
}

TEST(TryJoin, AllocatesNothing) {
  const tests::HeapCount heap;
  auto result = block_on(try_join(map(example(8, 1), kSucceed), map(simple(2, 3), kSucceed)));
  EXPECT_EQ(result.value(), std::pair(std::int64_t{37}, std::int64_t{3}));
  EXPECT_EQ(heap.count(), 0U);
}

TEST(TryJoin, StaysAsItIsWhenAFutureThrows) {
  Log log;
  bool throws = true;
  auto future = box_pin(try_join(map(Logged(log, "a", 0, 1), kSucceed),
                                 map(Logged(log, "b", 0, 2), [&](std::int64_t value) {
                                   if (throws) throw std::runtime_error("no");
                                   return Tried::ok(value);
                                 })));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b ready", "b dropped"}));
  // The Map that threw is done, and is polled again.
  expect_panic(PanicReason::kPolledAfterReady, "Map", [&] { (void)drive(future); });
}

// A value that cannot be moved once it has been told so.
class Stuck {
 public:
  explicit Stuck(int& alive) : alive_(&alive) { ++alive; }
  Stuck(Stuck&& other) : alive_(other.alive_) {
    if (moves_left-- == 0) throw std::runtime_error("stuck");
    ++*alive_;
  }
  Stuck& operator=(Stuck&&) = delete;
  ~Stuck() { --*alive_; }

  static inline int moves_left = -1;

 private:
  int* alive_;
};

TEST(TryJoin, IsDoneWhenAValueCannotBeMoved) {
  int alive = 0;
  int throws = 0;
  using Brittle = Result<Stuck, int>;
  const auto one = [&alive] {
    return map(ready(1), [&alive](int) { return Brittle::ok(Stuck(alive)); });
  };
  for (int moves = 0; moves < 40; ++moves) {
    auto future = box_pin(try_join(one(), one()));
    Stuck::moves_left = moves;
    try {
      (void)drive(future);
    } catch (const std::runtime_error&) {
      ++throws;
    }
    Stuck::moves_left = -1;
    // It panics by itself, or its child does; it does not wait for ever.
    try {
      (void)drive(future);
      ADD_FAILURE() << moves;
    } catch (const Panic& panic) {
      EXPECT_NE(panic.reason(), PanicReason::kStalled) << moves;
    }
  }
  EXPECT_GT(throws, 5);
  EXPECT_LT(throws, 40);
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace pinprick
