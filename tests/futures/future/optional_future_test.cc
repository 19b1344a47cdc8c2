#include "pinprick/future/optional_future.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/poll_immediate.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

// Throws at its first poll and is ready at its second.
auto ready_at_second_try() {
  return poll_fn([polls = 0](Context&) mutable -> Poll<int> {
    if (++polls == 1) throw std::runtime_error("no");
    return poll_ready(polls);
  });
}

TEST(OptionFuture, GivesWhatItsFutureGives) {
  Log log;
  auto future = box_pin(option_future(std::optional(Logged(log, "a", 1, 5))));
  EXPECT_EQ(drive(future), std::pair(std::optional(std::int64_t{5}), 2));
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "OptionFuture", [&] { (void)drive(future); });
  }
}

TEST(OptionFuture, GivesNothingAtOnceIfThereIsNone) {
  auto future = box_pin(option_future<Example>(std::nullopt));
  EXPECT_EQ(drive(future), std::pair(std::optional<std::int64_t>(), 1));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "OptionFuture", [&] { (void)drive(future); });
  }
}

TEST(OptionFuture, DroppedWhilePendingDropsItsFuture) {
  Log log;
  {
    auto future = box_pin(option_future(std::optional(Logged(log, "a", 3, 5))));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
}

TEST(OptionFuture, KeepsAFutureThatThrows) {
  auto future = box_pin(option_future(std::optional(ready_at_second_try())));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, 2);
}

TEST(OptionFuture, IsUnpinWhenItsFutureIs) {
  static_assert(Unpin<OptionFuture<Simple>> && !Unpin<OptionFuture<Example>>);
  static_assert(sizeof(OptionFuture<Example>) == sizeof(std::optional<Example>));
}

TEST(PollImmediate, GivesTheOutputOfOnePoll) {
  Log log;
  auto future = box_pin(poll_immediate(Logged(log, "a", 0, 5)));
  EXPECT_EQ(drive(future), std::pair(std::optional(std::int64_t{5}), 1));
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "PollImmediate", [&] { (void)drive(future); });
}

TEST(PollImmediate, GivesNothingAndDropsAFutureThatIsPending) {
  Log log;
  auto future = box_pin(poll_immediate(Logged(log, "a", 1, 5)));
  EXPECT_EQ(drive(future), std::pair(std::optional<std::int64_t>(), 1));
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "PollImmediate", [&] { (void)drive(future); });
}

TEST(PollImmediate, KeepsAFutureThatThrows) {
  auto future = box_pin(poll_immediate(ready_at_second_try()));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, 2);
}

TEST(PollImmediate, IsUnpinWhenItsFutureIs) {
  static_assert(Unpin<PollImmediate<Simple>> && !Unpin<PollImmediate<Example>>);
  static_assert(sizeof(PollImmediate<Example>) == sizeof(std::optional<Example>));
}

TEST(OptionFuturePollImmediate, HandOnWhatOnlyMoves) {
  auto owned = option_future(std::optional(ready(std::make_unique<int>(3))));
  EXPECT_EQ(**block_on(std::move(owned)), 3);
  EXPECT_EQ(**block_on(poll_immediate(ready(std::make_unique<int>(4)))), 4);
}

TEST(OptionFuturePollImmediate, AllocateNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(option_future(std::optional(example(8, 1)))), 37);
  EXPECT_EQ(block_on(poll_immediate(example(8, 1))), std::nullopt);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
