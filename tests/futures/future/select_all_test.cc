#include "pinprick/future/select_all.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<SelectAll<Simple>> && Unpin<SelectAll<Pin<Box<Example>>>>);
static_assert(sizeof(SelectAll<Simple>) == sizeof(std::vector<Simple>));

// Named a, b, c and so on, each ready after so many polls, with its index.
std::vector<Pin<Box<Logged>>> logged_for_select(Log& log, std::vector<std::size_t> polls) {
  std::vector<Pin<Box<Logged>>> many;
  for (const std::size_t n : polls) {
    const std::string name(1, static_cast<char>('a' + many.size()));
    many.push_back(Box<Logged>::pin(log, name, n, static_cast<std::int64_t>(many.size())));
  }
  return many;
}

TEST(SelectAll, PollsInOrderUntilOneIsReady) {
  Log log;
  auto future = box_pin(select_all(logged_for_select(log, {3, 1, 1, 3})));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b pending", "c pending", "d pending"}));
  log.clear();
  auto [value, index, remaining] = future.poll(cx).value();
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped"}));
  EXPECT_EQ(value, 1);
  EXPECT_EQ(index, 1U);
  // The last took the place of the winner.
  ASSERT_EQ(remaining.size(), 3U);
  EXPECT_EQ(drive(remaining[0]).first, 0);
  EXPECT_EQ(drive(remaining[1]).first, 3);
  EXPECT_EQ(drive(remaining[2]).first, 2);
}

TEST(SelectAll, AgainAndAgainUntilNoneIsLeft) {
  Log log;
  auto left = logged_for_select(log, {2, 0, 1});
  std::vector<std::int64_t> values;
  while (!left.empty()) {
    auto [value, index, remaining] = block_on(select_all(std::move(left)));
    values.push_back(value);
    left = std::move(remaining);
  }
  EXPECT_EQ(values, std::vector<std::int64_t>({1, 0, 2}));
}

TEST(SelectAll, OfNonePanicsAtOnce) {
  expect_panic(PanicReason::kNoFutures, "SelectAll",
               [] { (void)select_all(std::vector<Simple>()); });
}

TEST(SelectAll, PolledAfterReadyPanicsByName) {
  std::vector<Simple> one;
  one.push_back(simple(1, 5));
  auto future = box_pin(select_all(std::move(one)));
  EXPECT_EQ(drive(future).first.value, 5);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "SelectAll", [&] { (void)drive(future); });
  }
}

TEST(SelectAll, ByReferenceOverFuturesThatStayPinned) {
  PINPRICK_PIN_MUT(a, example(8, 1));
  PINPRICK_PIN_MUT(b, example(8, 2));
  auto [value, index, remaining] = block_on(select_all(std::vector{a, b}));
  EXPECT_EQ(value, 37);
  EXPECT_EQ(index, 0U);
  EXPECT_EQ(block_on(remaining[0]), 46);
}

TEST(SelectAll, AllocatesNothingAndMayBeMovedBetweenPolls) {
  std::vector<YieldN<int>> two;
  two.push_back(yield_n(2, 1));
  two.push_back(yield_n(1, 2));
  const tests::HeapCount heap;
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto first = select_all(std::move(two));
  EXPECT_TRUE(Pin<decltype(first)&>::make(first).poll(cx).is_pending());
  auto second = std::move(first);
  EXPECT_EQ(block_on(std::move(second)).value, 2);
  EXPECT_EQ(heap.count(), 0U);
}

// Throws at its first poll, and is ready at its second.
struct SelectAllThrower {
  using Output = int;

  static Poll<int> poll(Pin<SelectAllThrower&> self, Context&) {
    if (!std::exchange(self.get_mut().has_thrown, true)) throw std::runtime_error("no");
    return Poll<int>::ready(7);
  }

  bool has_thrown = false;
};

TEST(SelectAll, StaysAsItIsWhenAFutureThrows) {
  auto future = box_pin(select_all(std::vector<SelectAllThrower>(2)));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first.index, 0U);
}

}  // namespace
}  // namespace pinprick
