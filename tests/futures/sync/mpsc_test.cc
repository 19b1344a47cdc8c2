#include "pinprick/sync/mpsc.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/futures/sync/channel_kit.h"

namespace pinprick {
namespace {

using mpsc::TryRecvError;
using tests::CountingTask;
using tests::expect_panic;
using tests::Log;
using tests::Token;

static_assert(Stream<mpsc::Receiver<int>> && Unpin<mpsc::Receiver<int>>);
static_assert(Unpin<mpsc::Sender<int>> && Unpin<mpsc::UnboundedSender<int>>);
static_assert(Future<mpsc::Send<int, std::mutex>> && !Unpin<mpsc::Send<int, std::mutex>>);
static_assert(Future<mpsc::Recv<int, std::mutex>> && Unpin<mpsc::Recv<int, std::mutex>>);
static_assert(!std::is_copy_constructible_v<mpsc::Sender<int>>);
static_assert(!std::is_copy_constructible_v<mpsc::Recv<int, std::mutex>>);
static_assert(sizeof(mpsc::Sender<int>) == sizeof(void*));
static_assert(sizeof(mpsc::Receiver<int>) == sizeof(void*));
static_assert(sizeof(mpsc::Recv<int, std::mutex>) == sizeof(void*));
static_assert(sizeof(mpsc::Send<void*, std::mutex>) <= 7 * sizeof(void*));

using Sending = Result<Unit, int>;
using Message = std::optional<int>;

// A waker that does what it is told, once.
struct Told : Wake {
  explicit Told(std::function<void()> act) : act_(std::move(act)) {}
  void wake() override { std::exchange(act_, nullptr)(); }

 private:
  std::function<void()> act_;
};

// Polls with a waker of `told`.
template <class F>
auto poll_told(F& future, const WakeRef<Told>& told) {
  const Waker waker = told.waker();
  Context cx(waker);
  return F::poll(Pin<F&>::new_unchecked(future, Unsafe("not moved afterwards")), cx);
}

template <class Lock>
class Mpsc : public testing::Test {};
using MpscLocks = testing::Types<std::mutex, internal::LocalLock>;
TYPED_TEST_SUITE(Mpsc, MpscLocks);

TYPED_TEST(Mpsc, MessagesComeOutAsTheyWentIn) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(3);
  auto second = sender.clone();
  CountingTask task;
  EXPECT_TRUE(sender.try_send(1).is_ok());
  auto send = second.send(2);
  EXPECT_EQ(task.poll(send).value(), Sending::ok({}));
  EXPECT_TRUE(sender.try_send(3).is_ok());
  for (int i = 1; i <= 3; ++i) {
    auto recv = receiver.recv();
    EXPECT_EQ(task.poll(recv).value(), Message(i));
  }
  auto recv = receiver.recv();
  EXPECT_TRUE(task.poll(recv).is_pending());
  EXPECT_EQ(task.wakes(), 0);
}

TYPED_TEST(Mpsc, AMessageWakesTheReceiverOnce) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(3);
  CountingTask early;
  CountingTask task;
  auto recv = receiver.recv();
  EXPECT_TRUE(early.poll(recv).is_pending());
  EXPECT_TRUE(task.poll(recv).is_pending());
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_TRUE(sender.try_send(2).is_ok());
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(early.wakes(), 0);
  EXPECT_TRUE(early.is_forgotten());
  EXPECT_EQ(task.poll(recv).value(), Message(1));
}

