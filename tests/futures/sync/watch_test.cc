#include "pinprick/sync/watch.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/futures/sync/channel_kit.h"

namespace pinprick {
namespace {

using tests::CountingTask;
using tests::expect_panic;
using tests::Log;
using tests::Token;

static_assert(Unpin<watch::Sender<int>> && Unpin<watch::Receiver<int>>);
static_assert(Future<watch::Changed<int, std::mutex>> && !Unpin<watch::Changed<int, std::mutex>>);
static_assert(Future<watch::Closed<int, std::mutex>> && !Unpin<watch::Closed<int, std::mutex>>);
static_assert(!std::is_copy_constructible_v<watch::Receiver<int>>);
static_assert(sizeof(watch::Sender<int>) == sizeof(void*));
static_assert(sizeof(watch::Receiver<int>) == 2 * sizeof(void*));

using Seen = Result<Unit, watch::RecvError>;

// A task whose wake does what it is told, each time.
struct Acting : Wake {
  explicit Acting(std::function<void()> what) : act(std::move(what)) {}
  void wake() override { act(); }
  std::function<void()> act;
};

template <class F>
auto poll_acting(F& future, const WakeRef<Acting>& task) {
  const Waker waker = task.waker();
  Context cx(waker);
  return F::poll(Pin<F&>::new_unchecked(future, Unsafe("not moved afterwards")), cx);
}

template <class Lock>
class Watch : public testing::Test {};
using WatchLocks = testing::Types<std::mutex, internal::LocalLock>;
TYPED_TEST_SUITE(Watch, WatchLocks);

TYPED_TEST(Watch, ChangedIsReadyOncePerNews) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  CountingTask task;
  EXPECT_EQ(receiver.get(), 1);
  {
    auto changed = receiver.changed();
    EXPECT_TRUE(task.poll(changed).is_pending());
    EXPECT_TRUE(task.poll(changed).is_pending());
    EXPECT_TRUE(sender.send(2).is_ok());
    EXPECT_EQ(task.wakes(), 1);
    EXPECT_EQ(task.poll(changed).value(), Seen::ok({}));
    EXPECT_EQ(receiver.get(), 2);
  }
  EXPECT_TRUE(sender.send(3).is_ok());
  EXPECT_TRUE(sender.send(4).is_ok());
  EXPECT_EQ(*receiver.borrow(), 4);
  {
    auto changed = receiver.changed();
    EXPECT_EQ(task.poll(changed).value(), Seen::ok({}));
  }
  auto changed = receiver.changed();
  EXPECT_TRUE(task.poll(changed).is_pending());
  EXPECT_EQ(task.wakes(), 1);
}

TYPED_TEST(Watch, EachReceiverSeesForItself) {
  auto [sender, first] = watch::basic_channel<int, TypeParam>(1);
  auto second = first.clone();
  EXPECT_TRUE(sender.send(2).is_ok());
  CountingTask task;
  auto first_changed = first.changed();
  EXPECT_TRUE(task.poll(first_changed).is_ready());
  auto third = first.clone();
  auto third_changed = third.changed();
  EXPECT_TRUE(task.poll(third_changed).is_pending());
  auto fourth = second.clone();
  auto second_changed = second.changed();
  EXPECT_TRUE(task.poll(second_changed).is_ready());
  auto fourth_changed = fourth.changed();
  EXPECT_TRUE(task.poll(fourth_changed).is_ready());
}

TYPED_TEST(Watch, SendWakesTheLongestWaitingFirstThenDropsTheOldValue) {
  Log log;
  auto [sender, first] = watch::basic_channel<Token, TypeParam>(Token(log, "old"));
  auto second = first.clone();
  const auto a =
      WakeRef<Acting>::make([&] { log.push_back("a woken, " + first.borrow()->name()); });
  const auto b = WakeRef<Acting>::make([&] { log.emplace_back("b woken"); });
  auto changed_b = second.changed();
  auto changed_a = first.changed();
  EXPECT_TRUE(poll_acting(changed_a, a).is_pending());
  EXPECT_TRUE(poll_acting(changed_b, b).is_pending());
  EXPECT_TRUE(sender.send(Token(log, "new")).is_ok());
  EXPECT_EQ(log, Log({"a woken, new", "b woken", "old dropped"}));
}

TYPED_TEST(Watch, TheLastValueIsSeenBeforeTheEnd) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  auto second = receiver.clone();
  CountingTask task;
  auto waiting = second.changed();
  EXPECT_TRUE(sender.send(2).is_ok());
  EXPECT_TRUE(task.poll(waiting).is_ready());
  auto waits_for_nothing = second.changed();
  EXPECT_TRUE(task.poll(waits_for_nothing).is_pending());
  {
    auto gone = std::move(sender);
  }
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll(waits_for_nothing).value(), Seen::err({}));
  {
    auto changed = receiver.changed();
    EXPECT_EQ(task.poll(changed).value(), Seen::ok({}));
  }
  for (int again = 0; again < 2; ++again) {
    auto changed = receiver.changed();
    EXPECT_EQ(task.poll(changed).value(), Seen::err({}));
    EXPECT_EQ(receiver.get(), 2);
  }
  EXPECT_EQ(task.wakes(), 1);
}

