#include "pinprick/stream/futures_ordered.h"

#include <stdexcept>
#include <vector>

#include "pinprick/future/example.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::Log;
using tests::Logged;

static_assert(Stream<FuturesOrdered<Example>>);
static_assert(Unpin<FuturesOrdered<Example>>);
static_assert(sizeof(FuturesOrdered<Example>) == sizeof(void*));

template <class Set>
PollNext<typename Set::Item> poll_ordered(Set& set) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  return Pin<Set&>::make(set).poll_next(cx);
}

TEST(FuturesOrdered, KeepsOutputsUntilTheirTurn) {
  Log log;
  FuturesOrdered<Logged> set;
  set.push_back(Logged(log, "a", 2, 1));
  set.push_back(Logged(log, "b", 0, 2));
  set.push_back(Logged(log, "c", 1, 3));
  EXPECT_TRUE(poll_ordered(set).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped", "c pending", "a pending", "c ready",
                      "c dropped"}));
  EXPECT_EQ(set.len(), 3U);
  log.clear();
  EXPECT_EQ(poll_ordered(set).value(), 1);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_EQ(poll_ordered(set).value(), 2);
  EXPECT_EQ(poll_ordered(set).value(), 3);
  EXPECT_EQ(poll_ordered(set).value(), std::nullopt);
  set.push_back(Logged(log, "d", 0, 4));
  EXPECT_EQ(poll_ordered(set).value(), 4);
}

TEST(FuturesOrdered, PollsNobodyWhenTheFirstIsReady) {
  Log log;
  FuturesOrdered<Logged> set;
  set.push_back(Logged(log, "a", 1, 1));
  set.push_back(Logged(log, "b", 0, 2));
  set.push_back(Logged(log, "c", 5, 3));
  EXPECT_EQ(poll_ordered(set).value(), 1);
  log.clear();
  EXPECT_EQ(poll_ordered(set).value(), 2);
  EXPECT_EQ(log, Log());
}

TEST(FuturesOrdered, DropsWhatIsLeftInTheOrderOfThePushes) {
  // Logs its end, but not that of a moved-from one.
  struct Bell {
    Bell(Log& l, int n) : log(&l), number(n) {}
    Bell(Bell&& other) noexcept : log(std::exchange(other.log, nullptr)), number(other.number) {}
    Bell& operator=(Bell&&) = delete;
    ~Bell() {
      if (log != nullptr) log->push_back("bell " + std::to_string(number));
    }
    Log* log;
    int number;
  };
  struct Ringer {
    using Output = Bell;
    Ringer(Log& log, int number, bool is_set) : bell(log, number), is_ready(is_set) {}
    static Poll<Bell> poll(Pin<Ringer&> self, Context&) {
      Ringer& me = self.get_unchecked_mut(Unsafe("nothing is moved but the output"));
      return me.is_ready ? Poll<Bell>::ready(std::move(me.bell)) : kPending;
    }
    Bell bell;
    bool is_ready;
  };
  Log log;
  {
    LocalFuturesOrdered<Ringer> set;
    set.push_back(Ringer(log, 1, false));
    set.push_back(Ringer(log, 2, true));
    set.push_back(Ringer(log, 3, false));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(Pin<LocalFuturesOrdered<Ringer>&>::make(set).poll_next(cx).is_pending());
    EXPECT_EQ(log, Log());
  }
  EXPECT_EQ(log, Log({"bell 1", "bell 2", "bell 3"}));
}

TEST(FuturesOrdered, AThrowingFutureHasNoItem) {
  struct Throw {
    using Output = int;
    static Poll<int> poll(Pin<Throw&> self, Context&) {
      if (self->value < 0) throw std::runtime_error("child");
      return Poll<int>::ready(int{self->value});
    }
    int value;
  };
  FuturesOrdered<Throw> set;
  for (const int value : {1, -1, 2}) set.push_back(Throw{value});
  EXPECT_EQ(poll_ordered(set).value(), 1);
  EXPECT_THROW((void)poll_ordered(set), std::runtime_error);
  EXPECT_EQ(set.len(), 1U);
  EXPECT_EQ(poll_ordered(set).value(), 2);
  EXPECT_EQ(poll_ordered(set).value(), std::nullopt);
}

TEST(FuturesOrdered, ALateWakeOfOneThatIsReadyIsHarmless) {
  struct Once {
    using Output = int;
    static Poll<int> poll(Pin<Once&> self, Context& cx) {
      if (self->waker != nullptr) *self->waker = cx.waker().clone();
      return self->is_ready ? Poll<int>::ready(1) : kPending;
    }
    Waker* waker;
    bool is_ready;
  };
  Waker waker = Waker::noop();
  FuturesOrdered<Once> set;
  set.push_back(Once{nullptr, false});
  set.push_back(Once{&waker, true});
  EXPECT_TRUE(poll_ordered(set).is_pending());
  waker.wake_by_ref();
  EXPECT_TRUE(poll_ordered(set).is_pending());
  set = FuturesOrdered<Once>();
  waker.wake_by_ref();
}

TEST(FuturesOrdered, AllocatesOncePerFuture) {
  FuturesOrdered<YieldN<int>> set;
  set.push_back(yield_n(2, 0));
  const tests::HeapCount heap;
  for (int i = 1; i < 10; ++i) set.push_back(yield_n(9 - i, i));
  EXPECT_EQ(heap.count(), 9U);
  for (int i = 0; i < 10; ++i) {
    auto answer = poll_ordered(set);
    while (answer.is_pending()) answer = poll_ordered(set);
    EXPECT_EQ(answer.value(), i);
  }
  EXPECT_EQ(heap.count(), 9U);
}

TEST(FuturesOrdered, NeverMovesAFutureAfterThePush) {
  LocalFuturesOrdered<Example> set;
  for (int i = 0; i < 20; ++i) set.push_back(example(8, 1));
  int ready = 0;
  while (!set.is_empty()) {
    LocalFuturesOrdered<Example> moved = std::move(set);
    auto answer = poll_ordered(moved);
    if (answer.is_ready()) ++ready;
    set = std::move(moved);
  }
  EXPECT_EQ(ready, 20);
}

}  // namespace
}  // namespace pinprick