TYPED_TEST(Mpsc, AFullChannelMakesSendersWaitTheirTurn) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask a;
  CountingTask b;
  auto send_a = sender.send(2);
  auto send_b = sender.send(3);
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_TRUE(a.poll(send_a).is_pending());
  EXPECT_TRUE(b.poll(send_b).is_pending());
  EXPECT_TRUE(a.poll(send_a).is_pending());
  EXPECT_TRUE(sender.try_send(9).error().is_full());

  EXPECT_EQ(receiver.try_recv().value(), 1);
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 0);
  // The room is kept for a: nobody else gets it, nor is there a message yet.
  EXPECT_TRUE(sender.try_send(9).error().is_full());
  EXPECT_TRUE(b.poll(send_b).is_pending());
  auto late = sender.send(4);
  EXPECT_TRUE(a.poll(late).is_pending());
  EXPECT_EQ(receiver.try_recv().error(), TryRecvError::kEmpty);

  EXPECT_EQ(a.poll(send_a).value(), Sending::ok({}));
  EXPECT_EQ(receiver.try_recv().value(), 2);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(b.poll(send_b).value(), Sending::ok({}));
  EXPECT_EQ(receiver.try_recv().value(), 3);
  EXPECT_EQ(a.poll(late).value(), Sending::ok({}));
  EXPECT_EQ(receiver.try_recv().value(), 4);
  EXPECT_TRUE(sender.try_send(5).is_ok());
}

TYPED_TEST(Mpsc, AWaitingSendTellsTheTaskThatPolledItLast) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask early;
  CountingTask late;
  auto send = sender.send(2);
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_TRUE(early.poll(send).is_pending());
  EXPECT_TRUE(late.poll(send).is_pending());
  EXPECT_EQ(receiver.try_recv().value(), 1);
  EXPECT_EQ(late.wakes(), 1);
  EXPECT_EQ(early.wakes(), 0);
  EXPECT_TRUE(early.is_forgotten());
}

TYPED_TEST(Mpsc, ADroppedSendIsNotSent) {
  Log log;
  auto [sender, receiver] = mpsc::basic_channel<Token, TypeParam>(1);
  CountingTask a;
  CountingTask b;
  EXPECT_TRUE(sender.try_send(Token(log, "1")).is_ok());
  auto send_b = sender.send(Token(log, "b"));
  {
    auto send_a = sender.send(Token(log, "a"));
    EXPECT_TRUE(a.poll(send_a).is_pending());
    EXPECT_TRUE(b.poll(send_b).is_pending());
  }
  EXPECT_EQ(log, Log({"a dropped"}));
  EXPECT_EQ(receiver.try_recv().value().name(), "1");
  EXPECT_EQ(a.wakes(), 0);
  EXPECT_EQ(b.wakes(), 1);
}

TYPED_TEST(Mpsc, ADroppedSendHandsOnTheRoomThatWasKeptForIt) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask a;
  CountingTask b;
  auto send_b = sender.send(3);
  {
    auto send_a = sender.send(2);
    EXPECT_TRUE(sender.try_send(1).is_ok());
    EXPECT_TRUE(a.poll(send_a).is_pending());
    EXPECT_TRUE(b.poll(send_b).is_pending());
    EXPECT_EQ(receiver.try_recv().value(), 1);
    EXPECT_EQ(b.wakes(), 0);
  }
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_EQ(b.poll(send_b).value(), Sending::ok({}));
  EXPECT_EQ(receiver.try_recv().value(), 3);
  {
    auto send_a = sender.send(2);
    EXPECT_TRUE(sender.try_send(1).is_ok());
    EXPECT_TRUE(a.poll(send_a).is_pending());
    EXPECT_EQ(receiver.try_recv().value(), 1);
  }
  // Nobody waits: the room is for whoever comes.
  EXPECT_TRUE(sender.try_send(4).is_ok());
}

TYPED_TEST(Mpsc, ADroppedRecvLosesNothing) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask task;
  {
    auto recv = receiver.recv();
    EXPECT_TRUE(task.poll(recv).is_pending());
    EXPECT_TRUE(sender.try_send(1).is_ok());
    EXPECT_EQ(task.wakes(), 1);
  }
  auto recv = receiver.recv();
  EXPECT_EQ(task.poll(recv).value(), Message(1));
}

