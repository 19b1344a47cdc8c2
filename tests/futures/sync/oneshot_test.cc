#include "pinprick/sync/oneshot.h"

#include <memory>

#include "tests/futures/sync/channel_kit.h"

namespace pinprick {
namespace {

using oneshot::Canceled;
using tests::CountingTask;
using tests::expect_panic;
using tests::Token;

static_assert(Future<oneshot::Receiver<int>> && Unpin<oneshot::Receiver<int>>);
static_assert(Unpin<oneshot::LocalSender<int>>);
static_assert(sizeof(oneshot::Sender<int>) == sizeof(void*));
static_assert(sizeof(oneshot::Receiver<int>) == sizeof(void*));
static_assert(!std::is_copy_constructible_v<oneshot::Sender<int>>);

using OneshotAnswer = Result<int, Canceled>;

template <class Lock>
class Oneshot : public testing::Test {};
using OneshotLocks = testing::Types<std::mutex, internal::LocalLock>;
TYPED_TEST_SUITE(Oneshot, OneshotLocks);

TYPED_TEST(Oneshot, SendWakesTheReceiverOnce) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask task;
  EXPECT_TRUE(task.poll(receiver).is_pending());
  EXPECT_TRUE(task.poll(receiver).is_pending());
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(std::move(sender).send(7).is_ok());
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::ok(7));
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_TRUE(task.is_forgotten());
}

TYPED_TEST(Oneshot, SendBeforeTheFirstPollWakesNobody) {
  auto [sender, receiver] = oneshot::basic_channel<std::unique_ptr<int>, TypeParam>();
  EXPECT_TRUE(std::move(sender).send(std::make_unique<int>(7)).is_ok());
  CountingTask task;
  EXPECT_EQ(*task.poll(receiver).value().value(), 7);
  EXPECT_EQ(task.wakes(), 0);
}

TYPED_TEST(Oneshot, ADroppedSenderCancels) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask task;
  EXPECT_TRUE(task.poll(receiver).is_pending());
  {
    auto dropped = std::move(sender);
  }
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::err({}));
  EXPECT_EQ(task.wakes(), 1);
}

TYPED_TEST(Oneshot, OnlyTheTaskThatPolledLastIsWoken) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask early;
  CountingTask late;
  EXPECT_TRUE(early.poll(receiver).is_pending());
  EXPECT_TRUE(late.poll(receiver).is_pending());
  EXPECT_TRUE(std::move(sender).send(1).is_ok());
  EXPECT_EQ(early.wakes(), 0);
  EXPECT_TRUE(early.is_forgotten());
  EXPECT_EQ(late.wakes(), 1);
}

TYPED_TEST(Oneshot, ADroppedReceiverGivesTheValueBack) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  EXPECT_FALSE(sender.is_canceled());
  {
    auto dropped = std::move(receiver);
  }
  EXPECT_TRUE(sender.is_canceled());
  EXPECT_EQ(std::move(sender).send(7).error(), 7);
}

TYPED_TEST(Oneshot, ADroppedReceiverLetsGoOfItsTask) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask task;
  EXPECT_TRUE(task.poll(receiver).is_pending());
  {
    auto dropped = std::move(receiver);
  }
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(task.is_forgotten());
}

TYPED_TEST(Oneshot, CloseRefusesWhatComesAndKeepsWhatCame) {
  {
    auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
    receiver.close();
    receiver.close();
    EXPECT_TRUE(sender.is_canceled());
    CountingTask task;
    EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::err({}));
    EXPECT_EQ(std::move(sender).send(7).error(), 7);
  }
  {
    auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
    EXPECT_TRUE(std::move(sender).send(7).is_ok());
    receiver.close();
    CountingTask task;
    EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::ok(7));
    receiver.close();
  }
}

TYPED_TEST(Oneshot, CancellationWaitsForTheReceiverToGo) {
  for (const bool close : {true, false}) {
    auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
    CountingTask task;
    CountingTask other;
    EXPECT_TRUE(other.poll(receiver).is_pending());
    auto cancellation = sender.cancellation();
    EXPECT_TRUE(task.poll(cancellation).is_pending());
    if (close) {
      receiver.close();
    } else {
      auto dropped = std::move(receiver);
    }
    EXPECT_EQ(task.wakes(), 1);
    EXPECT_EQ(other.wakes(), 0);
    EXPECT_EQ(task.poll(cancellation).value(), Unit());
    expect_panic(PanicReason::kPolledAfterReady, "oneshot::Cancellation",
                 [&] { (void)task.poll(cancellation); });
    auto again = sender.cancellation();
    EXPECT_TRUE(task.poll(again).is_ready());
    EXPECT_EQ(task.wakes(), 1);
  }
}

TYPED_TEST(Oneshot, AReceiverThatIsReadyCancelsNobody) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask task;
  {
    auto cancellation = sender.cancellation();
    EXPECT_TRUE(task.poll(cancellation).is_pending());
  }
  EXPECT_TRUE(std::move(sender).send(7).is_ok());
  // The waker that the cancellation left behind is dropped, not woken.
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(task.is_forgotten());
  CountingTask other;
  EXPECT_EQ(other.poll(receiver).value(), OneshotAnswer::ok(7));
}

