#include "pinprick/sync/notify.h"

#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Waiter;

using Notifiee = Waiter<LocalNotified>;

static_assert(Future<Notified> && Future<LocalNotified>);
static_assert(!Unpin<Notified> && !Unpin<LocalNotified>);
static_assert(!std::is_move_constructible_v<Notify> && !std::is_copy_constructible_v<Notified>);
static_assert(sizeof(LocalNotified) <= 56);

TEST(Notify, KeepsOnePermitAndNoMore) {
  LocalNotify notify;
  notify.notify_one();
  notify.notify_one();
  Notifiee a(notify.notified());
  Notifiee b(notify.notified());
  EXPECT_TRUE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_EQ(a.wakes(), 0);
}

TEST(Notify, NotifiesTheOneThatHasWaitedLongest) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  Notifiee b(notify.notified());
  // The order is that of the first polls, and a later poll changes nothing.
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  notify.notify_one();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(a.wakes(), 0);
  EXPECT_FALSE(a.poll());
  EXPECT_TRUE(b.poll());
  notify.notify_one();
  EXPECT_TRUE(a.poll());
  // Nothing was kept.
  Notifiee c(notify.notified());
  EXPECT_FALSE(c.poll());
}

TEST(Notify, AllReachesThoseNotPolledYetAndKeepsNoPermit) {
  LocalNotify notify;
  Notifiee waits(notify.notified());
  Notifiee is_new(notify.notified());
  EXPECT_FALSE(waits.poll());
  notify.notify_waiters();
  Notifiee later(notify.notified());
  EXPECT_EQ(waits.wakes(), 1);
  EXPECT_TRUE(waits.poll());
  EXPECT_TRUE(is_new.poll());
  EXPECT_FALSE(later.poll());
}

TEST(Notify, FirstPollTakesThePermitEvenIfAllWereNotified) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  notify.notify_waiters();
  notify.notify_one();
  EXPECT_TRUE(a.poll());
  Notifiee b(notify.notified());
  EXPECT_FALSE(b.poll());
}

TEST(Notify, AllLeavesThePermit) {
  LocalNotify notify;
  notify.notify_one();
  notify.notify_waiters();
  Notifiee a(notify.notified());
  EXPECT_TRUE(a.poll());
}

TEST(Notify, WakesTheLatestWaker) {
  LocalNotify notify;
  int old_wakes = 0;
  Notifiee a(notify.notified(), [&] { ++old_wakes; });
  EXPECT_FALSE(a.poll());
  a.change_waker();
  EXPECT_FALSE(a.poll());
  notify.notify_one();
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(old_wakes, 0);
}

// --- Dropped at every moment ---

TEST(NotifyCancel, Unpolled) {
  LocalNotify notify;
  Notifiee(notify.notified()).drop();
  notify.notify_one();
  Notifiee(notify.notified()).drop();  // takes no permit
  Notifiee a(notify.notified());
  EXPECT_TRUE(a.poll());
}

TEST(NotifyCancel, Waiting) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  Notifiee b(notify.notified());
  Notifiee c(notify.notified());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  b.drop();
  a.drop();
  EXPECT_EQ(c.wakes(), 0);
  notify.notify_one();
  EXPECT_EQ(b.wakes() + a.wakes(), 0);
  EXPECT_TRUE(c.poll());
}

TEST(NotifyCancel, NotifiedPassesItOn) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  Notifiee b(notify.notified());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  notify.notify_one();
  EXPECT_EQ(b.wakes(), 0);
  a.drop();
  EXPECT_EQ(b.wakes(), 1);
  b.drop();  // nobody is left: it becomes a permit
  Notifiee c(notify.notified());
  EXPECT_TRUE(c.poll());
  EXPECT_FALSE(Notifiee(notify.notified()).poll());
}

TEST(NotifyCancel, NotifiedByOneAndThenByAllPassesItOnToo) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  EXPECT_FALSE(a.poll());
  notify.notify_one();
  notify.notify_waiters();
  EXPECT_EQ(a.wakes(), 1);
  a.drop();
  Notifiee b(notify.notified());
  EXPECT_TRUE(b.poll());
}

TEST(NotifyCancel, NotifiedByAllPassesNothingOn) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  EXPECT_FALSE(a.poll());
  notify.notify_waiters();
  a.drop();
  Notifiee b(notify.notified());
  EXPECT_FALSE(b.poll());
}

TEST(NotifyCancel, ReadyPassesNothingOn) {
  LocalNotify notify;
  Notifiee a(notify.notified());
  EXPECT_FALSE(a.poll());
  notify.notify_one();
  EXPECT_TRUE(a.poll());
  a.drop();
  Notifiee b(notify.notified());
  EXPECT_FALSE(b.poll());
}

