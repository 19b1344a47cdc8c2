#include "pinprick/sync/semaphore.h"

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

using Acquirer = Waiter<LocalAcquire>;

static_assert(Future<Acquire> && Future<LocalAcquire>);
static_assert(!Unpin<Acquire> && !Unpin<LocalAcquire>);
static_assert(Unpin<SemaphorePermit> && Unpin<LocalSemaphorePermit>);
static_assert(!std::is_move_constructible_v<Semaphore>);
static_assert(!std::is_copy_constructible_v<SemaphorePermit>);
static_assert(std::is_nothrow_move_assignable_v<SemaphorePermit>);
static_assert(sizeof(LocalSemaphorePermit) == 2 * sizeof(void*));
static_assert(sizeof(LocalAcquire) <= 56);

TEST(Semaphore, HandsOutWhatItHas) {
  LocalSemaphore semaphore(3);
  Acquirer a(semaphore.acquire(2));
  Acquirer b(semaphore.acquire());
  Acquirer c(semaphore.acquire(0));
  EXPECT_TRUE(a.poll() && b.poll() && c.poll());
  EXPECT_EQ(a.output->value().num_permits(), 2U);
  EXPECT_EQ(semaphore.available_permits(), 0U);
  EXPECT_EQ(semaphore.try_acquire().error(), TryAcquireError::kNoPermits);
  EXPECT_TRUE(semaphore.try_acquire(0).is_ok());
  a.output.reset();
  EXPECT_EQ(semaphore.available_permits(), 2U);
}

TEST(Semaphore, NobodyOvertakes) {
  LocalSemaphore semaphore(2);
  Acquirer big(semaphore.acquire(3));
  Acquirer small(semaphore.acquire(1));
  Acquirer none(semaphore.acquire(0));
  EXPECT_FALSE(big.poll());
  EXPECT_FALSE(small.poll());
  EXPECT_FALSE(none.poll());
  EXPECT_EQ(semaphore.available_permits(), 2U);
  EXPECT_EQ(semaphore.try_acquire(1).error(), TryAcquireError::kNoPermits);
  semaphore.add_permits(1);
  EXPECT_EQ(big.wakes(), 1);
  EXPECT_EQ(small.wakes(), 0);
  // Who wants none is behind the one that waits, too.
  EXPECT_EQ(none.wakes(), 0);
  EXPECT_TRUE(big.poll());
  EXPECT_FALSE(small.poll());
  big.output.reset();
  EXPECT_EQ(small.wakes(), 1);
  EXPECT_EQ(none.wakes(), 1);
  EXPECT_EQ(semaphore.available_permits(), 2U);
  EXPECT_TRUE(small.poll() && none.poll());
}

TEST(Semaphore, GrantedPermitsAreGoneBeforeThePoll) {
  LocalSemaphore semaphore(0);
  Acquirer a(semaphore.acquire(1));
  EXPECT_FALSE(a.poll());
  semaphore.add_permits(1);
  EXPECT_EQ(semaphore.available_permits(), 0U);
  EXPECT_FALSE(Acquirer(semaphore.acquire(1)).poll());
  EXPECT_TRUE(a.poll());
}

TEST(Semaphore, PermitMovesAndIsForgotten) {
  LocalSemaphore semaphore(5);
  auto a = block_on(semaphore.acquire(2)).value();
  auto b = block_on(semaphore.acquire(3)).value();
  auto moved = std::move(a);
  EXPECT_EQ(a.num_permits(), 0U);
  moved = std::move(b);
  EXPECT_EQ(semaphore.available_permits(), 2U);
  EXPECT_EQ(moved.num_permits(), 3U);
  std::move(moved).forget();
  EXPECT_EQ(moved.num_permits(), 0U);
  EXPECT_EQ(semaphore.available_permits(), 2U);
}

// --- Closing ---

TEST(SemaphoreClose, TellsAllThatWaitAndAllThatCome) {
  LocalSemaphore semaphore(1);
  auto held = block_on(semaphore.acquire()).value();
  Acquirer a(semaphore.acquire());
  Acquirer is_new(semaphore.acquire());
  Acquirer none(semaphore.acquire(0));
  EXPECT_FALSE(a.poll());
  semaphore.close();
  semaphore.close();
  EXPECT_TRUE(semaphore.is_closed());
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_TRUE(a.poll() && is_new.poll() && none.poll());
  EXPECT_TRUE(a.output->is_err() && is_new.output->is_err() && none.output->is_err());
  EXPECT_EQ(semaphore.try_acquire(0).error(), TryAcquireError::kClosed);
  // The permit is good until it is destroyed.
  EXPECT_EQ(semaphore.available_permits(), 0U);
  {
    const auto end = std::move(held);
  }
  EXPECT_EQ(semaphore.available_permits(), 1U);
}

TEST(SemaphoreClose, GrantedButNotPolledGetsTheError) {
  LocalSemaphore semaphore(0);
  Acquirer a(semaphore.acquire(2));
  Acquirer b(semaphore.acquire(2));
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  semaphore.add_permits(4);
  semaphore.close();
  EXPECT_EQ(semaphore.available_permits(), 0U);
  EXPECT_TRUE(a.poll());
  EXPECT_TRUE(a.output->is_err());
  EXPECT_EQ(semaphore.available_permits(), 2U);
  b.drop();
  EXPECT_EQ(semaphore.available_permits(), 4U);
}

