#include "pinprick/future/shared.h"

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<Shared<Example>> && !Unpin<Shared<Simple>>);
static_assert(sizeof(Shared<Example>) == 5 * sizeof(void*));
static_assert(!std::is_copy_constructible_v<Shared<Simple>> &&
              std::is_nothrow_move_constructible_v<Shared<Example>>);

// What a test does to the future inside, from outside.
struct Inside {
  std::optional<Waker> waker;
  std::function<void()> during_poll = [] {};
  int polls = 0;
  bool is_ready = false;
};

// Keeps the waker of each poll with its `Inside`.
struct FromOutside {
  using Output = int;

  static Poll<int> poll(Pin<FromOutside&> self, Context& cx) {
    Inside& inside = *self.get_mut().inside;
    ++inside.polls;
    inside.waker.emplace(cx.waker().clone());
    inside.during_poll();
    return inside.is_ready ? Poll<int>::ready(7) : kPending;
  }

  Inside* inside;
};

// A task that waits for a handle.
class Waiting {
 public:
  explicit Waiting(Shared<FromOutside> handle) : handle_(box_pin(std::move(handle))) {}

  Poll<int> poll() {
    const Waker waker = task_.waker();
    Context cx(waker);
    return handle_.poll(cx);
  }
  [[nodiscard]] int wakes() const { return task_->wakes; }

 private:
  WakeRef<Counter> task_ = WakeRef<Counter>::make();
  Pin<Box<Shared<FromOutside>>> handle_;
};

TEST(Shared, PollsOnceForAllAndCopiesForEach) {
  Log log;
  auto first = shared(Logged(log, "a", 1, 5));
  auto second = box_pin(first.clone());
  auto pinned = box_pin(std::move(first));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_EQ(second.poll(cx).value(), 5);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  EXPECT_EQ(pinned.poll(cx).value(), 5);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
}

TEST(Shared, AWakeWakesAllThatWaitAndWhoComesFirstPolls) {
  Inside inside;
  auto handle = shared(FromOutside{&inside});
  Waiting a(handle.clone());
  Waiting b(handle.clone());
  Waiting c(std::move(handle));
  EXPECT_TRUE(a.poll().is_pending());
  EXPECT_TRUE(b.poll().is_pending());
  EXPECT_EQ(inside.polls, 2);
  inside.waker->wake_by_ref();
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(c.wakes(), 0);
  // Nobody waits now.
  inside.waker->wake_by_ref();
  EXPECT_EQ(a.wakes() + b.wakes(), 2);
  EXPECT_TRUE(b.poll().is_pending());
  EXPECT_TRUE(a.poll().is_pending());
  inside.is_ready = true;
  EXPECT_EQ(c.poll().value(), 7);
  EXPECT_EQ(a.wakes(), 2);
  EXPECT_EQ(b.wakes(), 2);
  EXPECT_EQ(inside.polls, 5);
  EXPECT_EQ(a.poll().value(), 7);
  EXPECT_EQ(b.poll().value(), 7);
  EXPECT_EQ(inside.polls, 5);
}

TEST(Shared, DroppedHandlesLoseNoWake) {
  Inside inside;
  auto handle = shared(FromOutside{&inside});
  Waiting a(handle.clone());
  std::optional<Waiting> b(handle.clone());
  EXPECT_TRUE(a.poll().is_pending());
  // The last to poll goes, with its waker.
  EXPECT_TRUE(b->poll().is_pending());
  b.reset();
  inside.waker->wake_by_ref();
  EXPECT_EQ(a.wakes(), 1);
  // One that was woken and goes before it polls.
  b.emplace(handle.clone());
  EXPECT_TRUE(a.poll().is_pending());
  EXPECT_TRUE(b->poll().is_pending());
  inside.waker->wake_by_ref();
  EXPECT_EQ(b->wakes(), 1);
  b.reset();
  EXPECT_EQ(a.wakes(), 2);
}

TEST(Shared, AWakeDuringThePollIsPassedOnAfterwards) {
  Inside inside;
  auto handle = shared(FromOutside{&inside});
  Waiting a(handle.clone());
  std::optional<Waiting> b(std::move(handle));
  EXPECT_TRUE(a.poll().is_pending());
  inside.during_poll = [&] {
    inside.waker->wake_by_ref();
    EXPECT_EQ(a.wakes(), 0);
  };
  EXPECT_TRUE(b->poll().is_pending());
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b->wakes(), 1);
  // The one that polled may go: the other one polls instead.
  b.reset();
  inside.during_poll = [] {};
  inside.is_ready = true;
  EXPECT_EQ(a.poll().value(), 7);
}

TEST(Shared, AHandleThatComesDuringThePollWaits) {
  Inside inside;
  auto handle = shared(FromOutside{&inside});
  Waiting a(handle.clone());
  Waiting b(std::move(handle));
  inside.during_poll = [&] { EXPECT_TRUE(b.poll().is_pending()); };
  EXPECT_TRUE(a.poll().is_pending());
  EXPECT_EQ(inside.polls, 1);
  EXPECT_EQ(b.wakes(), 0);
  inside.is_ready = true;
  EXPECT_EQ(a.poll().value(), 7);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(b.poll().value(), 7);
  EXPECT_EQ(inside.polls, 2);
}

// Polls its task from inside the wake, at most so many times.
class PollsInside : public Wake {
 public:
  void wake() override {
    if (++wakes < 10) poll();
  }

  int wakes = 0;
  std::function<void()> poll;
};