TYPED_TEST(Mpsc, TheLastSenderToGoWakesTheReceiver) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(2);
  CountingTask task;
  {
    auto last = sender.clone();
    {
      auto first = std::move(sender);
    }
    auto recv = receiver.recv();
    EXPECT_TRUE(task.poll(recv).is_pending());
    EXPECT_EQ(receiver.try_recv().error(), TryRecvError::kEmpty);
    EXPECT_TRUE(last.try_send(1).is_ok());
    EXPECT_EQ(task.wakes(), 1);
    EXPECT_EQ(task.poll(recv).value(), Message(1));
    EXPECT_TRUE(last.try_send(2).is_ok());
    EXPECT_TRUE(task.poll_next(receiver).is_ready());
    EXPECT_TRUE(task.poll_next(receiver).is_pending());
    EXPECT_TRUE(last.try_send(3).is_ok());
    EXPECT_EQ(task.wakes(), 2);
  }
  EXPECT_EQ(task.wakes(), 2);
  EXPECT_EQ(task.poll_next(receiver).value(), Message(3));
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(task.poll_next(receiver).value(), std::nullopt);
    EXPECT_EQ(receiver.try_recv().error(), TryRecvError::kDisconnected);
    auto recv = receiver.recv();
    EXPECT_EQ(task.poll(recv).value(), std::nullopt);
  }
}

TYPED_TEST(Mpsc, TheLastSenderWakesOneThatWaitsForNothing) {
  auto [sender, receiver] = mpsc::basic_unbounded<int, TypeParam>();
  CountingTask task;
  auto recv = receiver.recv();
  EXPECT_TRUE(task.poll(recv).is_pending());
  {
    auto last = std::move(sender);
  }
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll(recv).value(), std::nullopt);
}

TYPED_TEST(Mpsc, CloseRefusesWhatComesAndKeepsWhatCame) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(2);
  CountingTask kept;
  CountingTask waiting;
  CountingTask mine;
  auto send_kept = sender.send(3);
  auto send_waiting = sender.send(4);
  auto send_new = sender.send(5);
  EXPECT_TRUE(mine.poll_next(receiver).is_pending());
  EXPECT_TRUE(sender.try_send(0).is_ok());
  EXPECT_EQ(mine.poll_next(receiver).value(), Message(0));
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_TRUE(sender.try_send(2).is_ok());
  EXPECT_TRUE(kept.poll(send_kept).is_pending());
  EXPECT_TRUE(waiting.poll(send_waiting).is_pending());
  EXPECT_EQ(receiver.try_recv().value(), 1);
  EXPECT_FALSE(sender.is_closed());

  receiver.close();
  receiver.close();
  EXPECT_TRUE(sender.is_closed());
  EXPECT_EQ(kept.wakes(), 1);
  EXPECT_EQ(waiting.wakes(), 1);
  EXPECT_EQ(kept.poll(send_kept).value(), Sending::err(3));
  EXPECT_EQ(waiting.poll(send_waiting).value(), Sending::err(4));
  EXPECT_EQ(kept.poll(send_new).value(), Sending::err(5));
  const auto refused = sender.try_send(6);
  EXPECT_TRUE(refused.error().is_closed());
  EXPECT_FALSE(refused.error().is_full());
  EXPECT_EQ(refused.error().message, 6);

  EXPECT_EQ(mine.poll_next(receiver).value(), Message(2));
  EXPECT_EQ(mine.poll_next(receiver).value(), std::nullopt);
  EXPECT_EQ(receiver.try_recv().error(), TryRecvError::kDisconnected);
  EXPECT_EQ(mine.wakes(), 1);
}

TYPED_TEST(Mpsc, CloseLetsGoOfTheReceiversTask) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(2);
  CountingTask task;
  EXPECT_TRUE(task.poll_next(receiver).is_pending());
  receiver.close();
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(task.is_forgotten());
}

