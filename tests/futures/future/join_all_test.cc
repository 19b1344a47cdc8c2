#include "pinprick/future/join_all.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<JoinAll<Logged>> && Unpin<JoinAll<Logged>>);
static_assert(Future<JoinArray<Logged, 2>> && !Unpin<JoinArray<Logged, 2>>);
static_assert(Unpin<JoinArray<Simple, 2>> && !Unpin<JoinArray<Logged, 0>>);
static_assert(sizeof(JoinAll<Example>) == 2 * sizeof(void*));
static_assert(sizeof(JoinArray<Simple, 10>) == 10 * sizeof(MaybeDone<Simple>));
static_assert(!std::is_copy_constructible_v<JoinAll<Simple>> &&
              !std::is_copy_constructible_v<JoinArray<Simple, 2>>);

std::vector<Logged> three_logged(Log& log) {
  std::vector<Logged> three;
  three.emplace_back(log, "a", 1, 1);
  three.emplace_back(log, "b", 0, 2);
  three.emplace_back(log, "c", 2, 3);
  return three;
}

std::array<Logged, 3> three_in_array(Log& log) {
  return {Logged(log, "a", 1, 1), Logged(log, "b", 0, 2), Logged(log, "c", 2, 3)};
}

// Both forms do the same in the same order.
template <class F>
void expect_polls_and_drops_in_order(Log& log, F future, const typename F::Output& outputs) {
  auto pinned = box_pin(std::move(future));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped", "c pending"}));
  log.clear();
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a ready", "a dropped", "c pending"}));
  log.clear();
  EXPECT_EQ(pinned.poll(cx).value(), outputs);
  EXPECT_EQ(log, Log({"c ready", "c dropped"}));
}

TEST(JoinAll, PollsInOrderAndDropsEachWhenReady) {
  Log log;
  expect_polls_and_drops_in_order(log, join_all(three_logged(log)), {1, 2, 3});
}

TEST(JoinArray, PollsInOrderAndDropsEachWhenReady) {
  Log log;
  expect_polls_and_drops_in_order(log, join_all(three_in_array(log)), {1, 2, 3});
}

template <class F>
void expect_drops_what_is_left_in_order(Log& log, F future) {
  {
    auto pinned = box_pin(std::move(future));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(pinned.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "c dropped"}));
}

TEST(JoinAll, DroppedHalfwayDropsWhatIsLeftInOrder) {
  Log log;
  expect_drops_what_is_left_in_order(log, join_all(three_logged(log)));
}

TEST(JoinArray, DroppedHalfwayDropsWhatIsLeftInOrder) {
  Log log;
  expect_drops_what_is_left_in_order(log, join_all(three_in_array(log)));
}

TEST(JoinAll, OfNoneIsReadyAtOnceAndOnce) {
  auto future = Pin<Box<JoinAll<Simple>>>::make(box(join_all(std::vector<Simple>())));
  EXPECT_TRUE(drive(future).first.empty());
  expect_panic(PanicReason::kPolledAfterReady, "JoinAll", [&] { (void)drive(future); });
}

TEST(JoinArray, OfNoneIsReadyAtOnceAndOnce) {
  auto future = box_pin(join_all(std::array<Simple, 0>()));
  EXPECT_EQ(drive(future).second, 1);
  expect_panic(PanicReason::kPolledAfterReady, "JoinArray", [&] { (void)drive(future); });
}

TEST(JoinAll, PolledAfterReadyPanicsByName) {
  std::vector<Simple> two;
  two.push_back(simple(1, 1));
  two.push_back(simple(0, 2));
  auto all = box_pin(join_all(std::move(two)));
  EXPECT_EQ(drive(all).second, 2);
  auto array = box_pin(join_all(std::array{simple(1, 1), simple(0, 2)}));
  EXPECT_EQ(drive(array).second, 2);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "JoinAll", [&] { (void)drive(all); });
    expect_panic(PanicReason::kPolledAfterReady, "JoinArray", [&] { (void)drive(array); });
  }
}

TEST(JoinAll, MovedFromIsDone) {
  std::vector<Ready<int>> one;
  one.push_back(ready(1));
  auto first = join_all(std::move(one));
  auto second = std::move(first);
  // NOLINTNEXTLINE(bugprone-use-after-move): it must not be a memory error.
  auto pin = Pin<JoinAll<Ready<int>>&>::make(first);
  expect_panic(PanicReason::kPolledAfterReady, "JoinAll", [&] { (void)drive(pin); });
  first = std::move(second);
  EXPECT_EQ(block_on(std::move(first)), std::vector({1}));
}

TEST(JoinAll, FuturesStayWhereTheyAreWhenItMoves) {
  std::vector<Example> two;
  two.push_back(example(8, 1));
  two.push_back(example(8, 2));
  auto first = join_all(std::move(two));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(Pin<JoinAll<Example>&>::make(first).poll(cx).is_pending());
  // The self-references exist now; a move of an Example would be seen by the sanitizer below.
  auto second = box(std::move(first));
  EXPECT_EQ(block_on(std::move(second)), std::vector<std::int64_t>({37, 46}));
}

TEST(JoinArray, MovesBeforeItIsPinned) {
  Log log;
  {
    auto first = join_all(three_in_array(log));
    auto second = std::move(first);
    first = std::move(second);
    EXPECT_EQ(block_on(std::move(first)), (std::array<std::int64_t, 3>{1, 2, 3}));
  }
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped", "c pending", "a ready", "a dropped",
                      "c pending", "c ready", "c dropped"}));
}

