#include "pinprick/future/lazy.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/yield_now.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;

// A function that says how many of it are alive.
class CountedFn {
 public:
  explicit CountedFn(int& alive) : alive_(&alive) { ++alive; }
  CountedFn(CountedFn&& other) noexcept : alive_(other.alive_) { ++*alive_; }
  ~CountedFn() { --*alive_; }
  int operator()(Context&) { return *alive_; }

 private:
  int* alive_;
  [[no_unique_address]] PhantomPinned pinned_;
};

TEST(Lazy, CallsAtTheFirstPollWithItsContext) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  int calls = 0;
  auto future = box_pin(lazy([&](Context& inner) {
    inner.waker().wake_by_ref();
    return std::make_unique<int>(++calls);
  }));
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(*future.poll(cx).value(), 1);
  EXPECT_EQ(counter->wakes, 1);
  expect_panic(PanicReason::kPolledAfterReady, "Lazy", [&] { (void)drive(future); });
  EXPECT_EQ(calls, 1);
}

TEST(Lazy, DestroysItsFunctionWhenItWasCalled) {
  int alive = 0;
  auto future = box_pin(lazy(CountedFn(alive)));
  EXPECT_EQ(alive, 1);
  EXPECT_EQ(drive(future).first, 1);
  EXPECT_EQ(alive, 0);
  {
    auto never_polled = lazy(CountedFn(alive));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Lazy, IsDoneWhenItsFunctionThrows) {
  auto future = box_pin(lazy([](Context&) -> int { throw std::runtime_error("no"); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "Lazy", [&] { (void)drive(future); });
}

TEST(Lazy, IsUnpinWhateverItHolds) {
  static_assert(!Unpin<CountedFn> && Unpin<Lazy<CountedFn>>);
  static_assert(Future<Lazy<CountedFn>>);
}

TEST(PollFn, IsPolledByItsFunctionWhereItLies) {
  auto fn = [left = 2, text = std::string("in place")](Context& cx) mutable -> Poll<std::string*> {
    if (left-- > 0) {
      cx.waker().wake_by_ref();
      return kPending;
    }
    return poll_ready(&text);
  };
  static_assert(sizeof(PollFn<decltype(fn)>) == sizeof(fn));
  auto future = box_pin(poll_fn(std::move(fn)));
  const auto [text, polls] = drive(future);
  EXPECT_EQ(polls, 3);
  EXPECT_EQ(*text, "in place");
  const auto* begin = reinterpret_cast<const char*>(&future.get_ref());
  EXPECT_GE(reinterpret_cast<const char*>(text), begin);
  EXPECT_LT(reinterpret_cast<const char*>(text), begin + sizeof(future.get_ref()));
}

TEST(PollFn, LeavesItToItsFunctionWhatAPollAfterReadyDoes) {
  auto future = box_pin(poll_fn([polls = 0](Context&) mutable { return poll_ready(++polls); }));
  EXPECT_EQ(drive(future).first, 1);
  EXPECT_EQ(drive(future).first, 2);
}

TEST(PollFn, IsUnpinWhenItsFunctionIs) {
  struct Free {
    Poll<int> operator()(Context&) { return poll_ready(1); }
  };
  struct Bound : Free {
    [[no_unique_address]] PhantomPinned pinned;
  };
  static_assert(Unpin<PollFn<Free>> && !Unpin<PollFn<Bound>>);
  static_assert(Future<PollFn<Free>> && Future<PollFn<Bound>>);
}

// What select! does with stack-pinned futures, by hand: the function captures the pins.
TEST(PollFn, PollsWhatWasPinnedOutside) {
  PINPRICK_PIN_MUT(slow, example(8, 1));
  auto race = poll_fn([slow, left = 5](Context& cx) mutable -> Poll<std::int64_t> {
    auto answer = slow.poll(cx);
    return answer.is_pending() && --left == 0 ? poll_ready(std::int64_t{0}) : std::move(answer);
  });
  static_assert(Unpin<decltype(race)>);
  EXPECT_EQ(block_on(std::move(race)), 37);
}

TEST(YieldNow, WakesOnceAndIsReadyThen) {
  static_assert(sizeof(YieldNow) == 1 && Unpin<YieldNow>);
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = box_pin(yield_now());
  EXPECT_EQ(counter->wakes, 0);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter->wakes, 1);
  EXPECT_EQ(future.poll(cx).value(), Unit{});
  EXPECT_EQ(counter->wakes, 1);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "YieldNow", [&] { (void)drive(future); });
  }
}

TEST(LazyPollFnYieldNow, AllocateNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(lazy([](Context&) { return 3; })), 3);
  EXPECT_EQ(block_on(poll_fn([](Context&) { return poll_ready(4); })), 4);
  EXPECT_EQ(block_on(yield_now()), Unit{});
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
