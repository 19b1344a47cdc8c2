#include "pinprick/sync/mutex.h"

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/executor/block_on.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/future/map.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Waiter;

using Locker = Waiter<LocalMutexLock<int>>;

static_assert(Future<MutexLock<int>> && Future<LocalMutexLock<std::string>>);
static_assert(!Unpin<MutexLock<int>> && !Unpin<LocalMutexLock<int>>);
static_assert(Unpin<MutexGuard<int>> && Unpin<LocalMutexGuard<PhantomPinned>>);
static_assert(!std::is_move_constructible_v<Mutex<int>>);
static_assert(!std::is_copy_constructible_v<MutexGuard<int>>);
static_assert(std::is_nothrow_move_constructible_v<MutexGuard<int>>);
static_assert(std::is_nothrow_move_assignable_v<MutexGuard<int>>);
static_assert(sizeof(LocalMutexGuard<int>) == sizeof(void*));
static_assert(sizeof(LocalMutexLock<int>) <= 48);
static_assert(sizeof(LocalMutex<void*>) <= 4 * sizeof(void*));
// A guard of a constant mutex does not exist, but a constant guard does.
static_assert(std::is_same_v<decltype(*std::declval<const MutexGuard<int>&>()), const int&>);

TEST(Mutex, IsTakenAtTheFirstPollIfFree) {
  LocalMutex<int> mutex(3);
  Locker a(mutex.lock());
  // Nothing is taken before.
  EXPECT_TRUE(mutex.try_lock().has_value());
  EXPECT_TRUE(a.poll());
  EXPECT_FALSE(mutex.try_lock().has_value());
  EXPECT_EQ(**a.output, 3);
  a.output.reset();
  EXPECT_TRUE(mutex.try_lock().has_value());
}

TEST(Mutex, BuildsItsValueInPlace) {
  struct Fixed {
    Fixed(int x, int y) : sum(x + y) {}
    Fixed(const Fixed&) = delete;
    int sum;
  };
  LocalMutex<Fixed> mutex(1, 2);
  EXPECT_EQ((*mutex.try_lock())->sum, 3);
  LocalMutex<std::unique_ptr<int>> owner(std::make_unique<int>(4));
  EXPECT_EQ(***owner.try_lock(), 4);
}

TEST(Mutex, IsHandedToTheOneThatHasWaitedLongestWithoutBeingFree) {
  LocalMutex<int> mutex(0);
  Locker a(mutex.lock());
  Locker b(mutex.lock());
  auto held = mutex.try_lock();
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  held.reset();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(a.wakes(), 0);
  // It is b's, polled or not.
  EXPECT_FALSE(mutex.try_lock().has_value());
  EXPECT_FALSE(Locker(mutex.lock()).poll());
  EXPECT_FALSE(a.poll());
  EXPECT_TRUE(b.poll());
  b.output.reset();
  EXPECT_TRUE(a.poll());
  a.output.reset();
  EXPECT_TRUE(mutex.try_lock().has_value());
}

TEST(Mutex, GuardMovesWithItsLock) {
  LocalMutex<int> mutex(0);
  LocalMutex<int> other(1);
  {
    auto first = block_on(mutex.lock());
    auto second = std::move(first);
    EXPECT_FALSE(mutex.try_lock().has_value());
    expect_panic(PanicReason::kEmpty, "MutexGuard", [&] { (void)*first; });
    second = block_on(other.lock());
    EXPECT_TRUE(mutex.try_lock().has_value());
    EXPECT_FALSE(other.try_lock().has_value());
    EXPECT_EQ(*second, 1);
    LocalMutexGuard<int>& same = second;
    second = std::move(same);
    EXPECT_FALSE(other.try_lock().has_value());
  }
  EXPECT_TRUE(other.try_lock().has_value());
}

// --- Dropped at every moment ---

TEST(MutexCancel, Unpolled) {
  LocalMutex<int> mutex(0);
  Locker(mutex.lock()).drop();
  EXPECT_TRUE(mutex.try_lock().has_value());
  auto held = mutex.try_lock();
  Locker(mutex.lock()).drop();
  EXPECT_FALSE(mutex.try_lock().has_value());
}