TEST(JoinAll, AllocatesItselfAndItsOutputs) {
  std::vector<Simple> many;
  for (int i = 0; i < 1000; ++i) many.push_back(simple(1, i));
  const tests::HeapCount heap;
  auto future = join_all(std::move(many));
  EXPECT_EQ(heap.count(), 1U);
  const std::vector<std::int64_t> outputs = block_on(std::move(future));
  EXPECT_EQ(heap.count(), 2U);
  EXPECT_EQ(outputs[999], 999);
}

TEST(JoinArray, AllocatesNothing) {
  const tests::HeapCount heap;
  const auto outputs = block_on(join_all(std::array{example(8, 1), example(8, 2)}));
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(outputs[0] + outputs[1], 37 + 46);
}

TEST(JoinAll, KeepsOutputsThatOnlyMove) {
  std::vector<YieldN<std::unique_ptr<int>>> two;
  two.push_back(yield_n(0, std::make_unique<int>(1)));
  two.push_back(yield_n(1, std::make_unique<int>(2)));
  auto outputs = block_on(join_all(std::move(two)));
  EXPECT_EQ(*outputs[0] + *outputs[1], 3);
  auto array = block_on(join_all(
      std::array{yield_n(0, std::make_unique<int>(1)), yield_n(1, std::make_unique<int>(2))}));
  EXPECT_EQ(*array[0] + *array[1], 3);
}

TEST(JoinAll, EveryChildGetsTheWakerOfThePoll) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = box_pin(join_all(std::array{yield_n(1, 1), yield_n(1, 2), yield_n(0, 3)}));
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter->wakes, 2);
}

// Throws at its first poll, and is ready at its second.
struct ThrowsFirst {
  using Output = std::int64_t;

  static Poll<Output> poll(Pin<ThrowsFirst&> self, Context&) {
    if (!std::exchange(self.get_mut().has_thrown, true)) throw std::runtime_error("no");
    return Poll<Output>::ready(7);
  }

  bool has_thrown = false;
};

TEST(JoinAll, StaysAsItIsWhenAFutureThrows) {
  Log log;
  const auto make = [&log](const char* name, bool throws) {
    return throws ? boxed(ThrowsFirst()) : boxed(Logged(log, name, 0, 1));
  };
  std::vector<BoxFuture<std::int64_t>> three;
  three.push_back(make("a", false));
  three.push_back(make("b", true));
  three.push_back(make("c", false));
  auto future = join_all(std::move(three));
  auto pin = Pin<JoinAll<BoxFuture<std::int64_t>>&>::make(future);
  EXPECT_THROW((void)drive(pin), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  log.clear();
  EXPECT_EQ(block_on(std::move(future)), std::vector<std::int64_t>({1, 7, 1}));
  EXPECT_EQ(log, Log({"c ready", "c dropped"}));
}

TEST(JoinArray, StaysAsItIsWhenAFutureThrows) {
  auto future = box_pin(join_all(std::array{ThrowsFirst(), ThrowsFirst()}));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, (std::array<std::int64_t, 2>{7, 7}));
}

// Counts those alive, and throws at the move that makes `moves_left` negative.
class Fragile {
 public:
  explicit Fragile(int& alive) : alive_(&alive) { ++alive; }
  Fragile(Fragile&& other) : alive_(other.alive_) {
    if (moves_left-- == 0) throw std::runtime_error("fragile");
    ++*alive_;
  }
  Fragile& operator=(Fragile&&) = delete;
  ~Fragile() { --*alive_; }

  static inline int moves_left = -1;

 private:
  int* alive_;
};

// Whichever move of an output throws: nothing leaks, and later polls panic.
template <class Make>
void expect_survives_throwing_moves(int& alive, Make make) {
  int throws = 0;
  for (int moves = 0; moves < 40; ++moves) {
    auto future = box_pin(make());
    Fragile::moves_left = moves;
    try {
      (void)drive(future);
    } catch (const std::runtime_error&) {
      ++throws;
    }
    Fragile::moves_left = -1;
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

TEST(JoinAll, IsDoneWhenAnOutputCannotBeMoved) {
  int alive = 0;
  const auto one = [&alive] { return map(ready(1), [&alive](int) { return Fragile(alive); }); };
  expect_survives_throwing_moves(alive, [&] { return join_all(std::array{one(), one()}); });
  expect_survives_throwing_moves(alive, [&] {
    std::vector<decltype(one())> two;
    two.push_back(one());
    two.push_back(one());
    return join_all(std::move(two));
  });
}

// Throws when it is moved, if told so.
struct FragileFuture {
  using Output = int;

  explicit FragileFuture(int& alive) : fragile(alive) {}
  static Poll<int> poll(Pin<FragileFuture&>, Context&) { return Poll<int>::ready(1); }

  Fragile fragile;
};

TEST(JoinAll, LeaksNothingWhenAFutureCannotBeMovedIn) {
  int alive = 0;
  int throws = 0;
  for (int moves = 0; moves < 8; ++moves) {
    std::vector<FragileFuture> three;
    three.reserve(3);
    for (int i = 0; i < 3; ++i) three.emplace_back(alive);
    Fragile::moves_left = moves;
    try {
      (void)block_on(box(join_all(std::move(three))));
    } catch (const std::runtime_error&) {
      ++throws;
    }
    Fragile::moves_left = -1;
  }
  EXPECT_EQ(alive, 0);
  EXPECT_GE(throws, 3);
}

}  // namespace
}  // namespace pinprick
