#include "pinprick/testing/assert_unmoved.h"

#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/stream/collect.h"
#include "pinprick/stream/iter.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using testkit::assert_unmoved;
using testkit::AssertUnmoved;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

using Watched = AssertUnmoved<Simple>;

// Polls `future` as if it were pinned where it is, which lets it be moved afterwards.
template <class F>
auto poll_in_place(F& future) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  return F::poll(Pin<F&>::new_unchecked(future, Unsafe("to be moved, which is the test")), cx);
}

TEST(AssertUnmoved, IsAFutureOrAStreamAndNeverUnpin) {
  using Numbers = stream::Iter<std::vector<int>>;
  static_assert(Future<Watched> && !Stream<Watched>);
  static_assert(Stream<AssertUnmoved<Numbers>> && !Future<AssertUnmoved<Numbers>>);
  static_assert(Unpin<Simple> && !Unpin<Watched> && !Unpin<AssertUnmoved<Numbers>>);
  static_assert(std::is_nothrow_move_constructible_v<Watched>);
  static_assert(sizeof(AssertUnmoved<void*(*)[1]>*) == sizeof(void*));
  static_assert(sizeof(Watched) <= sizeof(Simple) + 2 * sizeof(void*));
}

TEST(AssertUnmoved, LetsAFutureThatStaysRun) {
  auto pinned = box_pin(assert_unmoved(simple(2, 7)));
  EXPECT_EQ(drive(pinned), std::pair(std::int64_t{7}, 3));
  expect_panic(PanicReason::kPolledAfterReady, "Simple", [&] { (void)drive(pinned); });
}

TEST(AssertUnmoved, LetsAStreamThatStaysRun) {
  const auto items = block_on(stream::collect(assert_unmoved(stream::iter({1, 2}))));
  EXPECT_EQ(items, std::vector({1, 2}));
}

TEST(AssertUnmoved, MayBeMovedBeforeTheFirstPoll) {
  Log log;
  {
    auto first = assert_unmoved(Logged(log, "a", 0, 7));
    auto second = std::move(first);
    EXPECT_EQ(block_on(std::move(second)), 7);
  }
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
}

TEST(AssertUnmoved, PanicsWhenPolledElsewhereAndPollsNothing) {
  Log log;
  auto first = assert_unmoved(Logged(log, "a", 5, 7));
  EXPECT_TRUE(poll_in_place(first).is_pending());
  auto second = std::move(first);
  auto third = std::move(second);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kMoved, "AssertUnmoved", [&] { (void)poll_in_place(third); });
  }
  EXPECT_EQ(log, Log({"a pending"}));
}

TEST(AssertUnmoved, PanicsWhenAStreamIsPolledElsewhere) {
  auto first = assert_unmoved(stream::iter({1, 2}));
  const Waker waker = Waker::noop();
  Context cx(waker);
  using Numbers = decltype(first);
  const Unsafe why("to be moved, which is the test");
  EXPECT_EQ(Numbers::poll_next(Pin<Numbers&>::new_unchecked(first, why), cx).value(), 1);
  auto second = std::move(first);
  expect_panic(PanicReason::kMoved, "AssertUnmoved",
               [&] { (void)Numbers::poll_next(Pin<Numbers&>::new_unchecked(second, why), cx); });
}

void drop_elsewhere() {
  auto first = assert_unmoved(simple(1, 7));
  (void)poll_in_place(first);
  const auto second = std::move(first);
}

TEST(AssertUnmovedDeathTest, EndsTheProgramWhenDroppedElsewhere) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(drop_elsewhere(), "`AssertUnmoved` was moved after it was first polled");
}

TEST(AssertUnmoved, DoesNotEndTheProgramWhileAnExceptionIsOnItsWay) {
  const auto drop_while_unwinding = [] {
    auto first = assert_unmoved(simple(1, 7));
    (void)poll_in_place(first);
    const auto second = std::move(first);
    throw std::runtime_error("first");
  };
  EXPECT_THROW(drop_while_unwinding(), std::runtime_error);
}

}  // namespace
}  // namespace pinprick
