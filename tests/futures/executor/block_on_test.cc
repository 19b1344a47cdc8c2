#include "pinprick/executor/block_on.h"

#include <optional>
#include <utility>

#include "pinprick/future/example.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::expect_panic;

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

}  // namespace
}  // namespace pinprick
