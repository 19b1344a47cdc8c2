// The article's list: each thing it shows, as a test that can be found by its name. What it shows
// to be refused is in tests/compile_fail.

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/then.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;

TEST(Article, AsyncFnWithTwoAwaitsHasFourStates) {
  PINPRICK_PIN_MUT(future, example(8, 1));
  EXPECT_EQ(future->state(), Example::State::kStart);
  EXPECT_EQ(drive(future), std::pair(std::int64_t{37}, 3));
  EXPECT_EQ(future->state(), Example::State::kDone);
}

TEST(Article, ReferencePointsAtData) {
  auto future = Box<Example>::pin(1, 7);
  EXPECT_EQ(drive(future).first, 7 + 7);
}

TEST(Article, FutureBoxedPassedPushedIntoAVector) {
  auto pass = [](BoxFuture<std::int64_t> future) { return future; };
  std::vector<BoxFuture<std::int64_t>> futures;
  for (std::uint8_t i = 0; i < 10; ++i) {
    // NOLINTNEXTLINE(performance-inefficient-vector-operation): that it grows is the point
    futures.push_back(pass(boxed(example(1, i))));
  }
  const Waker waker = Waker::noop();
  Context cx(waker);
  for (auto& future : futures) EXPECT_TRUE(future.poll(cx).is_pending());
  futures.push_back(boxed(ready(std::int64_t{1})));  // may grow: the pins move, the futures do not
  for (std::uint8_t i = 0; i < 10; ++i) EXPECT_EQ(drive(futures[i]).first, 2 * i);
}

TEST(Article, PinOfAStringGetRefAndIntoInner) {
  std::string text = "hello";
  auto pin = Pin<std::string&>::make(text);
  EXPECT_EQ(pin.get_ref(), "hello");
  std::string& back = std::move(pin).into_inner();
  back += "!";
  EXPECT_EQ(text, "hello!");
}

// The first of the three places where Pin is met: the signature of poll.
class Handmade {
 public:
  using Output = int;
  static Poll<int> poll(Pin<Handmade&> self, Context&) {
    return Poll<int>::ready(self.get_ref().value_);
  }

 private:
  int value_ = 1;
};
static_assert(Future<Handmade>);

TEST(Article, PinInTheSignatureOfPoll) { EXPECT_EQ(block_on(Handmade()), 1); }

TEST(Article, BoxPinOfATypeErasedFutureOfInt32) {
  BoxFuture<std::int32_t> future = boxed(ready(std::int32_t{42}));
  EXPECT_EQ(block_on(std::move(future)), 42);
}

// LocalPin is not a future itself; its borrow is.
template <class F>
std::int64_t finish(Pin<F&> future) {
  return drive(future).first;
}

TEST(Article, StackMacroAsAnExpression) {
  auto future = PINPRICK_PIN(map(example(8, 1), [](std::int64_t value) { return value + 1; }));
  EXPECT_EQ(finish(future.as_mut()), 38);
  Simple named(1, 2);
  auto taken = PINPRICK_PIN(std::move(named));
  Pin<Simple&> borrowed = taken;
  EXPECT_EQ(finish(borrowed), 2);
}

TEST(Article, StackMacroAsARebinding) {
  PINPRICK_PIN_MUT(future, join(example(8, 1), simple(1, 2)));
  EXPECT_EQ(drive(future).first.first, 37);
}

TEST(Article, StackPinsAreDroppedAtTheEndOfTheScope) {
  tests::Log log;
  {
    auto future = PINPRICK_PIN(tests::Logged(log, "a", 1, 1));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, tests::Log({"a dropped"}));
}

// Neither copied nor moved by anybody.
class Rock {
 public:
  using Output = const void*;
  Rock() = default;
  Rock(const Rock&) = delete;
  Rock& operator=(const Rock&) = delete;
  static Poll<Output> poll(Pin<Rock&> self, Context&) {
    return Poll<Output>::ready(&self.get_ref());
  }
};

TEST(Article, StackMacroBuildsATemporaryInItsPlace) {
  auto rock = PINPRICK_PIN(Rock());
  PINPRICK_PIN_MUT(other, Rock());
  EXPECT_NE(block_on(rock.as_mut()), block_on(other));
}

