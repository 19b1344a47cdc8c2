#include "pinprick/sync/atomic_waker.h"

#include <functional>

#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;

static_assert(!Unpin<AtomicWaker> && !std::is_move_constructible_v<AtomicWaker>);

TEST(AtomicWaker, WakesOncePerRegistration) {
  auto task = WakeRef<Counter>::make();
  AtomicWaker place;
  place.wake();
  place.register_waker(task.waker());
  EXPECT_EQ(task->wakes, 0);
  place.wake();
  place.wake();
  EXPECT_EQ(task->wakes, 1);
  place.register_waker(task.waker());
  place.wake();
  EXPECT_EQ(task->wakes, 2);
}

TEST(AtomicWaker, TheLastToRegisterIsWoken) {
  bool died = false;
  auto late = WakeRef<Counter>::make();
  AtomicWaker place;
  place.register_waker(WakeRef<Counter>::make(&died).waker());
  EXPECT_FALSE(died);
  place.register_waker(late.waker());
  EXPECT_TRUE(died);
  place.wake();
  EXPECT_EQ(late->wakes, 1);
}

TEST(AtomicWaker, TakeHandsTheWakerOver) {
  auto task = WakeRef<Counter>::make();
  AtomicWaker place;
  EXPECT_FALSE(place.take().has_value());
  place.register_waker(task.waker());
  auto waker = place.take();
  ASSERT_TRUE(waker.has_value());
  EXPECT_TRUE(waker->will_wake(task.waker()));
  EXPECT_FALSE(place.take().has_value());
  place.wake();
  EXPECT_EQ(task->wakes, 0);
}

TEST(AtomicWaker, DropsTheWakerThatNobodyWoke) {
  bool died = false;
  {
    AtomicWaker place;
    place.register_waker(WakeRef<Counter>::make(&died).waker());
    EXPECT_FALSE(died);
  }
  EXPECT_TRUE(died);
}

// A waker whose clone first does what it is told.
struct Meddler {
  std::function<void()> on_clone;
  int clones = 0;
  int wakes = 0;

  Waker waker() { return Waker::from_raw(raw(), Unsafe("outlives its wakers, see the tests")); }

 private:
  RawWaker raw() { return {this, &kVTable}; }
  static Meddler& of(const void* data) { return *static_cast<Meddler*>(const_cast<void*>(data)); }
  static RawWaker clone(const void* data) {
    ++of(data).clones;
    if (of(data).on_clone) of(data).on_clone();
    return of(data).raw();
  }
  static void wake(const void* data) { ++of(data).wakes; }
  static void drop(const void*) {}
  static constexpr RawWakerVTable kVTable{&clone, &wake, &wake, &drop};
};

TEST(AtomicWaker, TheSameTaskIsNotCloned) {
  Meddler task;
  AtomicWaker place;
  for (int i = 0; i < 3; ++i) place.register_waker(task.waker());
  EXPECT_EQ(task.clones, 1);
}

TEST(AtomicWaker, AWakeDuringRegistrationWakesTheNewWaker) {
  Meddler early;
  Meddler task;
  AtomicWaker place;
  place.register_waker(early.waker());
  task.on_clone = [&] {
    place.wake();
    EXPECT_EQ(task.wakes, 0);
  };
  place.register_waker(task.waker());
  EXPECT_EQ(task.wakes, 1);
  EXPECT_EQ(early.wakes, 0);
  place.wake();
  EXPECT_EQ(task.wakes, 1);
}

TEST(AtomicWaker, ARegistrationDuringAnotherIsToldToPollAgain) {
  Meddler task;
  Meddler loser;
  AtomicWaker place;
  task.on_clone = [&] { place.register_waker(loser.waker()); };
  place.register_waker(task.waker());
  EXPECT_EQ(loser.wakes, 1);
  EXPECT_EQ(loser.clones, 0);
  place.wake();
  EXPECT_EQ(task.wakes, 1);
}

TEST(AtomicWaker, KeepsTheOldWakerWhenCloningThrows) {
  Meddler early;
  Meddler task;
  AtomicWaker place;
  place.register_waker(early.waker());
  task.on_clone = [] { throw std::runtime_error("no"); };
  EXPECT_THROW(place.register_waker(task.waker()), std::runtime_error);
  place.wake();
  EXPECT_EQ(early.wakes, 1);
  EXPECT_EQ(task.wakes, 0);
}

TEST(AtomicWaker, AllocatesNothing) {
  auto task = WakeRef<Counter>::make();
  AtomicWaker place;
  const tests::HeapCount heap;
  place.register_waker(task.waker());
  place.wake();
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
