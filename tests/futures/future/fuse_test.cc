#include "pinprick/future/fuse.h"

#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

TEST(Fuse, DropsItsFutureWhenReadyAndIsPendingForEver) {
  Log log;
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = box_pin(fuse(Logged(log, "a", 1, 5)));
  EXPECT_FALSE(future->is_terminated());
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_FALSE(future->is_terminated());
  EXPECT_EQ(future.poll(cx).value(), 5);
  EXPECT_TRUE(future->is_terminated());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  for (int again = 0; again < 2; ++again) EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter->wakes, 1);
  EXPECT_EQ(log.size(), 3U);
}

TEST(Fuse, TerminatedIsAPlaceForALaterOne) {
  Log log;
  auto future = Box<Fuse<Logged>>::pin(Fuse<Logged>::terminated());
  EXPECT_TRUE(future->is_terminated());
  expect_panic(PanicReason::kStalled, "drive", [&] { (void)drive(future); });
  future.set(fuse(Logged(log, "a", 1, 5)));
  EXPECT_FALSE(future->is_terminated());
  EXPECT_EQ(drive(future).first, 5);
  future.set(fuse(Logged(log, "b", 1, 6)));
  EXPECT_EQ(drive(future).first, 6);
}

TEST(Fuse, WaitedForAloneItStalls) {
  expect_panic(PanicReason::kStalled, "block_on",
               [] { (void)block_on(Fuse<Simple>::terminated()); });
}

TEST(Fuse, DroppedWhilePendingDropsItsFuture) {
  Log log;
  {
    auto future = box_pin(fuse(Logged(log, "a", 3, 5)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
}

TEST(Fuse, IsNotTerminatedByAnException) {
  auto future = box_pin(fuse(poll_fn([polls = 0](Context&) mutable -> Poll<int> {
    if (++polls == 1) throw std::runtime_error("no");
    return poll_ready(polls);
  })));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_FALSE(future->is_terminated());
  EXPECT_EQ(drive(future).first, 2);
}

TEST(Fuse, IsUnpinWhenItsFutureIs) {
  static_assert(Unpin<Fuse<Simple>> && !Unpin<Fuse<Example>>);
  static_assert(sizeof(Fuse<Example>) <= sizeof(Example) + sizeof(void*));
}

TEST(Fuse, AllocatesNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(fuse(example(8, 1))), 37);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