TEST(Article, AwaitItselfMovesNothing) {
  auto outer = PINPRICK_PIN(then(ready(1), [](int) { return boxed(example(8, 1)); }));
  EXPECT_EQ(finish(outer.as_mut()), 37);
  // This second future cannot be moved. It is built where it is polled, inside the first.
  auto rocky = PINPRICK_PIN(then(ready(1), [](int) { return Rock(); }));
  const auto from = reinterpret_cast<std::uintptr_t>(&rocky);
  const auto at = reinterpret_cast<std::uintptr_t>(block_on(rocky.as_mut()));
  EXPECT_GE(at, from);
  EXPECT_LT(at, from + sizeof(rocky));
}

TEST(Article, ImplUnpinForMySimpleFuture) {
  static_assert(Unpin<Simple> && !std::is_trivially_copyable_v<Simple>);
  Simple future(0, 3);
  auto pin = Pin<Simple&>::make(future);
  EXPECT_EQ(&pin.get_mut(), &future);
  EXPECT_EQ(drive(pin).first, 3);
}

template <class F>
  requires Future<F> && Unpin<F>
typename F::Output needs_unpin(F future) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto answer = Pin<F&>::make(future).poll(cx);
  while (answer.is_pending()) {
    F moved = std::move(future);  // allowed: it is Unpin
    future = std::move(moved);
    answer = Pin<F&>::make(future).poll(cx);
  }
  return std::move(answer).value();
}

TEST(Article, FunctionThatDemandsFutureAndUnpin) {
  EXPECT_EQ(needs_unpin(simple(2, 1)), 1);
  EXPECT_EQ(needs_unpin(Box<Example>::pin(8, 1)), 37);
  EXPECT_EQ(needs_unpin(boxed(example(8, 1))), 37);
  auto local = PINPRICK_PIN(example(8, 1));
  EXPECT_EQ(needs_unpin(local.as_mut()), 37);
}

TEST(Article, SelectOverStackPinnedFutures) {
  PINPRICK_PIN_MUT(slow, map(simple(5, 1), [](std::int64_t value) { return value; }));
  PINPRICK_PIN_MUT(quick, example(8, 1));
  const Waker waker = Waker::noop();
  Context cx(waker);
  std::int64_t winner = 0;
  while (winner == 0) {
    if (auto a = slow.poll(cx); a.is_ready()) {
      winner = std::move(a).value();
    } else if (auto b = quick.poll(cx); b.is_ready()) {
      winner = std::move(b).value();
    }
  }
  EXPECT_EQ(winner, 37);
  // The loser is still there, and still pinned.
  EXPECT_EQ(drive(slow).first, 1);
}

TEST(Article, RuntimeMovesAFutureBeforeItStarts) {
  Example future = example(8, 1);
  std::vector<Example> inbox;
  inbox.push_back(std::move(future));
  LocalPool runtime;
  auto handle = runtime.spawn_with_handle(std::move(inbox.back()));
  inbox.clear();
  EXPECT_EQ(runtime.run_until(std::move(handle)).value(), 37);
}

TEST(Article, FutureOnATargetWithoutAHeap) {
  const tests::HeapCount heap;
  auto future = PINPRICK_PIN(example(8, 1));
  EXPECT_EQ(block_on(future.as_mut()), 37);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(Article, QuickReferenceFourRows) {
  EXPECT_EQ(block_on(Box<Example>::pin(8, 1)), 37);  // on the heap
  auto local = PINPRICK_PIN(example(8, 1));          // on the stack
  EXPECT_EQ(block_on(local.as_mut()), 37);
  Simple simple_future(1, 2);  // Unpin: pinned by asking
  EXPECT_EQ(block_on(Pin<Simple&>::make(simple_future)), 2);
  Example last(8, 1);  // by promise
  EXPECT_EQ(block_on(Pin<Example&>::new_unchecked(last, Unsafe("not touched again"))), 37);
}

TEST(Article, MovingThePinWrapperLeavesTheFuturePut) {
  PINPRICK_PIN_MUT(future, example(8, 1));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  const Example* place = &future.get_ref();
  auto wrapper = std::move(future);  // NOLINT(performance-move-const-arg): the article says move
  std::vector<Pin<Example&>> wrappers(3, wrapper);
  EXPECT_EQ(&wrappers[2].get_ref(), place);
  EXPECT_EQ(drive(wrappers[2]).first, 37);
}

}  // namespace
}  // namespace pinprick