// --- Dropped at every moment ---

TEST(SemaphoreCancel, Unpolled) {
  LocalSemaphore semaphore(1);
  Acquirer(semaphore.acquire()).drop();
  EXPECT_EQ(semaphore.available_permits(), 1U);
}

TEST(SemaphoreCancel, WaitingLetsTheNextForward) {
  LocalSemaphore semaphore(2);
  Acquirer big(semaphore.acquire(3));
  Acquirer b(semaphore.acquire(1));
  Acquirer c(semaphore.acquire(1));
  Acquirer d(semaphore.acquire(1));
  EXPECT_FALSE(big.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  EXPECT_FALSE(d.poll());
  big.drop();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_EQ(d.wakes(), 0);
  EXPECT_TRUE(b.poll() && c.poll());
  EXPECT_FALSE(d.poll());
}

TEST(SemaphoreCancel, GrantedGivesBack) {
  LocalSemaphore semaphore(0);
  Acquirer a(semaphore.acquire(2));
  Acquirer b(semaphore.acquire(1));
  Acquirer c(semaphore.acquire(2));
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  semaphore.add_permits(2);
  EXPECT_EQ(b.wakes(), 0);
  a.drop();
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(c.wakes(), 0);
  EXPECT_EQ(semaphore.available_permits(), 1U);
  b.drop();
  EXPECT_EQ(c.wakes(), 1);
  c.drop();
  EXPECT_EQ(semaphore.available_permits(), 2U);
}

TEST(SemaphoreCancel, ReadyLeavesThePermitsToThePermit) {
  LocalSemaphore semaphore(1);
  Acquirer a(semaphore.acquire());
  EXPECT_TRUE(a.poll());
  a.drop();
  EXPECT_EQ(semaphore.available_permits(), 0U);
}

TEST(SemaphoreCancel, MovedFromHasNothingToUndo) {
  LocalSemaphore semaphore(1);
  LocalAcquire first = semaphore.acquire();
  LocalAcquire second = std::move(first);
  EXPECT_TRUE(block_on(std::move(second)).is_ok());
  EXPECT_EQ(semaphore.available_permits(), 1U);
}

// --- Wakes that interfere ---

TEST(SemaphoreWake, AllAreGrantedBeforeTheFirstWake) {
  LocalSemaphore semaphore(0);
  Acquirer b(semaphore.acquire(1));
  Acquirer c(semaphore.acquire(1));
  Acquirer d(semaphore.acquire(1));
  bool b_was_ready = false;
  Acquirer a(semaphore.acquire(1), [&] {
    b_was_ready = b.poll();
    EXPECT_EQ(semaphore.available_permits(), 0U);
    c.drop();  // its permit goes to d, which is woken here and now
    EXPECT_EQ(d.wakes(), 1);
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  EXPECT_FALSE(d.poll());
  semaphore.add_permits(3);
  EXPECT_TRUE(b_was_ready);
  EXPECT_EQ(b.wakes() + c.wakes(), 0);
  EXPECT_EQ(d.wakes(), 1);
  EXPECT_TRUE(a.poll() && d.poll());
}

TEST(SemaphoreWake, ClosesWhileItGrants) {
  LocalSemaphore semaphore(0);
  Acquirer b(semaphore.acquire(1));
  Acquirer c(semaphore.acquire(1));
  Acquirer a(semaphore.acquire(1), [&] {
    semaphore.close();
    EXPECT_TRUE(b.poll());
    EXPECT_TRUE(b.output->is_err());
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  semaphore.add_permits(2);
  EXPECT_EQ(b.wakes(), 0);
  EXPECT_EQ(c.wakes(), 1);
  EXPECT_TRUE(a.poll() && c.poll());
  EXPECT_TRUE(a.output->is_err() && c.output->is_err());
  EXPECT_EQ(semaphore.available_permits(), 2U);
}

TEST(SemaphoreWake, OneThatThrowsKeepsNobodyFromBeingWoken) {
  LocalSemaphore semaphore(0);
  Acquirer a(semaphore.acquire(1), [] { throw std::runtime_error("no"); });
  Acquirer b(semaphore.acquire(1));
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_THROW(semaphore.add_permits(2), std::runtime_error);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(a.poll() && b.poll());
}

TEST(Semaphore, AfterReadyPanicsByName) {
  LocalSemaphore semaphore(1);
  Acquirer a(semaphore.acquire());
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "Acquire", [&] { (void)a.poll(); });
  semaphore.close();
  Acquirer b(semaphore.acquire());
  EXPECT_TRUE(b.poll());
  expect_panic(PanicReason::kPolledAfterReady, "Acquire", [&] { (void)b.poll(); });
}

TEST(Semaphore, AllocatesNothing) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const tests::HeapCount heap;
  Semaphore semaphore(1);
  auto a = PINPRICK_PIN(semaphore.acquire(2));
  EXPECT_TRUE(a.poll(cx).is_pending());
  semaphore.add_permits(1);
  EXPECT_TRUE(a.poll(cx).value().is_ok());
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(wake->wakes, 1);
}

}  // namespace
}  // namespace pinprick