TEST(MutexCancel, Waiting) {
  LocalMutex<int> mutex(0);
  Locker a(mutex.lock());
  Locker b(mutex.lock());
  Locker c(mutex.lock());
  auto held = mutex.try_lock();
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  b.drop();
  a.drop();
  held.reset();
  EXPECT_EQ(a.wakes() + b.wakes(), 0);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_TRUE(c.poll());
}

TEST(MutexCancel, GivenTheLockHandsItOn) {
  LocalMutex<int> mutex(0);
  Locker a(mutex.lock());
  Locker b(mutex.lock());
  auto held = mutex.try_lock();
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  held.reset();
  a.drop();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_FALSE(mutex.try_lock().has_value());
  b.drop();
  EXPECT_TRUE(mutex.try_lock().has_value());
}

TEST(MutexCancel, ReadyLeavesTheLockToItsGuard) {
  LocalMutex<int> mutex(0);
  Locker a(mutex.lock());
  EXPECT_TRUE(a.poll());
  a.drop();
  EXPECT_FALSE(mutex.try_lock().has_value());
  a.output.reset();
  EXPECT_TRUE(mutex.try_lock().has_value());
}

TEST(MutexCancel, OutputDroppedUnseenFreesTheLock) {
  LocalMutex<int> mutex(0);
  {
    const Waker waker = Waker::noop();
    Context cx(waker);
    auto future = box_pin(mutex.lock());
    (void)future.poll(cx);
  }
  EXPECT_TRUE(mutex.try_lock().has_value());
}

TEST(MutexCancel, MovedFromHasNothingToUndo) {
  LocalMutex<int> mutex(0);
  LocalMutexLock<int> first = mutex.lock();
  LocalMutexLock<int> second = std::move(first);
  EXPECT_EQ(*block_on(std::move(second)), 0);
  EXPECT_TRUE(mutex.try_lock().has_value());
}

// --- Wakes that interfere ---

TEST(MutexWake, DropsTheOneThatWasGivenTheLock) {
  LocalMutex<int> mutex(0);
  Locker b(mutex.lock());
  Locker a(mutex.lock(), [&] { a.drop(); });
  auto held = mutex.try_lock();
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  held.reset();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(b.poll());
}

TEST(MutexWake, PollsAndDropsNeighbours) {
  LocalMutex<int> mutex(0);
  Locker b(mutex.lock());
  Locker c(mutex.lock());
  Locker a(mutex.lock(), [&] {
    b.drop();
    EXPECT_FALSE(c.poll());
    EXPECT_TRUE(a.poll());
    a.output.reset();  // hands it to c, within the wake of a
    EXPECT_TRUE(c.poll());
  });
  auto held = mutex.try_lock();
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  held.reset();
  EXPECT_EQ(b.wakes(), 0);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_FALSE(mutex.try_lock().has_value());
}

TEST(Mutex, IsHeldAcrossPolls) {
  LocalMutex<std::vector<int>> mutex;
  LocalPool pool;
  for (int i = 0; i < 3; ++i) {
    pool.spawn(then(mutex.lock(), [i](LocalMutexGuard<std::vector<int>> guard) {
      guard->push_back(i);
      return map(yield_n(2, std::move(guard)), [i](LocalMutexGuard<std::vector<int>> same) {
        same->push_back(i);
        return i;
      });
    }));
  }
  pool.run_until_stalled();
  EXPECT_EQ(**mutex.try_lock(), (std::vector<int>{0, 0, 1, 1, 2, 2}));
}

TEST(Mutex, AfterReadyPanicsByName) {
  LocalMutex<int> mutex(0);
  Locker a(mutex.lock());
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "MutexLock", [&] { (void)a.poll(); });
}

TEST(Mutex, AllocatesNothing) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const tests::HeapCount heap;
  Mutex<int> mutex(0);
  auto a = PINPRICK_PIN(mutex.lock());
  auto b = PINPRICK_PIN(mutex.lock());
  {
    auto guard = a.poll(cx).value();
    EXPECT_TRUE(b.poll(cx).is_pending());
    ++*guard;
  }
  EXPECT_EQ(*b.poll(cx).value(), 1);
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(wake->wakes, 1);
}

}  // namespace
}  // namespace pinprick
