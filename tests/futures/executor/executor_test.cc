#include <optional>
#include <utility>
#include <vector>

#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/executor/local_executor.h"
#include "pinprick/future/example.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Log;
using tests::Logged;

// Ready once its gate is open; keeps the waker of its latest poll in the gate.
struct Gate {
  bool is_open = false;
  std::optional<Waker> waker;
};
class Wait {
 public:
  using Output = int;
  explicit Wait(Gate& gate) : gate_(&gate) {}
  static Poll<int> poll(Pin<Wait&> self, Context& cx) {
    Gate& gate = *self.get_mut().gate_;
    if (gate.is_open) return Poll<int>::ready(1);
    gate.waker = cx.waker().clone();
    return kPending;
  }

 private:
  Gate* gate_;
};

TEST(BlockOn, PollsOnlyAfterAWake) {
  EXPECT_EQ(block_on(simple(100, 5)), 5);
  expect_panic(PanicReason::kStalled, "block_on", [] { block_on(pending<int>()); });
}

TEST(BlockOn, WorksWithoutAHeap) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(example(8, 1)), 37);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(BlockOn, ItsWakersMayOutliveIt) {
  Gate gate;
  expect_panic(PanicReason::kStalled, "block_on", [&] { block_on(Wait(gate)); });
  ASSERT_TRUE(gate.waker.has_value());
  const Waker late = gate.waker->clone();
  late.wake_by_ref();
  // A wake of an old run is not one of a new run in the same place.
  Gate second;
  expect_panic(PanicReason::kStalled, "block_on", [&] {
    late.wake_by_ref();
    block_on(Wait(second));
  });
  late.wake_by_ref();
}

// Runs block_on inside a poll.
class Nest {
 public:
  using Output = std::size_t;
  explicit Nest(std::size_t depth) : depth_(depth) {}
  static Poll<std::size_t> poll(Pin<Nest&> self, Context&) {
    const std::size_t depth = self->depth_;
    return Poll<std::size_t>::ready(depth == 1 ? 1 : 1 + block_on(Nest(depth - 1)));
  }

 private:
  std::size_t depth_;
};

TEST(BlockOn, Nests) { EXPECT_EQ(block_on(Nest(100)), 100U); }

// Wakes, runs another future to its end, and only then yields.
class WakeThenNest {
 public:
  using Output = std::int64_t;
  static Poll<Output> poll(Pin<WakeThenNest&> self, Context& cx) {
    if (std::exchange(self->has_yielded_, true)) return Poll<Output>::ready(1);
    cx.waker().wake_by_ref();
    (void)block_on(simple(3, 1));
    return kPending;
  }

 private:
  bool has_yielded_ = false;
};

TEST(BlockOn, ANestedRunTakesNoWakeOfTheOuterOne) { EXPECT_EQ(block_on(WakeThenNest()), 1); }

TEST(LocalExecutor, IsFirstInFirstOut) {
  Log log;
  LocalExecutor executor;
  auto a = executor.spawn(Logged(log, "a", 1, 1));
  auto b = executor.spawn(boxed(Logged(log, "b", 1, 2)));
  EXPECT_EQ(executor.run_until_stalled(), 4U);
  EXPECT_EQ(log, Log({"a pending", "b pending", "a ready", "a dropped", "b ready", "b dropped"}));
  EXPECT_EQ(a.take(), 1);
  EXPECT_EQ(b.take(), 2);
  EXPECT_EQ(executor.task_count(), 0U);
  expect_panic(PanicReason::kNotReady, "JoinHandle", [&] { (void)a.take(); });
}

TEST(LocalExecutor, MovesAFutureBeforeItStartsAndNeverAfter) {
  LocalExecutor executor;
  std::vector<JoinHandle<std::int64_t>> handles;
  handles.reserve(20);
  for (int i = 0; i < 20; ++i) handles.push_back(executor.spawn(example(8, 1)));
  EXPECT_EQ(executor.run_until_stalled(), 60U);
  for (auto& handle : handles) EXPECT_EQ(handle.take(), 37);
}

TEST(LocalExecutor, PollsOnceForManyWakes) {
  Gate gate;
  LocalExecutor executor;
  auto handle = executor.spawn(Wait(gate));
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  EXPECT_EQ(executor.run_until_stalled(), 0U);
  gate.waker->wake_by_ref();
  gate.waker->wake_by_ref();
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  gate.is_open = true;
  gate.waker->wake_by_ref();
  EXPECT_EQ(executor.run_until_stalled(), 1U);
  EXPECT_EQ(handle.take(), 1);
  gate.waker->wake_by_ref();
  EXPECT_EQ(executor.run_until_stalled(), 0U);
}

TEST(LocalExecutor, KeepsToItsBudget) {
  LocalExecutor executor;
  auto handle = executor.spawn(simple(10, 1));
  EXPECT_EQ(executor.run_until_stalled(4), 4U);
  EXPECT_FALSE(handle.is_ready());
  EXPECT_EQ(executor.run_until_stalled(), 7U);
}

TEST(LocalExecutor, DropsWhatIsLeftInTheOrderOfSpawning) {
  Log log;
  Gate gate;
  {
    LocalExecutor executor;
    auto a = executor.spawn(Logged(log, "a", 9, 1));
    auto b = executor.spawn(Logged(log, "b", 9, 1));
    auto c = executor.spawn(Wait(gate));
    executor.run_until_stalled(3);
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
  gate.waker->wake_by_ref();
}

class Thrower {
 public:
  using Output = int;
  static Poll<int> poll(Pin<Thrower&>, Context&) { panic(PanicReason::kNotReady, "Thrower"); }
};

TEST(LocalExecutor, APanicDropsItsTaskAndGoesOn) {
  LocalExecutor executor;
  auto handle = executor.spawn(boxed(pending<int>()));
  auto bad = executor.spawn(Thrower());
  expect_panic(PanicReason::kNotReady, "Thrower", [&] { executor.run_until_stalled(); });
  EXPECT_EQ(executor.task_count(), 1U);
  EXPECT_EQ(executor.run_until_stalled(), 0U);
}

}  // namespace
}  // namespace pinprick
