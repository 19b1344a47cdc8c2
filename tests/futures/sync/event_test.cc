#include "pinprick/sync/event.h"

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "pinprick/executor/block_on.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Waiter;

using EventWaiter = Waiter<LocalEventWait>;

static_assert(Future<EventWait> && Future<LocalEventWait>);
static_assert(!Unpin<EventWait> && !Unpin<LocalEventWait>);
static_assert(!std::is_move_constructible_v<ManualResetEvent>);
static_assert(!std::is_convertible_v<bool, ManualResetEvent>);
static_assert(sizeof(LocalEventWait) <= 48);

TEST(ManualResetEvent, IsForEverybodyWhileItIsSet) {
  LocalManualResetEvent event(true);
  EXPECT_TRUE(event.is_set());
  EXPECT_TRUE(EventWaiter(event.wait()).poll());
  EXPECT_TRUE(EventWaiter(event.wait()).poll());
  event.reset();
  EXPECT_FALSE(event.is_set());
  EXPECT_FALSE(EventWaiter(event.wait()).poll());
}

TEST(ManualResetEvent, WakesAllThatWaitOnce) {
  LocalManualResetEvent event;
  EventWaiter a(event.wait());
  EventWaiter b(event.wait());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  event.set();
  event.set();
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(a.poll() && b.poll());
}

TEST(ManualResetEvent, WhoeverWaitedStaysReleased) {
  LocalManualResetEvent event;
  EventWaiter waits(event.wait());
  EventWaiter is_new(event.wait());
  EXPECT_FALSE(waits.poll());
  event.set();
  event.reset();
  EXPECT_TRUE(waits.poll());
  // A set that came and went before the first poll is over.
  EXPECT_FALSE(is_new.poll());
  event.set();
  EXPECT_TRUE(is_new.poll());
}

TEST(EventCancel, AtEveryMoment) {
  LocalManualResetEvent event;
  EventWaiter unpolled(event.wait());
  EventWaiter waiting(event.wait());
  EventWaiter stays(event.wait());
  EventWaiter released(event.wait());
  EventWaiter is_ready(event.wait());
  EXPECT_FALSE(waiting.poll());
  EXPECT_FALSE(stays.poll());
  EXPECT_FALSE(released.poll());
  EXPECT_FALSE(is_ready.poll());
  unpolled.drop();
  waiting.drop();
  event.set();
  released.drop();
  EXPECT_TRUE(is_ready.poll());
  is_ready.drop();
  EXPECT_EQ(waiting.wakes(), 0);
  EXPECT_EQ(released.wakes(), 1);
  EXPECT_TRUE(stays.poll());
}

TEST(EventCancel, MovedFromHasNothingToUndo) {
  LocalManualResetEvent event(true);
  LocalEventWait first = event.wait();
  LocalEventWait second = std::move(first);
  block_on(std::move(second));
}

TEST(EventWake, PollsDropsAndResets) {
  LocalManualResetEvent event;
  EventWaiter b(event.wait());
  EventWaiter c(event.wait());
  EventWaiter d(event.wait());
  EventWaiter late(event.wait());
  EventWaiter a(event.wait(), [&] {
    event.reset();
    EXPECT_TRUE(b.poll());
    c.drop();
    EXPECT_FALSE(late.poll());
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  EXPECT_FALSE(d.poll());
  event.set();
  EXPECT_EQ(b.wakes() + c.wakes() + late.wakes(), 0);
  EXPECT_EQ(d.wakes(), 1);
  EXPECT_TRUE(a.poll() && d.poll());
  EXPECT_FALSE(late.poll());
  event.set();
  EXPECT_EQ(late.wakes(), 1);
}

TEST(EventWake, OneThatThrowsKeepsNobodyFromBeingWoken) {
  LocalManualResetEvent event;
  EventWaiter a(event.wait(), [] { throw std::runtime_error("no"); });
  EventWaiter b(event.wait());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_THROW(event.set(), std::runtime_error);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(a.poll() && b.poll());
}

TEST(ManualResetEvent, AfterReadyPanicsByName) {
  LocalManualResetEvent event(true);
  EventWaiter a(event.wait());
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "EventWait", [&] { (void)a.poll(); });
}

TEST(ManualResetEvent, AllocatesNothing) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const tests::HeapCount heap;
  ManualResetEvent event;
  auto a = PINPRICK_PIN(event.wait());
  EXPECT_TRUE(a.poll(cx).is_pending());
  event.set();
  EXPECT_TRUE(a.poll(cx).is_ready());
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(wake->wakes, 1);
}

}  // namespace
}  // namespace pinprick
