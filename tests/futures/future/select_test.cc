#include "pinprick/future/select.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<Select<Simple, Pin<Example&>>> && Unpin<Select<Simple, Pin<Example&>>>);
static_assert(std::is_same_v<Select<Ready<char>, Ready<int>>::Output,
                             Either<std::pair<char, Ready<int>>, std::pair<int, Ready<char>>>>);
static_assert(sizeof(Select<Simple, Simple>) == 2 * sizeof(Simple) + sizeof(void*));

using OnHeap = Pin<Box<Logged>>;

OnHeap on_heap(Log& log, const char* name, std::size_t n, std::int64_t value) {
  return Box<Logged>::pin(log, name, n, value);
}

TEST(Select, PollsTheFirstFirstAndTheSecondOnlyIfItIsPending) {
  Log log;
  auto either = block_on(select(on_heap(log, "a", 0, 1), on_heap(log, "b", 0, 2)));
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_EQ(either.left().first, 1);
  log.clear();
  EXPECT_EQ(block_on(std::move(either.left().second)), 2);
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
}

TEST(Select, HandsTheFirstBackWhenTheSecondWins) {
  Log log;
  auto either = block_on(select(on_heap(log, "a", 3, 1), on_heap(log, "b", 1, 2)));
  EXPECT_EQ(log, Log({"a pending", "b pending", "a pending", "b ready", "b dropped"}));
  EXPECT_EQ(either.right().first, 2);
  EXPECT_EQ(drive(either.right().second), std::pair(std::int64_t{1}, 2));
}

TEST(Select, DroppedWhilePendingDropsInOrder) {
  Log log;
  {
    auto future = select(on_heap(log, "a", 3, 1), on_heap(log, "b", 3, 2));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(Pin<decltype(future)&>::make(future).poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(Select, ByReferenceOverFuturesThatStayPinned) {
  Log log;
  PINPRICK_PIN_MUT(a, Logged(log, "a", 1, 1));
  PINPRICK_PIN_MUT(b, Logged(log, "b", 2, 2));
  auto either = block_on(select(a, b));
  EXPECT_EQ(either.left().first, 1);
  // Only references were handed about.
  EXPECT_EQ(log, Log({"a pending", "b pending", "a ready"}));
  EXPECT_EQ(block_on(either.left().second), 2);
  EXPECT_EQ(log, Log({"a pending", "b pending", "a ready", "b pending", "b ready"}));
}

TEST(Select, MayBeMovedBetweenPolls) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  PINPRICK_PIN_MUT(a, example(8, 1));
  auto first = select(a, yield_n(9, 'b'));
  EXPECT_TRUE(Pin<decltype(first)&>::make(first).poll(cx).is_pending());
  auto second = std::move(first);
  EXPECT_TRUE(Pin<decltype(second)&>::make(second).poll(cx).is_pending());
  first = std::move(second);
  EXPECT_EQ(block_on(std::move(first)).left().first, 37);
}

TEST(Select, PolledAfterReadyPanicsByName) {
  auto left = box_pin(select(simple(1, 1), pending<char>()));
  auto right = box_pin(select(pending<char>(), simple(1, 1)));
  (void)drive(left);
  (void)drive(right);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Select", [&] { (void)drive(left); });
    expect_panic(PanicReason::kPolledAfterReady, "Select", [&] { (void)drive(right); });
  }
}

TEST(Select, OutputsAndFuturesMayBeMoveOnly) {
  auto either =
      block_on(select(yield_n(1, std::make_unique<int>(1)), yield_n(0, std::make_unique<int>(2))));
  EXPECT_EQ(*either.right().first, 2);
  EXPECT_EQ(*block_on(std::move(either.right().second)), 1);
}

TEST(Select, AllocatesNothing) {
  PINPRICK_PIN_MUT(work, example(8, 1));
  const tests::HeapCount heap;
  EXPECT_TRUE(block_on(select(work, ready(1))).is_right());
  EXPECT_TRUE(block_on(select(work, simple(9, 1))).is_left());
  EXPECT_EQ(heap.count(), 0U);
}

// Throws at its first poll, and is ready at its second. Or throws when it is moved, if told so.
struct SelectThrower {
  using PinnedFields = Fields<>;
  using Output = int;

  SelectThrower() = default;
  SelectThrower(SelectThrower&& other) : has_thrown(other.has_thrown) {
    if (refuses_moves) throw std::runtime_error("not to be moved");
  }
  SelectThrower& operator=(SelectThrower&&) = delete;

  static Poll<int> poll(Pin<SelectThrower&> self, Context&) {
    if (!std::exchange(self.get_mut().has_thrown, true)) throw std::runtime_error("no");
    return Poll<int>::ready(7);
  }

  static inline bool refuses_moves = false;
  bool has_thrown = false;
};

TEST(Select, StaysAsItIsWhenAFutureThrows) {
  auto future = box_pin(select(simple(2, 1), SelectThrower()));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  auto either = drive(future).first;
  EXPECT_EQ(either.right().first, 7);
  EXPECT_EQ(block_on(std::move(either.right().second)), 1);
}

TEST(Select, IsDoneWhenTheOtherCannotBeMovedOut) {
  Log log;
  auto future = box_pin(select(on_heap(log, "a", 0, 1), SelectThrower()));
  SelectThrower::refuses_moves = true;
  EXPECT_THROW((void)drive(future), std::runtime_error);
  SelectThrower::refuses_moves = false;
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Select", [&] { (void)drive(future); });
}

}  // namespace
}  // namespace pinprick