TYPED_TEST(Mpsc, DroppingAReadyToSendSendOfAClosedChannelHandsOnNothing) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask task;
  EXPECT_TRUE(sender.try_send(1).is_ok());
  {
    auto send = sender.send(2);
    EXPECT_TRUE(task.poll(send).is_pending());
    EXPECT_EQ(receiver.try_recv().value(), 1);
    receiver.close();
  }
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_TRUE(sender.try_send(3).error().is_closed());
}

TYPED_TEST(Mpsc, ADroppedReceiverWakesThenDestroys) {
  Log log;
  auto [sender, receiver] = mpsc::basic_channel<Token, TypeParam>(2);
  EXPECT_TRUE(sender.try_send(Token(log, "1")).is_ok());
  EXPECT_TRUE(sender.try_send(Token(log, "2")).is_ok());
  const auto a = WakeRef<Told>::make([&] { log.emplace_back("a woken"); });
  const auto b = WakeRef<Told>::make([&] { log.emplace_back("b woken"); });
  auto send_a = sender.send(Token(log, "a"));
  auto send_b = sender.send(Token(log, "b"));
  EXPECT_TRUE(poll_told(send_a, a).is_pending());
  EXPECT_TRUE(poll_told(send_b, b).is_pending());
  {
    auto dropped = std::move(receiver);
  }
  EXPECT_EQ(log, Log({"a woken", "b woken", "1 dropped", "2 dropped"}));
  EXPECT_EQ(poll_told(send_a, a).value().error().name(), "a");
}

TYPED_TEST(Mpsc, AWakeMayDestroyWhoWaitsBehind) {
  for (const bool close : {true, false}) {
    auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
    using Send = mpsc::Send<int, TypeParam>;
    EXPECT_TRUE(sender.try_send(1).is_ok());
    CountingTask task;
    std::vector<std::unique_ptr<Send>> sends;
    for (int i = 0; i < 4; ++i) sends.push_back(std::make_unique<Send>(sender.send(i)));
    const auto told = WakeRef<Told>::make([&] { sends.resize(1); });
    EXPECT_TRUE(poll_told(*sends[0], told).is_pending());
    for (int i = 1; i < 4; ++i)
      EXPECT_TRUE(task.poll(*sends[static_cast<std::size_t>(i)]).is_pending());
    if (close) {
      receiver.close();
    } else {
      EXPECT_EQ(receiver.try_recv().value(), 1);
    }
    EXPECT_EQ(sends.size(), 1U);
    EXPECT_EQ(task.wakes(), 0);
    EXPECT_EQ(task.poll(*sends[0]).value().is_ok(), !close);
  }
}

TYPED_TEST(Mpsc, AWakeMayDestroyTheReceiver) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(2);
  auto on_heap = std::make_unique<mpsc::BasicReceiver<int, TypeParam>>(std::move(receiver));
  auto recv = on_heap->recv();
  const auto told = WakeRef<Told>::make([&] { on_heap.reset(); });
  EXPECT_TRUE(poll_told(recv, told).is_pending());
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_TRUE(sender.try_send(2).error().is_closed());
}

// A message that owns a sender of its own channel, as a request does that wants an answer.
template <class Lock>
struct Request {
  mpsc::BasicUnboundedSender<Request, Lock> answer_to;
};

TYPED_TEST(Mpsc, AMessageMayOwnASenderOfItsChannel) {
  auto [sender, receiver] = mpsc::basic_unbounded<Request<TypeParam>, TypeParam>();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(sender.send(Request<TypeParam>{sender.clone()}).is_ok());
  }
  {
    auto first = receiver.try_recv();
    EXPECT_TRUE(first.value().answer_to.send(Request<TypeParam>{sender.clone()}).is_ok());
  }
  {
    auto dropped = std::move(receiver);
  }
  EXPECT_TRUE(sender.is_closed());
}