TYPED_TEST(Watch, WithoutReceiversTheValueComesBack) {
  auto [sender, receiver] = watch::basic_channel<std::unique_ptr<int>, TypeParam>(nullptr);
  auto second = receiver.clone();
  {
    auto gone = std::move(receiver);
  }
  EXPECT_FALSE(sender.is_closed());
  EXPECT_TRUE(sender.send(std::make_unique<int>(1)).is_ok());
  {
    auto gone = std::move(second);
  }
  EXPECT_TRUE(sender.is_closed());
  EXPECT_EQ(*sender.send(std::make_unique<int>(7)).error(), 7);
}

TYPED_TEST(Watch, ClosedWaitsForTheLastReceiver) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  CountingTask a;
  CountingTask b;
  CountingTask dropped;
  auto closed_a = sender.closed();
  auto closed_b = sender.closed();
  EXPECT_TRUE(a.poll(closed_a).is_pending());
  EXPECT_TRUE(a.poll(closed_a).is_pending());
  {
    auto closed = sender.closed();
    EXPECT_TRUE(dropped.poll(closed).is_pending());
  }
  EXPECT_TRUE(b.poll(closed_b).is_pending());
  {
    auto second = receiver.clone();
    {
      auto gone = std::move(receiver);
    }
    EXPECT_EQ(a.wakes(), 0);
  }
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(dropped.wakes(), 0);
  EXPECT_TRUE(dropped.is_forgotten());
  EXPECT_TRUE(a.poll(closed_a).is_ready());
  EXPECT_TRUE(b.poll(closed_b).is_ready());
  auto closed = sender.closed();
  EXPECT_TRUE(a.poll(closed).is_ready());
}

TYPED_TEST(Watch, ADroppedChangedLosesNothing) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  CountingTask task;
  {
    auto waiting = receiver.changed();
    EXPECT_TRUE(task.poll(waiting).is_pending());
  }
  EXPECT_TRUE(sender.send(2).is_ok());
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(task.is_forgotten());
  CountingTask other;
  {
    auto seen = receiver.changed();
    EXPECT_TRUE(other.poll(seen).is_ready());
    auto woken = receiver.changed();
    EXPECT_TRUE(other.poll(woken).is_pending());
    EXPECT_TRUE(sender.send(3).is_ok());
  }
  EXPECT_EQ(other.wakes(), 1);
  auto changed = receiver.changed();
  EXPECT_TRUE(other.poll(changed).is_ready());
}

