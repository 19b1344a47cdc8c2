#include "pinprick/time/timeout.h"

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "pinprick/box.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/time/block_on_timers.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using namespace std::chrono_literals;  // NOLINT: the test is full of them

using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(!Unpin<Timeout<Ready<int>, Sleep<VirtualClock>>>);
static_assert(Unpin<Timeout<Simple, YieldN<int>>>);
static_assert(!Unpin<Timeout<Logged, YieldN<int>>>);
static_assert(sizeof(Timeout<Simple, Sleep<VirtualClock>>) <=
              sizeof(Simple) + sizeof(Sleep<VirtualClock>) + sizeof(void*));

// Polls once with a waker that tells nobody.
template <class P>
auto poll_once(P& pin) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  return pin.poll(cx);
}

TEST(Timeout, PollsTheFutureFirstAndDropsItFirst) {
  Log log;
  auto future = box_pin(Timeout(Logged(log, "future", 2, 7), Logged(log, "timer", 1, 0)));
  EXPECT_TRUE(poll_once(future).is_pending());
  EXPECT_EQ(log, Log({"future pending", "timer pending"}));
  log.clear();
  EXPECT_EQ(poll_once(future).value(), (Result<std::int64_t, Elapsed>::err({})));
  EXPECT_EQ(log, Log({"future pending", "timer ready", "future dropped", "timer dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Timeout", [&] { (void)poll_once(future); });
}

TEST(Timeout, TheFutureWinsIfBothAreReady) {
  Log log;
  auto future = box_pin(Timeout(Logged(log, "future", 1, 7), Logged(log, "timer", 1, 0)));
  EXPECT_TRUE(poll_once(future).is_pending());
  log.clear();
  EXPECT_EQ(poll_once(future).value().value(), 7);
  EXPECT_EQ(log, Log({"future ready", "future dropped", "timer dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Timeout", [&] { (void)poll_once(future); });
}

TEST(Timeout, DroppedHalfwayDropsTheFutureFirst) {
  Log log;
  {
    auto future = box_pin(Timeout(Logged(log, "future", 2, 7), Logged(log, "timer", 2, 0)));
    EXPECT_TRUE(poll_once(future).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"future dropped", "timer dropped"}));
}

TEST(Timeout, DroppedUnpolledOrMovedFrom) {
  Log log;
  {
    auto first = Timeout(Logged(log, "future", 2, 7), Logged(log, "timer", 2, 0));
    auto second = std::move(first);
    EXPECT_EQ(log, Log());
  }
  EXPECT_EQ(log, Log({"future dropped", "timer dropped"}));
}

TEST(Timeout, IsAsItWasIfTheFutureThrows) {
  class ThrowsOnce {
   public:
    using Output = int;
    static Poll<int> poll(Pin<ThrowsOnce&> self, Context&) {
      ThrowsOnce& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
      if (!std::exchange(me.has_thrown_, true)) throw std::runtime_error("once");
      return Poll<int>::ready(1);
    }

   private:
    bool has_thrown_ = false;
  };
  Log log;
  auto future = box_pin(Timeout(ThrowsOnce(), Logged(log, "timer", 1, 0)));
  EXPECT_THROW((void)poll_once(future), std::runtime_error);
  EXPECT_EQ(log, Log());
  EXPECT_EQ(poll_once(future).value().value(), 1);
}

TEST(Timeout, ElapsesOnItsClockAndLeavesItsList) {
  LocalVirtualClock clock;
  auto slow = box_pin(timeout(clock, 5ms, pending<int>()));
  auto fast = box_pin(timeout_at(clock, Instant(5ms), yield_n(1, std::make_unique<int>(3))));
  EXPECT_TRUE(poll_once(slow).is_pending());
  EXPECT_TRUE(poll_once(fast).is_pending());
  clock.advance(4ms);
  EXPECT_EQ(*poll_once(fast).value().value(), 3);
  EXPECT_TRUE(poll_once(slow).is_pending());
  clock.advance(1ms);
  EXPECT_FALSE(clock.timers().next_deadline().has_value());
  EXPECT_TRUE(poll_once(slow).value().is_err());
}

TEST(Timeout, OneThatIsReadyInTimeLeavesTheListAtOnce) {
  LocalVirtualClock clock;
  auto future = box_pin(timeout(clock, 5ms, yield_n(1, 3)));
  EXPECT_TRUE(poll_once(future).is_pending());
  EXPECT_TRUE(clock.timers().next_deadline().has_value());
  EXPECT_TRUE(poll_once(future).is_ready());
  EXPECT_FALSE(clock.timers().next_deadline().has_value());
}

TEST(BlockOnTimers, LetsVirtualTimePass) {
  LocalVirtualClock clock;
  std::vector<int> order;
  const auto after = [&](Duration duration, int number) {
    return map(sleep(clock, duration), [&order, number](Unit) {
      order.push_back(number);
      return number;
    });
  };
  auto [a, b] = block_on_timers(
      clock, join(after(2h, 1), then(after(1h, 2), [&](int) { return after(30min, 3); })));
  EXPECT_EQ(a, 1);
  EXPECT_EQ(b, 3);
  EXPECT_EQ(order, (std::vector<int>{2, 3, 1}));
  EXPECT_EQ(clock.now(), Instant(2h));
}

TEST(BlockOnTimers, PollsWhatIsAwakeWithoutLettingTimePass) {
  LocalVirtualClock clock;
  auto [n, over] = block_on_timers(
      clock, join(timeout(clock, 1ms, yield_n(100, 5)), timeout(clock, 2ms, pending<int>())));
  EXPECT_EQ(n.value(), 5);
  EXPECT_TRUE(over.is_err());
  EXPECT_EQ(clock.now(), Instant(2ms));
}

// A clock that only its owner sets.
class HandClock {
 public:
  [[nodiscard]] Instant now() const { return time; }
  LocalTimerList& timers() { return timers_; }
  void wait_until(Instant) { ADD_FAILURE() << "there was no need to wait"; }
  Instant time;

 private:
  LocalTimerList timers_;
};

// A future that is never asleep does not keep the timers of others from firing.
TEST(BlockOnTimers, FiresWhatIsDueAfterEveryPoll) {
  class Busy {
   public:
    Busy(HandClock& clock, const tests::Waiter<Sleep<HandClock>>& other)
        : clock_(&clock), other_(&other) {}
    using Output = int;
    static Poll<int> poll(Pin<Busy&> self, Context& cx) {
      Busy& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
      if (me.other_->wakes() > 0) return Poll<int>::ready(me.polls_);
      ++me.polls_;
      me.clock_->time += 1ms;
      cx.waker().wake_by_ref();
      return kPending;
    }

   private:
    HandClock* clock_;
    const tests::Waiter<Sleep<HandClock>>* other_;
    int polls_ = 0;
  };
  HandClock clock;
  tests::Waiter<Sleep<HandClock>> other(sleep(clock, 3ms));
  EXPECT_FALSE(other.poll());
  EXPECT_EQ(block_on_timers(clock, Busy(clock, other)), 3);
}

TEST(BlockOnTimers, SleepsOnARealClock) {
  SteadyClock clock;
  const Instant before = clock.now();
  EXPECT_TRUE(block_on_timers(clock, timeout(clock, 2ms, pending<int>())).is_err());
  EXPECT_GE(clock.now() - before, 2ms);
  EXPECT_EQ(block_on_timers(clock, timeout(clock, 24h, yield_n(3, 4))).value(), 4);
}

TEST(BlockOnTimers, NamesAFutureThatNothingWillWake) {
  LocalVirtualClock clock;
  expect_panic(PanicReason::kStalled, "block_on_timers",
               [&] { (void)block_on_timers(clock, pending<int>()); });
}

TEST(Timeout, AllocatesNothing) {
  LocalVirtualClock clock;
  const tests::HeapCount heap;
  EXPECT_TRUE(block_on_timers(clock, timeout(clock, 5ms, pending<int>())).is_err());
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