TEST(NotifyCancel, MovedFromHasNothingToUndo) {
  LocalNotify notify;
  LocalNotified first = notify.notified();
  {
    const LocalNotified second = std::move(first);
  }
  expect_panic(PanicReason::kPolledAfterReady, "Notified", [&] {
    const Waker waker = Waker::noop();
    Context cx(waker);
    (void)LocalNotified::poll(Pin<LocalNotified&>::new_unchecked(first, Unsafe("local")), cx);
  });
}

// --- Wakes that interfere ---

TEST(NotifyWake, DropsTheNextOfTheSameList) {
  LocalNotify notify;
  Notifiee c(notify.notified());
  Notifiee b(notify.notified());
  Notifiee a(notify.notified(), [&] { b.drop(); });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  notify.notify_waiters();
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 0);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_TRUE(a.poll() && c.poll());
}

TEST(NotifyWake, DropsItselfAndAllOthers) {
  LocalNotify notify;
  Notifiee c(notify.notified());
  Notifiee b(notify.notified());
  Notifiee a(notify.notified(), [&] {
    a.drop();
    b.drop();
    c.drop();
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  notify.notify_waiters();
  EXPECT_EQ(b.wakes() + c.wakes(), 0);
  EXPECT_FALSE(Notifiee(notify.notified()).poll());
}

TEST(NotifyWake, PollsTheNextOfTheSameListWhichIsNotifiedAlready) {
  LocalNotify notify;
  Notifiee b(notify.notified());
  bool b_was_ready = false;
  Notifiee a(notify.notified(), [&] { b_was_ready = b.poll(); });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  notify.notify_waiters();
  EXPECT_TRUE(b_was_ready);
  EXPECT_EQ(b.wakes(), 0);
}

TEST(NotifyWake, WhoeverComesDuringAWakeOfAllWaitsForTheNext) {
  LocalNotify notify;
  std::optional<Notifiee> late;
  Notifiee a(notify.notified(), [&] {
    late.emplace(notify.notified());
    EXPECT_FALSE(late->poll());
    // Goes to the late one: the others are notified already.
    notify.notify_one();
  });
  Notifiee b(notify.notified());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  notify.notify_waiters();
  EXPECT_EQ(late->wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(late->poll());
  EXPECT_TRUE(b.poll());
  EXPECT_FALSE(Notifiee(notify.notified()).poll());
}

TEST(NotifyWake, OneThatThrowsKeepsNobodyFromBeingWoken) {
  LocalNotify notify;
  Notifiee a(notify.notified(), [] { throw std::runtime_error("first"); });
  Notifiee b(notify.notified(), [] { throw std::logic_error("second"); });
  Notifiee c(notify.notified());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  EXPECT_THROW(notify.notify_waiters(), std::runtime_error);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_TRUE(a.poll() && b.poll() && c.poll());
}

// The functions of a waker may use the primitive: no lock is held around them. With the lock that
// does lock, it would hang.
TEST(NotifyWake, NoLockIsHeldWhileAWakerIsClonedOrDropped) {
  struct Interferer {
    static RawWaker clone(const void* data) {
      notify(data).notify_waiters();
      return {data, &table()};
    }
    static void wake(const void* data) { notify(data).notify_waiters(); }
    static const RawWakerVTable& table() {
      static constexpr RawWakerVTable kTable{&clone, &wake, &wake, &wake};
      return kTable;
    }
    static Notify& notify(const void* data) {
      return *static_cast<Notify*>(const_cast<void*>(data));
    }
  };
  Notify notify;
  auto future = box_pin(notify.notified());
  const Waker waker = Waker::from_raw({&notify, &Interferer::table()}, Unsafe("owns nothing"));
  Context cx(waker);
  // It was notified while its waker was cloned.
  EXPECT_TRUE(future.poll(cx).is_ready());
}

TEST(Notify, AfterReadyPanicsByName) {
  LocalNotify notify;
  notify.notify_one();
  Notifiee a(notify.notified());
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "Notified", [&] { (void)a.poll(); });
}

TEST(Notify, AllocatesNothing) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const tests::HeapCount heap;
  Notify notify;
  {
    auto a = PINPRICK_PIN(notify.notified());
    auto b = PINPRICK_PIN(notify.notified());
    EXPECT_TRUE(a.poll(cx).is_pending());
    EXPECT_TRUE(b.poll(cx).is_pending());
    notify.notify_one();
    notify.notify_waiters();
    EXPECT_TRUE(b.poll(cx).is_ready());
  }
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(wake->wakes, 2);
}

}  // namespace
}  // namespace pinprick
