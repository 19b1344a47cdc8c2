#include "pinprick/testing/wakers.h"

#include <memory>
#include <thread>

#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using testkit::CountingWaker;
using testkit::panic_waker;
using tests::expect_panic;

TEST(CountingWaker, CountsWakesClonesAndDrops) {
  const CountingWaker counter;
  {
    const Waker first = counter.waker();
    Waker second = first.clone();
    EXPECT_EQ(counter.clones(), 1U);
    EXPECT_TRUE(first.will_wake(second));
    first.wake_by_ref();
    EXPECT_EQ(counter.wakes(), 1U);
    EXPECT_EQ(counter.drops(), 0U);
    std::move(second).wake();
    EXPECT_EQ(counter.wakes(), 2U);
    EXPECT_EQ(counter.drops(), 1U);
  }
  EXPECT_EQ(counter.drops(), 2U);
  EXPECT_EQ(counter.clones(), 1U);
}

TEST(CountingWaker, DoesNotWakeTheTaskOfAnother) {
  const CountingWaker one;
  const CountingWaker other;
  EXPECT_FALSE(one.waker().will_wake(other.waker()));
}

TEST(CountingWaker, ItsWakersMayOutliveIt) {
  auto counter = std::make_unique<CountingWaker>();
  Waker waker = counter->waker();
  counter.reset();
  const Waker clone = waker.clone();
  clone.wake_by_ref();
  std::move(waker).wake();
}

TEST(CountingWaker, AllocatesOnce) {
  const tests::HeapCount heap;
  const CountingWaker counter;
  const Waker waker = counter.waker();
  waker.clone().wake_by_ref();
  EXPECT_EQ(heap.count(), 1U);
}

TEST(CountingWaker, CountsOverThreads) {
  constexpr std::size_t kTimes = 1000;
  const CountingWaker counter;
  const auto work = [waker = counter.waker()] {
    for (std::size_t i = 0; i < kTimes; ++i) waker.clone().wake_by_ref();
  };
  std::thread other([&work] { work(); });
  work();
  other.join();
  EXPECT_EQ(counter.wakes(), 2 * kTimes);
  EXPECT_EQ(counter.clones(), 2 * kTimes);
  EXPECT_EQ(counter.drops(), 2 * kTimes);
}

TEST(PanicWaker, PanicsWhenWoken) {
  const Waker waker = panic_waker();
  expect_panic(PanicReason::kWoken, "panic_waker", [&] { waker.wake_by_ref(); });
  expect_panic(PanicReason::kWoken, "panic_waker", [&] { waker.clone().wake(); });
}

TEST(PanicWaker, MayBeClonedAndDropped) {
  const Waker waker = panic_waker();
  const Waker clone = waker.clone();
  EXPECT_TRUE(clone.will_wake(panic_waker()));
  EXPECT_FALSE(clone.will_wake(Waker::noop()));
}

}  // namespace
}  // namespace pinprick
