#include <memory>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

// Polls `future` to its end and once more.
template <class F>
void expect_panic_after_ready(const std::string& who, F future) {
  auto pin = Box<F>::pin(std::move(future));
  (void)drive(pin);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, who, [&] { (void)drive(pin); });
  }
}

constexpr auto kSame = [](std::int64_t value) { return value; };
constexpr auto kNext = [](std::int64_t value) { return ready(value); };

TEST(PolledAfterReady, PanicsByName) {
  expect_panic_after_ready("Ready", ready(1));
  expect_panic_after_ready("YieldN", yield_n(2, 1));
  expect_panic_after_ready("Simple", simple(2, 1));
  expect_panic_after_ready("Example", example());
  expect_panic_after_ready("Map", map(simple(1, 1), kSame));
  expect_panic_after_ready("Then", then(simple(1, 1), kNext));
  expect_panic_after_ready("Join", join(simple(1, 1), example()));
}

TEST(Futures, SizesAreThoseOfTheirParts) {
  static_assert(sizeof(Map<Simple, decltype(kSame)>) <= sizeof(Simple) + sizeof(void*));
  static_assert(sizeof(Join<Simple, Simple>) <= 2 * (sizeof(Simple) + sizeof(void*)));
  static_assert(sizeof(Then<Example, decltype(kNext)>) <= sizeof(Example) + sizeof(void*));
  static_assert(std::is_empty_v<Pending<int>>);
  static_assert(sizeof(Example) <= Example::kCapacity + 3 * sizeof(void*));
}

// A chain that is made link by link is moved link by link: compilers see through bytes.
TEST(Futures, AreMovedAsBytesWhereTheirPartsAre) {
  using Plain = Map<Map<YieldN<int>, decltype(kSame)>, decltype(kSame)>;
  static_assert(std::is_trivially_move_constructible_v<Plain>);
  static_assert(std::is_trivially_destructible_v<Plain>);
  using Text = Map<YieldN<std::string>, std::string (*)(std::string)>;
  static_assert(!std::is_trivially_move_constructible_v<Text>);
  static_assert(std::is_nothrow_move_constructible_v<Text>);
  static_assert(!std::is_trivially_destructible_v<Text>);
}

TEST(YieldN, WakesOncePerPending) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = box_pin(yield_n(3, std::make_unique<int>(9)));
  for (int i = 1; i <= 3; ++i) {
    EXPECT_TRUE(future.poll(cx).is_pending());
    EXPECT_EQ(counter->wakes, i);
  }
  EXPECT_EQ(*future.poll(cx).value(), 9);
  EXPECT_EQ(counter->wakes, 3);
}

TEST(Simple, MayBeMovedBetweenPolls) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  Simple first(2, 7);
  EXPECT_TRUE(Pin<Simple&>::make(first).poll(cx).is_pending());
  Simple second = std::move(first);
  EXPECT_TRUE(Pin<Simple&>::make(second).poll(cx).is_pending());
  auto third = box(std::move(second));
  EXPECT_EQ(block_on(std::move(third)), 7);
}

TEST(Example, FourStates) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = Box<Example>::pin(3, 250);
  EXPECT_EQ(future->state(), Example::State::kStart);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(future->state(), Example::State::kAwaitingFirst);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(future->state(), Example::State::kAwaitingSecond);
  EXPECT_EQ(future.poll(cx).value(), 250 + 250 + 251 + 252);
  EXPECT_EQ(future->state(), Example::State::kDone);
  EXPECT_EQ(counter->wakes, 2);
}

TEST(Example, BytesWrapAndLengthIsBounded) {
  EXPECT_EQ(block_on(example(2, 255)), 255 + 255 + 0);
  EXPECT_EQ(block_on(example(0, 4)), 4 + 4);
  EXPECT_EQ(block_on(example(1000, 0)), 63 * 64 / 2);
}

TEST(Example, MovesFreelyBeforeItIsPinned) {
  Example first(8, 1);
  Example second = std::move(first);
  std::vector<Example> many;
  many.push_back(std::move(second));
  many.push_back(Example(1, 1));
  Example last = std::move(many.front());
  EXPECT_EQ(block_on(std::move(last)), 37);
}

TEST(Map, DestroysItsFutureBeforeItCallsTheFunction) {
  Log log;
  auto future = box_pin(map(Logged(log, "a", 1, 5), [&log](std::int64_t value) {
    log.emplace_back("called");
    return value + 1;
  }));
  EXPECT_EQ(drive(future).first, 6);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped", "called"}));
}

