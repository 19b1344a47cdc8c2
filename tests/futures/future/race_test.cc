#include "pinprick/future/race.h"

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

static_assert(Future<Race<Simple, Example>>);
static_assert(Unpin<Race<Simple, Simple>> && !Unpin<Race<Simple, Example>> &&
              !Unpin<Race<Example, Simple>>);
static_assert(std::is_same_v<Race<Ready<int>, Ready<int>>::Output, int>);
static_assert(std::is_same_v<Race<Ready<int>, Ready<char>>::Output, Either<int, char>>);
static_assert(sizeof(Race<Simple, Simple>) == 2 * sizeof(Simple) + sizeof(void*));

TEST(Race, FirstWinsWithoutAPollOfTheSecond) {
  Log log;
  auto future = box_pin(race(Logged(log, "a", 0, 1), Logged(log, "b", 0, 2)));
  EXPECT_EQ(drive(future).first, 1);
  EXPECT_EQ(log, Log({"a ready", "a dropped", "b dropped"}));
}

TEST(Race, LoserIsDroppedWithinTheSamePoll) {
  Log log;
  auto future = box_pin(race(Logged(log, "a", 9, 1), Logged(log, "b", 1, 2)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), 2);
  EXPECT_EQ(log, Log({"a pending", "b ready", "a dropped", "b dropped"}));
}

TEST(Race, DroppedWhilePendingDropsInOrder) {
  Log log;
  {
    auto future = box_pin(race(Logged(log, "a", 9, 1), Logged(log, "b", 9, 2)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(Race, TellsWhoWonWhereTheTypesDiffer) {
  EXPECT_EQ(block_on(race(yield_n(2, std::string("a")), yield_n(1, 'b'))).right(), 'b');
  EXPECT_EQ(block_on(race(yield_n(1, std::string("a")), yield_n(1, 'b'))).left(), "a");
}

TEST(Race, PolledAfterReadyPanicsByName) {
  auto future = box_pin(race(example(8, 1), simple(1, 1)));
  EXPECT_EQ(drive(future), std::pair(std::int64_t{1}, 2));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Race", [&] { (void)drive(future); });
  }
}

TEST(Race, MovesBeforeItIsPinned) {
  Log log;
  {
    auto first = race(Logged(log, "a", 1, 1), pending<std::int64_t>());
    auto second = std::move(first);
    first = std::move(second);
    EXPECT_EQ(block_on(std::move(first)), 1);
  }
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
}

TEST(Race, AllocatesNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(race(example(8, 1), simple(9, 1))), 37);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(Race, StaysAsItIsWhenAFutureThrows) {
  Log log;
  auto future = box_pin(race(Logged(log, "a", 2, 1), map(Logged(log, "b", 0, 2), [](std::int64_t) {
                               throw std::runtime_error("no");
                               return std::int64_t{0};
                             })));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped"}));
  // The Map that threw is done, and is polled again.
  expect_panic(PanicReason::kPolledAfterReady, "Map", [&] { (void)drive(future); });
  EXPECT_EQ(drive(future).first, 1);
}

}  // namespace
}  // namespace pinprick
