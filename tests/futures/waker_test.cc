#include "pinprick/waker.h"

#include <thread>
#include <vector>

#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;

static_assert(!std::is_copy_constructible_v<Waker>);
static_assert(sizeof(Waker) == 2 * sizeof(void*));
static_assert(Unpin<Waker> && Unpin<WakeRef<tests::Counter>>);

TEST(Waker, NoopTellsNobody) {
  Waker a = Waker::noop();
  EXPECT_TRUE(a.will_wake(a.clone()));
  a.wake_by_ref();
  std::move(a).wake();
  tests::expect_panic(PanicReason::kEmpty, "Waker", [&] { a.wake_by_ref(); });
}

TEST(Waker, OwnsItsShare) {
  bool died = false;
  auto target = WakeRef<Counter>::make(&died);
  Waker waker = target.waker();
  Waker second = waker.clone();
  EXPECT_TRUE(waker.will_wake(second));
  EXPECT_FALSE(waker.will_wake(Waker::noop()));
  std::move(waker).wake();
  second.wake_by_ref();
  EXPECT_EQ(target->wakes, 2);
  {
    auto last = std::move(target);
  }
  EXPECT_FALSE(died);
  second.wake_by_ref();
  second = Waker::noop();
  EXPECT_TRUE(died);
}

TEST(Waker, CloningAllocatesNothing) {
  auto target = WakeRef<Counter>::make();
  const tests::HeapCount heap;
  Waker waker = target.waker();
  const Waker second = waker.clone();
  std::move(waker).wake();
  EXPECT_EQ(heap.count(), 0U);
}

TEST(Waker, CrossesThreads) {
  bool died = false;
  Waker waker = WakeRef<Counter>::make(&died).waker();
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([mine = waker.clone()] {
      for (int n = 0; n < 1000; ++n) (void)mine.clone();
    });
  }
  for (auto& thread : threads) thread.join();
  threads.clear();
  EXPECT_FALSE(died);
  waker = Waker::noop();
  EXPECT_TRUE(died);
}

}  // namespace
}  // namespace pinprick