TYPED_TEST(Mpsc, UnboundedNeverWaits) {
  auto [sender, receiver] = mpsc::basic_unbounded<std::unique_ptr<int>, TypeParam>();
  auto second = sender.clone();
  int next = 0;
  int expected = 0;
  // Fills and drains at different paces, so that the queue grows while it is wrapped around.
  for (const int pace : {3, 5, 2, 40, 2}) {
    for (int i = 0; i < pace; ++i) {
      EXPECT_TRUE((i % 2 == 0 ? sender : second).send(std::make_unique<int>(next++)).is_ok());
    }
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(*receiver.try_recv().value(), expected++);
    }
  }
  while (expected < next) {
    EXPECT_EQ(*receiver.try_recv().value(), expected++);
  }
  EXPECT_EQ(receiver.try_recv().error(), TryRecvError::kEmpty);
  CountingTask task;
  auto recv = receiver.recv();
  EXPECT_TRUE(task.poll(recv).is_pending());
  EXPECT_TRUE(sender.send(std::make_unique<int>(-1)).is_ok());
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(**task.poll(recv).value(), -1);
  receiver.close();
  EXPECT_TRUE(sender.is_closed());
  EXPECT_EQ(*sender.send(std::make_unique<int>(7)).error(), 7);
}

TYPED_TEST(Mpsc, AssignmentDestroysTheOldEnd) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  CountingTask task;
  EXPECT_TRUE(task.poll_next(receiver).is_pending());
  auto [sender2, receiver2] = mpsc::basic_channel<int, TypeParam>(1);
  sender = std::move(sender2);
  EXPECT_EQ(task.wakes(), 1);
  EXPECT_EQ(task.poll_next(receiver).value(), std::nullopt);
  EXPECT_FALSE(sender.is_closed());
  receiver2 = std::move(receiver);
  EXPECT_TRUE(sender.is_closed());
}

TYPED_TEST(Mpsc, MovesFreelyUntilPolledAndIsDestroyedQuietly) {
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  EXPECT_TRUE(sender.try_send(1).is_ok());
  CountingTask task;
  {
    auto first = sender.send(2);
    auto moved_sender = std::move(sender);
    auto second = std::move(first);
    EXPECT_TRUE(task.poll(second).is_pending());
    expect_panic(PanicReason::kPolledAfterReady, "mpsc::Send", [&] { (void)task.poll(first); });
    sender = std::move(moved_sender);
  }
  EXPECT_EQ(receiver.try_recv().value(), 1);
  EXPECT_EQ(task.wakes(), 0);
  EXPECT_TRUE(sender.try_send(3).is_ok());
}

TYPED_TEST(Mpsc, PanicsByName) {
  expect_panic(PanicReason::kBadArgument, "mpsc::channel",
               [] { (void)mpsc::basic_channel<int, TypeParam>(0); });
  auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(1);
  auto [unbounded_sender, unbounded_receiver] = mpsc::basic_unbounded<int, TypeParam>();
  CountingTask task;
  auto send = sender.send(1);
  auto recv = receiver.recv();
  EXPECT_TRUE(task.poll(send).is_ready());
  EXPECT_TRUE(task.poll(recv).is_ready());
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "mpsc::Send", [&] { (void)task.poll(send); });
    expect_panic(PanicReason::kPolledAfterReady, "mpsc::Recv", [&] { (void)task.poll(recv); });
  }
  {
    auto gone = std::pair(std::move(sender), std::move(receiver));
  }
  {
    auto gone = std::move(unbounded_sender);
  }
  expect_panic(PanicReason::kEmpty, "mpsc::Sender", [&] { (void)sender.try_send(1); });
  expect_panic(PanicReason::kEmpty, "mpsc::Sender", [&] { (void)sender.is_closed(); });
  expect_panic(PanicReason::kEmpty, "mpsc::UnboundedSender",
               [&] { (void)unbounded_sender.send(1); });
  expect_panic(PanicReason::kEmpty, "mpsc::Receiver", [&] { (void)receiver.recv(); });
  expect_panic(PanicReason::kEmpty, "mpsc::Receiver", [&] { (void)receiver.try_recv(); });
  expect_panic(PanicReason::kEmpty, "mpsc::Receiver", [&] { (void)task.poll_next(receiver); });
  expect_panic(PanicReason::kEmpty, "mpsc::Receiver", [&] { receiver.close(); });
}