TYPED_TEST(Watch, WhoWaitsAgainWhileOthersAreWokenIsNotWokenForIt) {
  auto [sender, first] = watch::basic_channel<int, TypeParam>(1);
  auto second = first.clone();
  using Changed = watch::Changed<int, TypeParam>;
  std::optional<Changed> changed(first.changed());
  int wakes = 0;
  WakeRef<Acting> task = WakeRef<Acting>::make([] {});
  task->act = [&] {
    ++wakes;
    EXPECT_TRUE(poll_acting(*changed, task).is_ready());
    changed.emplace(first.changed());
    EXPECT_TRUE(poll_acting(*changed, task).is_pending());
  };
  EXPECT_TRUE(poll_acting(*changed, task).is_pending());
  CountingTask behind;
  auto changed_behind = second.changed();
  EXPECT_TRUE(behind.poll(changed_behind).is_pending());
  EXPECT_TRUE(sender.send(2).is_ok());
  EXPECT_EQ(wakes, 1);
  EXPECT_EQ(behind.wakes(), 1);
}

TYPED_TEST(Watch, WhoIsPolledOrDroppedBeforeItsTurnIsNotWoken) {
  for (const bool drop : {true, false}) {
    auto [sender, first] = watch::basic_channel<int, TypeParam>(1);
    auto second = first.clone();
    CountingTask behind;
    std::optional<watch::Changed<int, TypeParam>> changed_behind(second.changed());
    const auto task = WakeRef<Acting>::make([&] {
      if (drop) {
        changed_behind.reset();
      } else {
        EXPECT_TRUE(behind.poll(*changed_behind).is_ready());
      }
    });
    auto changed = first.changed();
    EXPECT_TRUE(poll_acting(changed, task).is_pending());
    EXPECT_TRUE(behind.poll(*changed_behind).is_pending());
    EXPECT_TRUE(sender.send(2).is_ok());
    EXPECT_EQ(behind.wakes(), 0);
  }
}

TYPED_TEST(Watch, SendingFromAWake) {
  auto [sender_here, first] = watch::basic_channel<int, TypeParam>(1);
  auto& sender = sender_here;
  auto second = first.clone();
  CountingTask behind;
  int sends = 0;
  const auto task = WakeRef<Acting>::make([&] {
    ++sends;
    EXPECT_TRUE(sender.send(3).is_ok());
  });
  auto changed = first.changed();
  auto changed_behind = second.changed();
  EXPECT_TRUE(poll_acting(changed, task).is_pending());
  EXPECT_TRUE(behind.poll(changed_behind).is_pending());
  EXPECT_TRUE(sender.send(2).is_ok());
  EXPECT_EQ(sends, 1);
  EXPECT_EQ(behind.wakes(), 1);
  EXPECT_EQ(second.get(), 3);
}

TYPED_TEST(Watch, AWakeThatThrowsKeepsNobodyFromBeingWoken) {
  auto [sender_here, first] = watch::basic_channel<int, TypeParam>(1);
  auto& sender = sender_here;
  auto second = first.clone();
  const auto task = WakeRef<Acting>::make([] { throw std::runtime_error("no"); });
  CountingTask behind;
  auto changed = first.changed();
  auto changed_behind = second.changed();
  EXPECT_TRUE(poll_acting(changed, task).is_pending());
  EXPECT_TRUE(behind.poll(changed_behind).is_pending());
  EXPECT_THROW((void)sender.send(2), std::runtime_error);
  EXPECT_EQ(behind.wakes(), 1);
  EXPECT_TRUE(behind.poll(changed_behind).is_ready());
}

TYPED_TEST(Watch, AssignmentDestroysTheOldEnd) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  auto [sender2, receiver2] = watch::basic_channel<int, TypeParam>(7);
  CountingTask task;
  {
    auto changed = receiver.changed();
    EXPECT_TRUE(task.poll(changed).is_pending());
    sender = std::move(sender2);
    EXPECT_EQ(task.wakes(), 1);
  }
  receiver = std::move(receiver2);
  EXPECT_TRUE(sender.send(8).is_ok());
  EXPECT_EQ(receiver.get(), 8);
}

TYPED_TEST(Watch, MovesFreelyUntilPolledAndIsDestroyedQuietly) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  CountingTask task;
  auto first_changed = receiver.changed();
  auto changed = std::move(first_changed);
  auto first_closed = sender.closed();
  auto closed = std::move(first_closed);
  EXPECT_TRUE(task.poll(changed).is_pending());
  EXPECT_TRUE(task.poll(closed).is_pending());
  expect_panic(PanicReason::kPolledAfterReady, "watch::Changed",
               [&] { (void)task.poll(first_changed); });
  expect_panic(PanicReason::kPolledAfterReady, "watch::Closed",
               [&] { (void)task.poll(first_closed); });
}

