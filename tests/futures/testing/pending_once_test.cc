#include "pinprick/testing/pending_once.h"

#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/stream/iter.h"
#include "pinprick/testing/wakers.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using testkit::InterleavePending;
using testkit::pending_once;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

class ThrowsOnce {
 public:
  using Output = int;
  static Poll<int> poll(Pin<ThrowsOnce&> self, Context&) {
    if (!std::exchange(self.get_mut().has_thrown_, true)) throw std::runtime_error("once");
    return Poll<int>::ready(1);
  }

 private:
  bool has_thrown_ = false;
};

TEST(PendingOnce, IsAFutureOrAStreamAndUnpinWithItsChild) {
  using Numbers = stream::Iter<std::vector<int>>;
  static_assert(Future<InterleavePending<Simple>> && !Stream<InterleavePending<Simple>>);
  static_assert(Stream<InterleavePending<Numbers>> && !Future<InterleavePending<Numbers>>);
  static_assert(Unpin<InterleavePending<Simple>> && !Unpin<InterleavePending<Example>>);
  static_assert(sizeof(InterleavePending<Simple>) == sizeof(Simple) + sizeof(void*));
}

TEST(PendingOnce, PutsAPendingBeforeEachPollOfAFuture) {
  Log log;
  const testkit::CountingWaker counter;
  const Waker waker = counter.waker();
  Context cx(waker);
  auto future = box_pin(pending_once(Logged(log, "a", 1, 7)));
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter.wakes(), 1U);
  EXPECT_EQ(log, Log());
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter.wakes(), 2U);  // the child's own
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(counter.wakes(), 3U);
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_EQ(future.poll(cx).value(), 7);
  EXPECT_EQ(counter.wakes(), 3U);
}

TEST(PendingOnce, GoesStraightToTheChildAfterTheEnd) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto future = box_pin(pending_once(ready(1)));
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_TRUE(future.poll(cx).is_ready());
  expect_panic(PanicReason::kPolledAfterReady, "Ready", [&] { (void)future.poll(cx); });
}

TEST(PendingOnce, PutsAPendingBeforeEachPollOfAStream) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto stream = box_pin(pending_once(stream::iter({1, 2})));
  for (const int item : {1, 2}) {
    EXPECT_TRUE(stream.poll_next(cx).is_pending());
    EXPECT_EQ(stream.poll_next(cx).value(), item);
  }
  EXPECT_TRUE(stream.poll_next(cx).is_pending());
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(stream.poll_next(cx).value(), std::nullopt);
  }
}

TEST(PendingOnce, WaitsAgainAfterAnException) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto future = box_pin(pending_once(ThrowsOnce()));
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_THROW((void)future.poll(cx), std::runtime_error);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(future.poll(cx).value(), 1);
}

TEST(PendingOnce, AllocatesNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(pending_once(example(8, 1))), 37);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(PendingOnce, OfNothingIsPendingOnce) {
  auto future = pending_once();
  auto pin = Pin<decltype(future)&>::make(future);
  EXPECT_EQ(tests::drive(pin), std::pair(Unit{}, 2));
}

}  // namespace
}  // namespace pinprick
