#include "pinprick/time/sleep.h"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "pinprick/pin_local.h"
#include "pinprick/time/clock.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using namespace std::chrono_literals;  // NOLINT: the test is full of them

using tests::expect_panic;
using tests::Log;
using tests::Waiter;

using VirtualSleep = Sleep<LocalVirtualClock>;
using Dozer = Waiter<VirtualSleep>;

static_assert(Clock<VirtualClock> && Clock<SteadyClock> && Clock<LocalVirtualClock>);
static_assert(!Clock<TimerList>);
static_assert(!std::is_move_constructible_v<VirtualClock>);
static_assert(Future<VirtualSleep> && Future<Sleep<SteadyClock>> && !Unpin<VirtualSleep>);
static_assert(sizeof(VirtualSleep) == 64);

TEST(Instant, LaterStopsAtTheEnds) {
  static_assert(later(Instant::max(), 1ns) == Instant::max());
  static_assert(later(Instant::min(), Duration::max()) == Instant(-1ns));
  static_assert(later(Instant(-5ns), Duration::max()) == Instant::max() - 5ns);
  static_assert(later(Instant(5ns), 0ns) == Instant(5ns));
  static_assert(later(Instant(5ns), Duration::min()) == Instant(5ns));
}

TEST(Sleep, EndsAtItsDeadlineWhichCountsFromItsMaking) {
  LocalVirtualClock clock(Instant(10ms));
  Dozer a(sleep(clock, 5ms));
  clock.advance(4ms);
  EXPECT_FALSE(a.poll());
  clock.advance(999'999ns);
  EXPECT_FALSE(a.poll());
  EXPECT_EQ(a.wakes(), 0);
  clock.advance(1ns);
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_TRUE(a.poll());
}

TEST(Sleep, IsReadyAtOnceWhenTheTimeIsPast) {
  LocalVirtualClock clock(Instant(10ms));
  EXPECT_TRUE(Dozer(sleep(clock, 0ms)).poll());
  EXPECT_TRUE(Dozer(sleep(clock, -1ms)).poll());
  EXPECT_TRUE(Dozer(sleep_until(clock, Instant(3ms))).poll());
  EXPECT_EQ(sleep(clock, 1ms).deadline(), Instant(11ms));
  EXPECT_EQ(sleep(clock, Duration::max()).deadline(), Instant::max());
}

TEST(Sleep, TheClockDecidesNotTheWake) {
  LocalVirtualClock clock;
  Dozer a(sleep(clock, 5ms));
  EXPECT_FALSE(a.poll());
  clock.timers().fire(Instant(7ms));  // not what the clock says
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_FALSE(a.poll());
  EXPECT_EQ(clock.timers().next_deadline(), Instant(5ms));
  clock.advance(5ms);
  EXPECT_EQ(a.wakes(), 2);
  EXPECT_TRUE(a.poll());
}

TEST(SleepCancel, AtEveryMoment) {
  LocalVirtualClock clock;
  Dozer unpolled(sleep(clock, 1ms));
  Dozer waiting(sleep(clock, 1ms));
  Dozer woken(sleep(clock, 2ms));
  Dozer is_ready(sleep(clock, 2ms));
  Dozer stays(sleep(clock, 2ms));
  EXPECT_FALSE(waiting.poll());
  EXPECT_FALSE(woken.poll());
  EXPECT_FALSE(is_ready.poll());
  EXPECT_FALSE(stays.poll());
  unpolled.drop();
  waiting.drop();
  EXPECT_EQ(clock.timers().next_deadline(), Instant(2ms));
  clock.advance(2ms);
  EXPECT_EQ(waiting.wakes(), 0);
  woken.drop();
  EXPECT_TRUE(is_ready.poll());
  is_ready.drop();
  EXPECT_TRUE(stays.poll());
}

TEST(SleepCancel, ReadyWithoutAWakeLeavesTheList) {
  class StoppedClock {
   public:
    [[nodiscard]] Instant now() const { return time; }
    LocalTimerList& timers() { return timers_; }
    void wait_until(Instant instant) { time = instant; }
    Instant time;

   private:
    LocalTimerList timers_;
  };
  StoppedClock clock;
  Waiter<Sleep<StoppedClock>> a(sleep(clock, 5ms));
  EXPECT_FALSE(a.poll());
  clock.wait_until(Instant(6ms));
  EXPECT_TRUE(a.poll());
  EXPECT_FALSE(clock.timers().next_deadline().has_value());
  EXPECT_EQ(a.wakes(), 0);
}

TEST(SleepCancel, MovedFromHasNothingToUndo) {
  LocalVirtualClock clock;
  VirtualSleep first = sleep(clock, 1ms);
  Dozer second(std::move(first));
  EXPECT_FALSE(second.poll());
  clock.advance(1ms);
  EXPECT_TRUE(second.poll());
}

TEST(VirtualClock, GoesFromDeadlineToDeadline) {
  LocalVirtualClock clock;
  Log log;
  const auto note = [&](const char* name) {
    log.push_back(name + std::to_string(clock.now().time_since_epoch() / 1ms));
  };
  std::optional<Dozer> again;
  Dozer a(sleep(clock, 3ms), [&] {
    note("a");
    again.emplace(sleep(clock, 2ms), [&] { note("again"); });
    EXPECT_FALSE(again->poll());
  });
  Dozer b(sleep(clock, 4ms), [&] { note("b"); });
  Dozer c(sleep(clock, 9ms), [&] { note("c"); });
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(c.poll());
  clock.advance(8ms);
  EXPECT_EQ(log, Log({"a3", "b4", "again5"}));
  EXPECT_EQ(clock.now(), Instant(8ms));
}

TEST(VirtualClock, NeverGoesBack) {
  LocalVirtualClock clock(Instant(5ms));
  clock.advance(-1ms);
  clock.wait_until(Instant(2ms));
  EXPECT_EQ(clock.now(), Instant(5ms));
  Dozer b(sleep(clock, 2ms));
  Dozer a(sleep(clock, 1ms), [&] { clock.advance(10ms); });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  clock.advance(3ms);
  // Advanced from within a wake, it is beyond where the outer call wanted to go.
  EXPECT_EQ(clock.now(), Instant(16ms));
  EXPECT_EQ(b.wakes(), 1);
  clock.advance(Duration::max());
  EXPECT_EQ(clock.now(), Instant::max());
}

TEST(Sleep, AfterReadyPanicsByName) {
  LocalVirtualClock clock;
  Dozer a(sleep(clock, 0ms));
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "Sleep", [&] { (void)a.poll(); });
}

TEST(Sleep, AllocatesNothing) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const tests::HeapCount heap;
  VirtualClock clock;
  auto a = PINPRICK_PIN(sleep(clock, 1ms));
  auto b = PINPRICK_PIN(sleep(clock, 2ms));
  EXPECT_TRUE(b.poll(cx).is_pending());
  EXPECT_TRUE(a.poll(cx).is_pending());
  clock.advance(1ms);
  EXPECT_TRUE(a.poll(cx).is_ready());
  EXPECT_EQ(heap.count(), 0U);
  EXPECT_EQ(wake->wakes, 1);
}

}  // namespace
}  // namespace pinprick