TYPED_TEST(Oneshot, TryRecv) {
  using Answer = Result<std::optional<int>, Canceled>;
  {
    auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
    EXPECT_EQ(receiver.try_recv(), Answer::ok(std::nullopt));
    EXPECT_TRUE(std::move(sender).send(7).is_ok());
    EXPECT_EQ(receiver.try_recv(), Answer::ok(7));
    EXPECT_EQ(receiver.try_recv(), Answer::err({}));
    CountingTask task;
    expect_panic(PanicReason::kPolledAfterReady, "oneshot::Receiver",
                 [&] { (void)task.poll(receiver); });
  }
  {
    auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
    {
      auto dropped = std::move(sender);
    }
    EXPECT_EQ(receiver.try_recv(), Answer::err({}));
    CountingTask task;
    EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::err({}));
  }
}

TYPED_TEST(Oneshot, PanicsByName) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  EXPECT_TRUE(std::move(sender).send(7).is_ok());
  expect_panic(PanicReason::kEmpty, "oneshot::Sender", [&] { (void)std::move(sender).send(8); });
  expect_panic(PanicReason::kEmpty, "oneshot::Sender", [&] { (void)sender.is_canceled(); });
  expect_panic(PanicReason::kEmpty, "oneshot::Sender", [&] { (void)sender.cancellation(); });
  CountingTask task;
  EXPECT_TRUE(task.poll(receiver).is_ready());
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "oneshot::Receiver",
                 [&] { (void)task.poll(receiver); });
  }
}

TYPED_TEST(Oneshot, AValueThatNobodyReceivedGoesWithTheReceiver) {
  tests::Log log;
  auto [sender, receiver] = oneshot::basic_channel<Token, TypeParam>();
  EXPECT_TRUE(std::move(sender).send(Token(log, "value")).is_ok());
  EXPECT_EQ(log, tests::Log());
  {
    auto dropped = std::move(receiver);
  }
  EXPECT_EQ(log, tests::Log({"value dropped"}));
}

TYPED_TEST(Oneshot, AssignmentDestroysTheOldEnd) {
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  CountingTask task;
  EXPECT_TRUE(task.poll(receiver).is_pending());
  auto [sender2, receiver2] = oneshot::basic_channel<int, TypeParam>();
  sender = std::move(sender2);
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::err({}));
  receiver = std::move(receiver2);
  EXPECT_TRUE(std::move(sender).send(7).is_ok());
  EXPECT_EQ(task.poll(receiver).value(), OneshotAnswer::ok(7));
}

// A task that, when woken, destroys what it is given.
template <class T>
struct Destroyer : Wake {
  explicit Destroyer(tests::Log& to) : log(to) {}
  void wake() override {
    victim.reset();
    log.emplace_back("woken");
  }
  tests::Log& log;
  std::optional<T> victim;
};

TYPED_TEST(Oneshot, AWakeMayDestroyTheOtherEnd) {
  using Sender = oneshot::BasicSender<Token, TypeParam>;
  using Receiver = oneshot::BasicReceiver<Token, TypeParam>;
  tests::Log log;
  {
    auto [sender, receiver] = oneshot::basic_channel<Token, TypeParam>();
    auto task = WakeRef<Destroyer<Receiver>>::make(log);
    const Waker waker = task.waker();
    Context cx(waker);
    EXPECT_TRUE(Receiver::poll(Pin<Receiver&>::make(receiver), cx).is_pending());
    task->victim.emplace(std::move(receiver));
    EXPECT_TRUE(std::move(sender).send(Token(log, "value")).is_ok());
    EXPECT_EQ(log, tests::Log({"value dropped", "woken"}));
  }
  {
    auto [sender, receiver] = oneshot::basic_channel<Token, TypeParam>();
    auto task = WakeRef<Destroyer<Sender>>::make(log);
    const Waker waker = task.waker();
    Context cx(waker);
    auto cancellation = sender.cancellation();
    EXPECT_TRUE(
        cancellation.poll(Pin<decltype(cancellation)&>::make(cancellation), cx).is_pending());
    task->victim.emplace(std::move(sender));
    {
      auto dropped = std::move(receiver);
    }
    EXPECT_FALSE(task->victim.has_value());
  }
}

TYPED_TEST(Oneshot, WakersAreDroppedOutsideOfTheLock) {
  auto [sender_here, receiver_here] = oneshot::basic_channel<int, TypeParam>();
  auto& sender = sender_here;
  auto& receiver = receiver_here;
  int words = 0;
  const auto use = [&] {
    ++words;
    (void)receiver.try_recv();
  };
  // Replaced, in both directions.
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(tests::poll_with_last_words(receiver, use).is_pending());
    auto cancellation = sender.cancellation();
    EXPECT_TRUE(tests::poll_with_last_words(cancellation, use).is_pending());
  }
  EXPECT_EQ(words, 2);
  // Dropped by their own end.
  EXPECT_TRUE(std::move(sender).send(1).is_ok());
  EXPECT_EQ(words, 4);
  {
    auto [other_sender, other_receiver] = oneshot::basic_channel<int, TypeParam>();
    auto& end = other_sender;
    EXPECT_TRUE(tests::poll_with_last_words(other_receiver, [&] {
                  EXPECT_TRUE(end.is_canceled());
                }).is_pending());
    other_receiver.close();
  }
}

TYPED_TEST(Oneshot, OneAllocation) {
  const tests::HeapCount heap;
  auto [sender, receiver] = oneshot::basic_channel<int, TypeParam>();
  EXPECT_EQ(heap.count(), 1U);
  const Waker waker = Waker::noop();
  Context cx(waker);
  using R = decltype(receiver);
  EXPECT_TRUE(R::poll(Pin<R&>::make(receiver), cx).is_pending());
  EXPECT_TRUE(std::move(sender).send(7).is_ok());
  EXPECT_TRUE(R::poll(Pin<R&>::make(receiver), cx).is_ready());
  EXPECT_EQ(heap.count(), 1U);
}

}  // namespace
}  // namespace pinprick