TYPED_TEST(Mpsc, WakersAreDroppedOutsideOfTheLock) {
  auto [sender_here, receiver_here] = mpsc::basic_channel<int, TypeParam>(1);
  auto& sender = sender_here;
  auto& receiver = receiver_here;
  int words = 0;
  const auto use = [&] {
    ++words;
    (void)sender.is_closed();
  };
  for (int i = 1; i <= 2; ++i) {
    auto recv = receiver.recv();
    EXPECT_TRUE(tests::poll_with_last_words(recv, use).is_pending());
  }
  EXPECT_EQ(words, 1);
  EXPECT_TRUE(sender.try_send(1).is_ok());
  EXPECT_EQ(words, 2);
  {
    auto send = sender.send(2);
    EXPECT_TRUE(tests::poll_with_last_words(send, use).is_pending());
    EXPECT_TRUE(tests::poll_with_last_words(send, use).is_pending());
    EXPECT_EQ(words, 3);
  }
  EXPECT_EQ(words, 4);
  EXPECT_TRUE(receiver.try_recv().is_ok());
  auto recv = receiver.recv();
  EXPECT_TRUE(tests::poll_with_last_words(recv, use).is_pending());
  receiver.close();
  EXPECT_EQ(words, 5);
}

TYPED_TEST(Mpsc, AllocatesOnlyTheChannel) {
  const tests::HeapCount heap;
  {
    auto [sender, receiver] = mpsc::basic_channel<int, TypeParam>(4);
    EXPECT_EQ(heap.count(), 2U);
    const Waker waker = Waker::noop();
    Context cx(waker);
    for (int i = 0; i < 100; ++i) {
      auto a = sender.send(i);
      auto b = receiver.recv();
      using A = decltype(a);
      using B = decltype(b);
      for (int n = 0; n < 4; ++n) (void)sender.try_send(n);
      const auto pinned = Pin<A&>::new_unchecked(a, Unsafe("not moved afterwards"));
      EXPECT_TRUE(A::poll(pinned, cx).is_pending());
      EXPECT_TRUE(B::poll(Pin<B&>::make(b), cx).is_ready());
      EXPECT_TRUE(A::poll(pinned, cx).is_ready());
      EXPECT_TRUE(receiver.try_recv().is_ok());
    }
    EXPECT_EQ(heap.count(), 2U);
  }
  {
    auto [sender, receiver] = mpsc::basic_unbounded<int, TypeParam>();
    EXPECT_EQ(heap.count(), 3U);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(sender.send(i).is_ok());
    const auto before = heap.count();
    for (int i = 0; i < 100; ++i) {
      EXPECT_TRUE(receiver.try_recv().is_ok());
      EXPECT_TRUE(sender.send(i).is_ok());
    }
    EXPECT_EQ(heap.count(), before);
  }
}

TEST(Ring, GrowsWhileItIsWrappedAround) {
  Log log;
  internal::Ring<Token> ring(2);
  ring.push(Token(log, "1"));
  ring.push(Token(log, "2"));
  EXPECT_EQ(ring.pop().name(), "1");
  ring.push(Token(log, "3"));
  ring.push(Token(log, "4"));
  EXPECT_EQ(ring.pop().name(), "2");
  log.clear();
  {
    const internal::Ring<Token> rest(std::move(ring));
    EXPECT_TRUE(ring.is_empty());
    EXPECT_FALSE(rest.is_empty());
  }
  EXPECT_EQ(log, Log({"3 dropped", "4 dropped"}));
}

}  // namespace
}  // namespace pinprick