TEST(Shared, AWakerThatPollsAtOnceIsNotWokenAgainByTheSameWake) {
  Inside inside;
  auto pinned = box_pin(shared(FromOutside{&inside}));
  auto task = WakeRef<PollsInside>::make();
  task->poll = [&] {
    const Waker waker = task.waker();
    Context cx(waker);
    EXPECT_TRUE(pinned.poll(cx).is_pending());
  };
  task->poll();
  std::optional<Waker> outer(std::exchange(inside.waker, std::nullopt));
  outer->wake_by_ref();
  EXPECT_EQ(task->wakes, 1);
  EXPECT_EQ(inside.polls, 2);
}

TEST(Shared, AWakeThatDropsTheLastHandle) {
  Inside inside;
  auto handle =
      std::make_unique<Pin<Box<Shared<FromOutside>>>>(box_pin(shared(FromOutside{&inside})));
  auto task = WakeRef<PollsInside>::make();
  task->poll = [&] { handle.reset(); };
  const Waker waker = task.waker();
  Context cx(waker);
  EXPECT_TRUE(handle->poll(cx).is_pending());
  // The waker is the last that keeps the memory, and goes while it wakes.
  std::move(*std::exchange(inside.waker, std::nullopt)).wake();
  EXPECT_EQ(task->wakes, 1);
  EXPECT_EQ(handle, nullptr);
}

// Owns a clone of its own waker, as a future in a wait list does.
struct KeepsItsWaker {
  using Output = int;

  static Poll<int> poll(Pin<KeepsItsWaker&> self, Context& cx) {
    self.get_mut().waker.emplace(cx.waker().clone());
    return kPending;
  }

  std::optional<Waker> waker;
  std::shared_ptr<int> alive;
};

TEST(Shared, WakersDoNotKeepTheFutureAlive) {
  auto alive = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = alive;
  {
    auto handle = shared(KeepsItsWaker{std::nullopt, std::move(alive)});
    auto second = box_pin(handle.clone());
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(second.poll(cx).is_pending());
    {
      const auto dropped = std::move(handle);
    }
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

TEST(Shared, WakersMayOutliveAllHandles) {
  Inside inside;
  {
    auto pinned = box_pin(shared(FromOutside{&inside}));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(pinned.poll(cx).is_pending());
  }
  inside.waker->wake_by_ref();
  EXPECT_EQ(inside.polls, 1);
}

TEST(Shared, TheLastHandleDropsTheFutureThatIsNotReady) {
  Log log;
  {
    auto first = shared(Logged(log, "a", 9, 1));
    {
      auto second = box_pin(first.clone());
      const Waker waker = Waker::noop();
      Context cx(waker);
      EXPECT_TRUE(second.poll(cx).is_pending());
    }
    EXPECT_EQ(log, Log({"a pending"}));
  }
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
}

TEST(Shared, TheLastHandleDropsTheOutput) {
  auto value = std::make_shared<int>(1);
  auto first = box_pin(shared(ready(std::move(value))));
  auto second = first.get_ref().clone();
  const std::weak_ptr<int> watch = drive(first).first;
  EXPECT_FALSE(watch.expired());
  EXPECT_EQ(watch.use_count(), 1);
  {
    const auto dropped = std::move(second);
  }
  EXPECT_TRUE(watch.expired());
}

TEST(Shared, EveryHandleRethrowsWhatTheFutureThrew) {
  Log log;
  auto first = box_pin(shared(
      map(Logged(log, "a", 0, 1), [](std::int64_t) -> int { throw std::runtime_error("no"); })));
  auto second = box_pin(first.get_ref().clone());
  EXPECT_THROW((void)drive(first), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_THROW((void)drive(second), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "Shared", [&] { (void)drive(first); });
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
}

TEST(Shared, PolledAfterReadyPanicsByName) {
  auto pinned = box_pin(shared(simple(1, 5)));
  EXPECT_EQ(drive(pinned).first, 5);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Shared", [&] { (void)drive(pinned); });
    expect_panic(PanicReason::kEmpty, "Shared", [&] { (void)pinned.get_ref().clone(); });
  }
}

TEST(Shared, MovesBeforeItIsPinned) {
  auto first = shared(example(8, 1));
  auto second = std::move(first);
  // NOLINTNEXTLINE(bugprone-use-after-move): it must not be a memory error.
  expect_panic(PanicReason::kEmpty, "Shared", [&] { (void)first.clone(); });
  EXPECT_EQ(block_on(std::move(second)), 37);
}

TEST(Shared, IsOneAllocation) {
  const tests::HeapCount heap;
  auto first = shared(yield_n(2, 5));
  EXPECT_EQ(heap.count(), 1U);
  auto second = first.clone();
  EXPECT_EQ(block_on(join(std::move(first), std::move(second))), std::pair(5, 5));
  EXPECT_EQ(heap.count(), 1U);
}

// Throws when it is copied.
struct NoCopy {
  NoCopy() = default;
  NoCopy(NoCopy&&) noexcept = default;
  NoCopy(const NoCopy&) { throw std::runtime_error("no copy"); }
  NoCopy& operator=(const NoCopy&) = delete;
};

TEST(Shared, AHandleIsDoneWhenTheOutputCannotBeCopied) {
  auto first = box_pin(shared(map(ready(1), [](int) { return NoCopy(); })));
  auto second = box_pin(first.get_ref().clone());
  EXPECT_THROW((void)drive(first), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "Shared", [&] { (void)drive(first); });
  EXPECT_THROW((void)drive(second), std::runtime_error);
}

}  // namespace
}  // namespace pinprick