TYPED_TEST(Watch, PanicsByName) {
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  CountingTask task;
  {
    EXPECT_TRUE(sender.send(2).is_ok());
    auto changed = receiver.changed();
    EXPECT_TRUE(task.poll(changed).is_ready());
    auto closed = sender.closed();
    {
      auto gone = std::move(receiver);
    }
    EXPECT_TRUE(task.poll(closed).is_ready());
    for (int again = 0; again < 2; ++again) {
      expect_panic(PanicReason::kPolledAfterReady, "watch::Changed",
                   [&] { (void)task.poll(changed); });
      expect_panic(PanicReason::kPolledAfterReady, "watch::Closed",
                   [&] { (void)task.poll(closed); });
    }
  }
  {
    auto gone = std::move(sender);
  }
  expect_panic(PanicReason::kEmpty, "watch::Sender", [&] { (void)sender.send(1); });
  expect_panic(PanicReason::kEmpty, "watch::Sender", [&] { (void)sender.is_closed(); });
  expect_panic(PanicReason::kEmpty, "watch::Sender", [&] { (void)sender.closed(); });
  expect_panic(PanicReason::kEmpty, "watch::Receiver", [&] { (void)receiver.changed(); });
  expect_panic(PanicReason::kEmpty, "watch::Receiver", [&] { (void)receiver.clone(); });
  expect_panic(PanicReason::kEmpty, "watch::Receiver", [&] { (void)receiver.get(); });
}

TYPED_TEST(Watch, WakersAreDroppedAndValuesDestroyedOutsideOfTheLock) {
  struct Speaking {
    Speaking() = default;
    explicit Speaking(std::function<void()> act) : words(std::move(act)) {}
    Speaking(Speaking&& other) noexcept : words(std::exchange(other.words, nullptr)) {}
    Speaking& operator=(Speaking&& other) noexcept {
      words = std::exchange(other.words, nullptr);
      return *this;
    }
    ~Speaking() {
      if (words) words();
    }
    std::function<void()> words;
  };
  int words = 0;
  {
    auto [sender_here, receiver_here] = watch::basic_channel<Speaking, TypeParam>(Speaking());
    auto& sender = sender_here;
    auto& receiver = receiver_here;
    const auto use = [&] {
      ++words;
      (void)sender.is_closed();
    };
    {
      auto changed = receiver.changed();
      EXPECT_TRUE(tests::poll_with_last_words(changed, use).is_pending());
      EXPECT_TRUE(tests::poll_with_last_words(changed, use).is_pending());
      EXPECT_EQ(words, 1);
      auto closed = sender.closed();
      EXPECT_TRUE(tests::poll_with_last_words(closed, use).is_pending());
      EXPECT_TRUE(tests::poll_with_last_words(closed, use).is_pending());
      EXPECT_EQ(words, 2);
      EXPECT_TRUE(sender.send(Speaking(use)).is_ok());
      EXPECT_EQ(words, 3);
    }
    EXPECT_EQ(words, 4);
    EXPECT_TRUE(sender.send(Speaking()).is_ok());
    EXPECT_EQ(words, 5);
  }
}

TYPED_TEST(Watch, OneAllocation) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  const tests::HeapCount heap;
  auto [sender, receiver] = watch::basic_channel<int, TypeParam>(1);
  auto second = receiver.clone();
  auto changed = receiver.changed();
  using C = decltype(changed);
  const auto pinned = Pin<C&>::new_unchecked(changed, Unsafe("not moved afterwards"));
  EXPECT_TRUE(C::poll(pinned, cx).is_pending());
  EXPECT_TRUE(sender.send(2).is_ok());
  EXPECT_TRUE(C::poll(pinned, cx).is_ready());
  EXPECT_EQ(heap.count(), 1U);
}

}  // namespace
}  // namespace pinprick
