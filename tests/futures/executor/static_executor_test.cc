#include "pinprick/executor/static_executor.h"

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Log;
using tests::Logged;

// Made by the compiler, and all zero.
constinit StaticExecutor<3, 128> static_executor;

// Counts its polls and its destructions; pending until told otherwise.
struct StaticCell {
  bool is_open = false;
  int polls = 0;
  std::optional<Waker> waker;
};
class StaticWait {
 public:
  using Output = int;
  explicit StaticWait(StaticCell& cell) : cell_(&cell) {}
  static Poll<int> poll(Pin<StaticWait&> self, Context& cx) {
    StaticCell& cell = *self.get_mut().cell_;
    ++cell.polls;
    cell.waker = cx.waker().clone();
    return cell.is_open ? Poll<int>::ready(1) : kPending;
  }

 private:
  StaticCell* cell_;
};

TEST(StaticExecutor, RunsWithoutAHeap) {
  const tests::HeapCount heap;
  std::int64_t sum = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3; ++i) {
      const auto add = [&sum](std::int64_t value) { return sum += value; };
      EXPECT_TRUE(static_executor.spawn(map(example(8, 1), add)).is_ok());
    }
    EXPECT_EQ(static_executor.task_count(), 3U);
    EXPECT_EQ(static_executor.run_until_stalled(), 9U);
  }
  EXPECT_EQ(sum, 9 * 37);
  EXPECT_EQ(static_executor.task_count(), 0U);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(StaticExecutor, RefusesWhenFull) {
  Log log;
  StaticExecutor<2, 96> executor;
  static_assert(decltype(executor)::capacity() == 2);
  EXPECT_TRUE(executor.spawn(Logged(log, "a", 1, 1)).is_ok());
  EXPECT_TRUE(executor.spawn(Logged(log, "b", 2, 1)).is_ok());
  EXPECT_EQ(executor.spawn(Logged(log, "c", 0, 1)).error(), SpawnError::kFull);
  EXPECT_EQ(log, Log({"c dropped"}));
  log.clear();
  EXPECT_EQ(executor.run_until_stalled(3), 3U);
  EXPECT_EQ(log, Log({"a pending", "b pending", "a ready", "a dropped"}));
  log.clear();
  EXPECT_TRUE(executor.spawn(Logged(log, "d", 0, 1)).is_ok());
  EXPECT_EQ(executor.run_until_stalled(), 3U);
  EXPECT_EQ(log, Log({"b pending", "d ready", "d dropped", "b ready", "b dropped"}));
}

TEST(StaticExecutor, PollsOnlyWhoWasWokenInTheOrderOfTheWakes) {
  std::array<StaticCell, 3> cells;
  StaticExecutor<3, 8> executor;
  for (StaticCell& cell : cells) EXPECT_TRUE(executor.spawn(StaticWait(cell)).is_ok());
  EXPECT_EQ(executor.run_until_stalled(), 3U);
  EXPECT_EQ(executor.run_until_stalled(), 0U);
  for (const int i : {2, 0, 2}) cells[i].waker->wake_by_ref();
  EXPECT_EQ(executor.run_until_stalled(1), 1U);
  EXPECT_EQ(cells[2].polls, 2);
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  EXPECT_EQ(cells[0].polls, 2);
  EXPECT_EQ(cells[1].polls, 1);
}

TEST(StaticExecutor, AStaleWakeIsHarmless) {
  StaticCell first;
  StaticCell second;
  StaticExecutor<1, 8> executor;
  EXPECT_TRUE(executor.spawn(StaticWait(first)).is_ok());
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  first.is_open = true;
  first.waker->wake_by_ref();
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  first.waker->wake_by_ref();  // nobody is there
  EXPECT_EQ(executor.run_until_stalled(), 0U);
  first.waker->wake_by_ref();
  EXPECT_TRUE(executor.spawn(StaticWait(second)).is_ok());
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  first.waker->wake_by_ref();  // somebody else is there
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  EXPECT_EQ(second.polls, 2);
}

TEST(StaticExecutor, DropsWhatIsLeft) {
  Log log;
  {
    StaticExecutor<3, 96> executor;
    EXPECT_TRUE(executor.spawn(Logged(log, "a", 9, 1)).is_ok());
    EXPECT_TRUE(executor.spawn(Logged(log, "b", 9, 1)).is_ok());
    EXPECT_EQ(executor.run_until_stalled(3), 3U);
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(StaticExecutor, AnExceptionDropsItsTaskAndGoesOn) {
  StaticExecutor<2, 32> executor;
  EXPECT_TRUE(
      executor.spawn(lazy([](Context&) -> int { throw std::runtime_error("task"); })).is_ok());
  EXPECT_TRUE(executor.spawn(ready(1)).is_ok());
  EXPECT_THROW(executor.run_until_stalled(), std::runtime_error);
  EXPECT_EQ(executor.task_count(), 1U);
  EXPECT_EQ(executor.run_until_stalled(), 1U);
}

TEST(StaticExecutor, TasksSpawnButDoNotRun) {
  int ran = 0;
  StaticExecutor<2, 32> executor;
  const auto spawn = [&](Context&) {
    return executor.spawn(lazy([&ran](Context&) { return ++ran; })).is_ok();
  };
  EXPECT_TRUE(executor.spawn(lazy(spawn)).is_ok());
  EXPECT_EQ(executor.run_until_stalled(), 2U);
  EXPECT_EQ(ran, 1);
  EXPECT_TRUE(executor.spawn(lazy([&](Context&) { return executor.run_until_stalled(); })).is_ok());
  expect_panic(PanicReason::kReentered, "StaticExecutor", [&] { executor.run_until_stalled(); });
}

}  // namespace
}  // namespace pinprick