TEST(Map, IsDoneWhenItsFunctionThrows) {
  auto future = box_pin(map(ready(1), [](int) -> int { throw std::runtime_error("no"); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "Map", [&] { (void)drive(future); });
}

TEST(Then, DropsTheFirstCallsThenPollsTheSecondInOnePoll) {
  Log log;
  auto future = box_pin(then(Logged(log, "a", 1, 5), [&log](std::int64_t value) {
    log.emplace_back("called");
    return Logged(log, "b", 1, value * 2);
  }));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped", "called", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), 10);
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
}

TEST(MapThen, DroppedWhilePendingDropTheFutureBeforeTheFunction) {
  Log log;
  // What a function captures says when it goes.
  const auto captured = [&log] {
    return std::shared_ptr<Log>(&log, [](Log* last) { last->emplace_back("fn dropped"); });
  };
  {
    auto dropped = map(Logged(log, "a", 1, 1), [captured = captured()](std::int64_t) { return 1; });
  }
  {
    auto dropped =
        then(Logged(log, "b", 1, 1), [captured = captured()](std::int64_t) { return ready(1); });
  }
  EXPECT_EQ(log, Log({"a dropped", "fn dropped", "b dropped", "fn dropped"}));
}

TEST(Join, PollsInOrderAndDropsEachWhenReady) {
  Log log;
  auto future = box_pin(join(Logged(log, "a", 0, 1), Logged(log, "b", 1, 2)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), std::pair(std::int64_t{1}, std::int64_t{2}));
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
}

TEST(Join, DroppedWhilePendingDropsTheFirstFirst) {
  Log log;
  {
    auto future = join(Logged(log, "a", 3, 1), Logged(log, "b", 3, 2));
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(Join, DroppedHalfwayDropsWhatIsLeft) {
  Log log;
  {
    auto future = box_pin(join(Logged(log, "a", 0, 1), Logged(log, "b", 3, 2)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"b dropped"}));
}

TEST(Join, KeepsOutputsThatOnlyMove) {
  auto [a, b] = block_on(join(ready(std::make_unique<int>(1)), yield_n(2, std::string("b"))));
  EXPECT_EQ(*a, 1);
  EXPECT_EQ(b, "b");
}

TEST(Combinators, MovedFromOnesAreDestroyedQuietly) {
  Log log;
  {
    auto first = join(map(Logged(log, "a", 0, 1), kSame), then(Logged(log, "b", 0, 2), kNext));
    auto second = std::move(first);
    first = std::move(second);
    EXPECT_EQ(block_on(std::move(first)), std::pair(std::int64_t{1}, std::int64_t{2}));
  }
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b ready", "b dropped"}));
}

TEST(Combinators, AllocateNothing) {
  const tests::HeapCount heap;
  const auto [a, b] =
      block_on(join(map(example(8, 1), [](std::int64_t value) { return value + 1; }),
                    then(yield_n(2, 3), [](int value) { return simple(1, value); })));
  EXPECT_EQ(a, 38);
  EXPECT_EQ(b, 3);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(BoxedFuture, IsOneAllocationAndOneWord) {
  static_assert(sizeof(BoxFuture<int>) == sizeof(void*));
  static_assert(Future<BoxFuture<int>> && Unpin<BoxFuture<int>>);
  const tests::HeapCount heap;
  auto future = boxed(example(8, 1));
  EXPECT_EQ(heap.count(), 1U);
  EXPECT_EQ(block_on(std::move(future)), 37);
  EXPECT_EQ(heap.count(), 1U);
}

TEST(BoxedFuture, ErasesWithoutMovingWhatIsPinned) {
  auto pinned = Box<Example>::pin(8, 1);
  const Waker waker = Waker::noop();
  Context cx(waker);
  // The self-reference exists now; a move would be seen by the sanitizer below.
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  auto erased = erase(std::move(pinned));
  EXPECT_EQ(drive(erased).first, 37);
}

class Native final : public DynFuture<int> {
  Poll<int> poll_pinned(Context&) override { return Poll<int>::ready(4); }
};

TEST(BoxedFuture, ErasesItsOwnKindForNothing) {
  auto pinned = Box<Native>::pin();
  const tests::HeapCount heap;
  BoxFuture<int> erased = erase(std::move(pinned));
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(drive(erased).first, 4);
}

}  // namespace
}  // namespace pinprick
