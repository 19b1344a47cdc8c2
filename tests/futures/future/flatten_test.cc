#include "pinprick/future/flatten.h"

#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/map.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

// `outer`, and then an "inner" that is pending once.
auto flattened(Log& log, Logged outer) {
  return flatten(map(std::move(outer),
                     [&log](std::int64_t value) { return Logged(log, "inner", 1, value + 1); }));
}

TEST(Flatten, DropsTheFirstAndPollsTheSecondInOnePoll) {
  Log log;
  auto future = box_pin(flattened(log, Logged(log, "outer", 1, 5)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"outer pending"}));
  log.clear();
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"outer ready", "outer dropped", "inner pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), 6);
  EXPECT_EQ(log, Log({"inner ready", "inner dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Flatten", [&] { (void)drive(future); });
  }
}

TEST(Flatten, DroppedAtAnyMomentDropsTheOneInside) {
  for (int polls = 0; polls <= 2; ++polls) {
    Log log;
    {
      auto future = box_pin(flattened(log, Logged(log, "outer", 1, 5)));
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (int i = 0; i < polls; ++i) EXPECT_TRUE(future.poll(cx).is_pending());
      log.clear();
    }
    EXPECT_EQ(log, Log({polls < 2 ? "outer dropped" : "inner dropped"}));
  }
}

TEST(Flatten, KeepsTheFutureThatThrows) {
  auto future = box_pin(flatten(lazy([](Context&) {
    return poll_fn([polls = 0](Context&) mutable -> Poll<int> {
      if (++polls == 1) throw std::runtime_error("no");
      return poll_ready(polls);
    });
  })));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, 2);
}

TEST(Flatten, IsUnpinWhenBothAre) {
  static_assert(Unpin<Flatten<Ready<Simple>>>);
  static_assert(!Unpin<Flatten<Ready<Example>>>);
  static_assert(!Unpin<Flatten<Map<Example, Simple (*)(std::int64_t)>>>);
  static_assert(sizeof(Flatten<Ready<Example>>) <= sizeof(Ready<Example>) + sizeof(void*));
}

TEST(Flatten, AllocatesNothingOfItsOwn) {
  auto boxes = ready(boxed(example(8, 1)));
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(flatten(std::move(boxes))), 37);
  EXPECT_EQ(block_on(flatten(ready(ready(3)))), 3);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
