// A `Pin<F&>` is itself a future, so that whatever takes a future takes a pinned one by reference
// and leaves it where it is. It is what `select!` does with `&mut fut`.

#include <optional>
#include <string>
#include <vector>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/and_then.h"
#include "pinprick/future/catch.h"
#include "pinprick/future/either.h"
#include "pinprick/future/example.h"
#include "pinprick/future/flatten.h"
#include "pinprick/future/fuse.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/optional_future.h"
#include "pinprick/future/or_else.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/poll_immediate.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Log;
using tests::Logged;

using Borrowed = Pin<Logged&>;
static_assert(Future<Borrowed> && Unpin<Borrowed> && !Unpin<Logged>);

TEST(ByReference, EveryCombinatorTakesAPinnedFutureAndLeavesIt) {
  Log log;
  {
    using Answer = Result<std::int64_t, int>;
    const auto answer = [](std::int64_t value) { return Answer::ok(value); };
    const auto next = [](std::int64_t value) { return ready(value + 1); };
    PINPRICK_PIN_MUT(a, Logged(log, "a", 1, 1));
    PINPRICK_PIN_MUT(b, Logged(log, "b", 1, 2));
    PINPRICK_PIN_MUT(c, Logged(log, "c", 1, 3));
    PINPRICK_PIN_MUT(d, Logged(log, "d", 1, 4));
    PINPRICK_PIN_MUT(e, Logged(log, "e", 1, 5));
    PINPRICK_PIN_MUT(f, Logged(log, "f", 1, 6));
    PINPRICK_PIN_MUT(g, Logged(log, "g", 1, 7));
    PINPRICK_PIN_MUT(h, Logged(log, "h", 1, 8));
    EXPECT_EQ(block_on(join(a, b)), std::pair(std::int64_t{1}, std::int64_t{2}));
    EXPECT_EQ(block_on(then(c, next)), 4);
    EXPECT_EQ(block_on(flatten(map(fuse(d), next))), 5);
    EXPECT_EQ(block_on(catch_exception(inspect(e, [](std::int64_t) {}))).value(), 5);
    EXPECT_EQ(block_on(option_future(std::optional(f))), 6);
    EXPECT_EQ(block_on(Either<Borrowed, Ready<std::int64_t>>::of_left(g)), 7);
    auto chain = and_then(map(h, answer), [&](std::int64_t v) { return ready(answer(v + 1)); });
    EXPECT_EQ(block_on(or_else(std::move(chain), [&](int) { return ready(answer(0)); })).value(),
              9);
    for (const std::string& entry : log) EXPECT_EQ(entry.find("dropped"), std::string::npos);
    log.clear();
  }
  // By the end of the scope, in reverse.
  EXPECT_EQ(log, Log({"h dropped", "g dropped", "f dropped", "e dropped", "d dropped", "c dropped",
                      "b dropped", "a dropped"}));
}

TEST(ByReference, ACombinatorOfBorrowsMovesWhileItIsPending) {
  Log log;
  PINPRICK_PIN_MUT(a, Logged(log, "a", 1, 1));
  PINPRICK_PIN_MUT(b, Logged(log, "b", 2, 2));
  auto both = join(a, b);
  static_assert(Unpin<decltype(both)>);
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(Pin<decltype(both)&>::make(both).poll(cx).is_pending());
  auto moved = std::move(both);
  EXPECT_TRUE(Pin<decltype(both)&>::make(moved).poll(cx).is_pending());
  EXPECT_EQ(block_on(boxed(std::move(moved))), std::pair(std::int64_t{1}, std::int64_t{2}));
  EXPECT_EQ(log, Log({"a pending", "b pending", "a ready", "b pending", "b ready"}));
}

TEST(ByReference, GoesOnWithTheSameFutureAfterACombinatorIsGone) {
  // A moved Example would read a stale place at its next poll.
  PINPRICK_PIN_MUT(future, example(8, 1));
  EXPECT_EQ(block_on(poll_immediate(future)), std::nullopt);
  {
    auto abandoned = box_pin(join(future, yield_n(5, 0)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(abandoned.poll(cx).is_pending());
  }
  EXPECT_EQ(block_on(poll_immediate(future)), 37);
}

// The loop that `select!` is for: whichever is ready is acted upon, and the other goes on.
TEST(ByReference, SelectsInALoop) {
  Log log;
  auto slow_place = PINPRICK_PIN(fuse(Logged(log, "slow", 3, 30)));
  auto fast_place = PINPRICK_PIN(fuse(Logged(log, "fast", 1, 10)));
  auto slow = slow_place.as_mut();
  auto fast = fast_place.as_mut();
  std::vector<std::int64_t> order;
  while (!slow->is_terminated() || !fast->is_terminated()) {
    order.push_back(block_on(poll_fn([slow, fast](Context& cx) mutable -> Poll<std::int64_t> {
      auto answer = slow.poll(cx);
      return answer.is_ready() ? std::move(answer) : fast.poll(cx);
    })));
  }
  EXPECT_EQ(order, std::vector<std::int64_t>({10, 30}));
  EXPECT_EQ(log, Log({"slow pending", "fast pending", "slow pending", "fast ready", "fast dropped",
                      "slow pending", "slow ready", "slow dropped"}));
}

TEST(ByReference, OwnersOfPinnedFuturesAreTakenToo) {
  EXPECT_EQ(block_on(join(box_pin(example(8, 1)), boxed(example(1, 4)))),
            std::pair(std::int64_t{37}, std::int64_t{8}));
  auto erased = boxed(yield_n(1, 3));
  EXPECT_EQ(block_on(map(erased.as_mut(), [](int three) { return three + 1; })), 4);
}

}  // namespace
}  // namespace pinprick
