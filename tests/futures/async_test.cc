#include "pinprick/async.h"

#include <array>
#include <functional>
// Its std::async is one more candidate wherever an argument is of std.
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/race.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick::async_test {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::HeapCount;
using tests::Log;
using tests::Logged;

// Room for whatever a test does, with either compiler and at any level.
constexpr std::size_t kRoom = 4096;

// Writes its name down when it ends; a moved-from one is silent.
class Noted {
 public:
  Noted(Log& log, std::string name) : log_(&log), name_(std::move(name)) {}
  Noted(Noted&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)), name_(std::move(other.name_)) {}
  Noted(const Noted&) = delete;
  Noted& operator=(const Noted&) = delete;
  ~Noted() {
    if (log_ != nullptr) log_->push_back(name_);
  }

 private:
  Log* log_;
  std::string name_;
};

// Pending `n` times, and then it throws.
class Throwing {
 public:
  using Output = int;
  explicit Throwing(int n) : left_(n) {}
  static Poll<int> poll(Pin<Throwing&> self, Context& cx) {
    Throwing& me = self.get_mut();
    if (me.left_-- == 0) throw std::runtime_error("child");
    cx.waker().wake_by_ref();
    return kPending;
  }

 private:
  int left_;
};

// Calls `fn(cx)` once and is ready.
template <class Fn>
class Once {
 public:
  using Output = Unit;
  explicit Once(Fn fn) : fn_(fn) {}
  static Poll<Unit> poll(Pin<Once&> self, Context& cx) {
    self.get_unchecked_mut(Unsafe("nothing is moved")).fn_(cx);
    return Poll<Unit>::ready({});
  }

 private:
  Fn fn_;
};

Co<int> immediately(int value) { co_return value; }

Co<int> after(std::size_t polls, int value) { co_return co_await yield_n(polls, value); }

Co<std::int64_t> sum_of_two(int a, int b) {
  const int first = co_await async(after, 1U, a);
  const int second = co_await async(after, 2U, b);
  co_return first + second;
}

TEST(Async, GivesWhatTheCoroutineReturns) {
  EXPECT_EQ(block_on(async(immediately, 3)), 3);
  EXPECT_EQ(block_on(async(after, 3U, 4)), 4);
  EXPECT_EQ(block_on(async<kRoom>(sum_of_two, 3, 4)), 7);
}

TEST(Async, IsWhatItClaims) {
  using F = decltype(async(immediately, 1));
  static_assert(std::is_same_v<F, Async<kAsyncBytes, Co<int> (*)(int), int>>);
  static_assert(Future<F> && !Unpin<F> && !std::is_copy_constructible_v<F>);
  static_assert(std::is_nothrow_move_constructible_v<F> && std::is_nothrow_move_assignable_v<F>);
  static_assert(sizeof(F) == kAsyncBytes + 2 * sizeof(void*) + 2 * sizeof(void*));
  static_assert(sizeof(Co<int>) == sizeof(void*));
  const auto stateless = []() -> Co<int> { co_return 1; };
  static_assert(sizeof(async(stateless)) == kAsyncBytes + alignof(std::max_align_t));
}

TEST(Async, RunsNothingBeforeTheFirstPollAndAllThatIsReadyInIt) {
  int runs = 0;
  auto future = box_pin(async<kRoom>([&runs]() -> Co<int> {
    ++runs;
    const int a = co_await ready(1);
    const int b = co_await async(immediately, 2);
    co_return a + b + static_cast<int>(co_await simple(0, 4));
  }));
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(drive(future), std::pair(7, 1));
  EXPECT_EQ(runs, 1);
}

TEST(Async, WhatItAwaitsIsPolledWithTheContextOfTheLatestPoll) {
  auto first = WakeRef<Counter>::make();
  auto second = WakeRef<Counter>::make();
  const Waker first_waker = first.waker();
  const Waker second_waker = second.waker();
  Context first_cx(first_waker);
  Context second_cx(second_waker);
  auto future = box_pin(async<kRoom>([]() -> Co<int> {
    co_await yield_n(2, Unit{});
    co_return co_await async(after, 1U, 5);
  }));
  EXPECT_TRUE(future.poll(first_cx).is_pending());
  EXPECT_EQ(std::pair(first->wakes, second->wakes), std::pair(1, 0));
  // Polled again,
  EXPECT_TRUE(future.poll(second_cx).is_pending());
  EXPECT_EQ(std::pair(first->wakes, second->wakes), std::pair(1, 1));
  // and for the first time, in a coroutine that has just begun.
  EXPECT_TRUE(future.poll(first_cx).is_pending());
  EXPECT_EQ(std::pair(first->wakes, second->wakes), std::pair(2, 1));
  EXPECT_EQ(future.poll(second_cx).value(), 5);
}

TEST(Async, WhatItAwaitsNextIsPolledWithTheContextOfTheLatestPoll) {
  auto first = WakeRef<Counter>::make();
  auto second = WakeRef<Counter>::make();
  const Waker first_waker = first.waker();
  const Waker second_waker = second.waker();
  Context first_cx(first_waker);
  Context second_cx(second_waker);
  auto future = box_pin(async<kRoom>([]() -> Co<int> {
    co_await yield_n(1, Unit{});
    co_return co_await yield_n(1, 5);
  }));
  EXPECT_TRUE(future.poll(first_cx).is_pending());
  EXPECT_TRUE(future.poll(second_cx).is_pending());
  EXPECT_EQ(std::pair(first->wakes, second->wakes), std::pair(1, 1));
  EXPECT_EQ(future.poll(first_cx).value(), 5);
}

TEST(Async, PanicsByNameWhenPolledAfterReady) {
  auto future = box_pin(async(immediately, 1));
  (void)drive(future);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)drive(future); });
  }
}

TEST(Async, PanicsByNameWhenPolledFromInsideItself) {
  std::function<void(Context&)> poll_again;
  auto body = [&poll_again]() -> Co<int> {
    auto poll = [&poll_again](Context& cx) { poll_again(cx); };
    co_await Once<decltype(poll)>(poll);
    co_return 1;
  };
  auto future = box_pin(async(body));
  poll_again = [&future](Context& cx) { (void)future.poll(cx); };
  expect_panic(PanicReason::kReentered, "Async", [&] { (void)drive(future); });
  expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)drive(future); });
}

// --- Before the first poll ----------------------------------------------------------------------

template <class F>
F passed(F future) {
  return future;
}

TEST(Async, MovesFreelyBeforeTheFirstPoll) {
  auto body = [text = std::string("a string too long to lie in its object")](
                  std::unique_ptr<int> number) -> Co<std::string> {
    co_await yield_n(1, Unit{});
    co_return text + std::to_string(*number);
  };
  auto make = [&body](int number) { return async<kRoom>(body, std::make_unique<int>(number)); };
  using F = decltype(make(0));

  F first = make(1);
  F second = passed(std::move(first));
  std::vector<F> many;
  many.push_back(std::move(second));
  for (int i = 2; i < 9; ++i) many.push_back(make(i));
  F last = std::move(many.front());
  many.erase(many.begin(), many.begin() + 3);
  auto boxed_one = box_pin(std::move(many.front()));
  EXPECT_EQ(block_on(std::move(last)), "a string too long to lie in its object1");
  EXPECT_EQ(block_on(std::move(boxed_one)), "a string too long to lie in its object4");
  // Moved from, it is as done.
  auto source = box_pin(make(1));
  F taken = std::move(source.get_unchecked_mut(Unsafe("not polled yet")));
  expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)drive(source); });
}

TEST(Async, DroppedBeforeTheFirstPollDropsTheArgumentsAndThenTheCallable) {
  Log log;
  {
    auto body = [callable = Noted(log, "callable")](Noted, Noted) -> Co<int> { co_return 1; };
    auto future = async<kRoom>(std::move(body), Noted(log, "first"), Noted(log, "second"));
    auto moved = std::move(future);
    EXPECT_EQ(log, Log());
  }
  ASSERT_EQ(log.size(), 3U);
  // In what order a tuple drops its elements is up to the standard library.
  EXPECT_EQ(log.back(), "callable");
}

TEST(Async, AssignmentDropsTheOldCoroutineFirst) {
  Log log;
  struct Body {
    Co<int> operator()(Noted& noted) const {
      const Noted local = std::move(noted);
      co_await pending<Unit>();
      co_return 1;
    }
  };
  Noted first(log, "old");
  auto future = async<kRoom>(Body(), std::ref(first));
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto pin = Pin<decltype(future)&>::new_unchecked(future, Unsafe("replaced, not moved"));
  EXPECT_TRUE(pin.poll(cx).is_pending());
  Noted second(log, "new");
  pin.set(async<kRoom>(Body(), std::ref(second)));
  EXPECT_EQ(log, Log({"old"}));
  EXPECT_TRUE(pin.poll(cx).is_pending());
  future = async<kRoom>(Body(), std::ref(first));
  EXPECT_EQ(log, Log({"old", "new"}));
}

// --- The end, and the early end -----------------------------------------------------------------

// Three awaits, each with a local before it.
Co<int> three_awaits(Log& log, Noted) {
  const Noted a(log, "a");
  co_await yield_n(1, Unit{});
  const Noted b(log, "b");
  {
    const Noted inner(log, "inner");
    co_await Logged(log, "leaf", 1, 0);
  }
  const Noted c(log, "c");
  co_await yield_n(1, Unit{});
  co_return 1;
}

auto three_awaits_future(Log& log) {
  auto call = [callable = Noted(log, "callable")](Log& to, Noted parameter) {
    return three_awaits(to, std::move(parameter));
  };
  return async<kRoom>(std::move(call), std::ref(log), Noted(log, "parameter"));
}

TEST(Async, AtTheEndLocalsThenParametersThenTheCallableAreDropped) {
  Log log;
  auto future = box_pin(three_awaits_future(log));
  EXPECT_EQ(drive(future), std::pair(1, 4));
  EXPECT_EQ(log, Log({"leaf pending", "leaf ready", "leaf dropped", "inner", "c", "b", "a",
                      "parameter", "callable"}));
}

TEST(Async, DroppedWhereverItIsSuspendedItDropsWhatThereIs) {
  const std::array<Log, 4> expected = {
      Log({"parameter", "callable"}),
      Log({"a", "parameter", "callable"}),
      Log({"leaf dropped", "inner", "b", "a", "parameter", "callable"}),
      Log({"c", "b", "a", "parameter", "callable"}),
  };
  for (std::size_t polls = 0; polls < expected.size(); ++polls) {
    Log log;
    {
      auto future = box_pin(three_awaits_future(log));
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (std::size_t i = 0; i < polls; ++i) EXPECT_TRUE(future.poll(cx).is_pending());
      log.clear();
    }
    EXPECT_EQ(log, expected[polls]) << polls;
  }
}

TEST(Async, DroppedWithinNestedAwaitsItDropsTheInnermostFirst) {
  Log log;
  auto inner = [](Log& to) -> Co<int> {
    const Noted local(to, "inner");
    co_await Logged(to, "leaf", 5, 0);
    co_return 1;
  };
  auto middle = [inner](Log& to) -> Co<int> {
    const Noted local(to, "middle");
    co_return co_await async<1024>(inner, std::ref(to));
  };
  auto outer = [middle](Log& to) -> Co<int> {
    const Noted local(to, "outer");
    co_return co_await async<2048>(middle, std::ref(to));
  };
  {
    auto future = box_pin(async<kRoom>(outer, std::ref(log)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    EXPECT_TRUE(future.poll(cx).is_pending());
    EXPECT_EQ(log, Log({"leaf pending", "leaf pending"}));
    log.clear();
  }
  EXPECT_EQ(log, Log({"leaf dropped", "inner", "middle", "outer"}));
}

TEST(Async, WhatWasAwaitedIsGoneWhenItsValueIsThere) {
  Log log;
  auto inner = [](Log& to, Noted) -> Co<int> {
    const Noted local(to, "local");
    co_return 1;
  };
  auto outer = [inner](Log& to) -> Co<int> {
    const auto say = [&to](int value) {
      to.emplace_back("used");
      return value;
    };
    co_return say(co_await async<1024>(inner, std::ref(to), Noted(to, "parameter")));
  };
  EXPECT_EQ(block_on(async<kRoom>(outer, std::ref(log))), 1);
  EXPECT_EQ(log, Log({"local", "parameter", "used"}));
}

// --- Exceptions ---------------------------------------------------------------------------------

// Throws at the given point out of four; -1 for none.
Co<int> throws_at(int point, Log& log) {
  const Noted local(log, "local");
  if (point == 0) throw std::runtime_error("start");
  co_await yield_n(1, Unit{});
  if (point == 1) throw std::runtime_error("middle");
  if (point == 2) co_await Throwing(0);
  if (point == 3) co_await Throwing(2);
  co_return point;
}

TEST(Async, AnExceptionLeavesThePollThatMeetsIt) {
  const std::array<int, 4> polls = {1, 2, 2, 4};
  for (int point = 0; point < 4; ++point) {
    Log log;
    auto future = box_pin(async<kRoom>(throws_at, point, std::ref(log)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    for (int i = 1; i < polls[static_cast<std::size_t>(point)]; ++i) {
      EXPECT_TRUE(future.poll(cx).is_pending());
    }
    EXPECT_EQ(log, Log());
    EXPECT_THROW((void)future.poll(cx), std::runtime_error);
    EXPECT_EQ(log, Log({"local"}));
    expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)future.poll(cx); });
  }
}

TEST(Async, CatchesWhatItsFuturesThrow) {
  for (const int polls : {0, 1, 2}) {
    auto future = box_pin(async<kRoom>(
        [](int n) -> Co<std::string> {
          std::string caught;
          try {
            co_await Throwing(n);
          } catch (const std::runtime_error& error) {
            caught = error.what();
          }
          co_await yield_n(1, Unit{});
          co_return caught;
        },
        polls));
    EXPECT_EQ(drive(future), std::pair(std::string("child"), polls + 2));
  }
}

TEST(Async, AnExceptionGoesOutwardsThroughNestedAwaits) {
  for (int point = -1; point < 4; ++point) {
    Log log;
    auto middle = [](int at, Log& to) -> Co<int> {
      const Noted local(to, "middle");
      co_return co_await async<1024>(throws_at, at, std::ref(to));
    };
    auto outer = [middle](int at, Log& to) -> Co<int> {
      int result = 9;
      try {
        result = co_await async<2048>(middle, at, std::ref(to));
      } catch (const std::runtime_error&) {
        to.emplace_back("caught");
      }
      co_return result;
    };
    auto future = box_pin(async<kRoom>(outer, point, std::ref(log)));
    EXPECT_EQ(drive(future).first, point < 0 ? -1 : 9);
    EXPECT_EQ(log, point < 0 ? Log({"local", "middle"}) : Log({"local", "middle", "caught"}));
  }
}

// Throws when it has been moved `n` times.
class Fragile {
 public:
  explicit Fragile(int n) : left_(n) {}
  Fragile(Fragile&& other) : left_(other.left_ - 1) {
    if (left_ < 0) throw std::runtime_error("moved");
  }

 private:
  int left_;
};

TEST(Async, IsDoneWhenAnArgumentThrowsOnItsWayIntoTheFrame) {
  // One move into the future, one into the box, then those of the call. How many those are is up
  // to the compiler.
  for (int moves = 2; moves < 4; ++moves) {
    Log log;
    auto body = [callable = Noted(log, "callable")](Noted, Fragile, Noted) -> Co<int> {
      co_return 1;
    };
    auto future =
        Box<decltype(async<kRoom>(std::move(body), Noted(log, "first"), Fragile(1),
                                  Noted(log, "last")))>::pin(std::in_place, std::move(body),
                                                             Noted(log, "first"),
                                                             Fragile(moves - 1),
                                                             Noted(log, "last"));
    EXPECT_THROW((void)drive(future), std::runtime_error) << moves;
    EXPECT_EQ(log.size(), 3U);
    EXPECT_EQ(log.back(), "callable");
    expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)drive(future); });
  }
}

TEST(Async, AnOutputThatThrowsWhenItIsMadeIsAnExceptionOfTheCoroutine) {
  struct Output {
    Output(int) { throw std::runtime_error("output"); }  // NOLINT: so that it converts
  };
  auto future = box_pin(async<kRoom>([]() -> Co<Output> { co_return 3; }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
}

// --- Storage ------------------------------------------------------------------------------------

Co<std::size_t> wide() {
  std::array<unsigned char, 600> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  co_await yield_n(1, Unit{});
  std::size_t sum = 0;
  for (const unsigned char byte : bytes) sum += byte;
  co_return sum;
}

TEST(Async, TooLittleRoomIsAnErrorThatSaysHowMuchIsNeeded) {
  const std::size_t needed = async_frame_size(wide);
  EXPECT_GT(needed, 600U);
  EXPECT_LT(needed, 1000U);
  auto future = box_pin(async(wide));
  try {
    (void)drive(future);
    ADD_FAILURE() << "it fits";
  } catch (const FrameTooLarge& error) {
    EXPECT_EQ(error.reason(), PanicReason::kTooSmall);
    EXPECT_STREQ(error.who(), "Async");
    EXPECT_EQ(error.needed(), needed);
    EXPECT_EQ(error.bytes(), kAsyncBytes);
    const std::string size = std::to_string(needed);
    EXPECT_EQ(error.what(), "`Async` has 256 bytes for its frame, which needs " + size +
                                ": async<" + size + ">(...)");
  }
  expect_panic(PanicReason::kPolledAfterReady, "Async", [&] { (void)drive(future); });
}

// The size of the frame of `immediately` by trial: the least that holds it.
template <std::size_t kLow, std::size_t kHigh>
std::size_t least_room() {
  if constexpr (kLow == kHigh) {
    return kLow;
  } else {
    constexpr std::size_t kMiddle = (kLow + kHigh) / 2;
    try {
      (void)block_on(async<kMiddle>(immediately, 1));
    } catch (const FrameTooLarge&) {
      return least_room<kMiddle + 1, kHigh>();
    }
    return least_room<kLow, kMiddle>();
  }
}

TEST(Async, TheSizeThatIsToldIsTheSizeThatIsNeeded) {
  EXPECT_EQ(async_frame_size(immediately, 1), (least_room<1, 256>()));
}

TEST(Async, TooLittleRoomForANestedFrameIsCaughtLikeAnyOtherException) {
  auto outer = []() -> Co<std::size_t> {
    std::size_t needed = 0;
    try {
      co_await async<64>(wide);
    } catch (const FrameTooLarge& error) {
      needed = error.needed();
    }
    co_return needed;
  };
  EXPECT_EQ(block_on(async<kRoom>(outer)), async_frame_size(wide));
}

TEST(Async, AskingForTheSizeRunsAndKeepsNothing) {
  Log log;
  auto body = [](Log& to, Noted) -> Co<int> {
    to.emplace_back("ran");
    co_return 1;
  };
  EXPECT_GT(async_frame_size(body, std::ref(log), Noted(log, "argument")), 0U);
  EXPECT_EQ(log, Log({"argument"}));
}

TEST(Async, ACoroutineCalledByItselfDoesNothing) {
  const HeapCount heap;
  Log log;
  {
    const Co<int> nothing = three_awaits(log, Noted(log, "argument"));
    EXPECT_TRUE(nothing.is_empty());
  }
  EXPECT_EQ(log, Log({"argument"}));
}

TEST(Async, ACallableMayCallTheCoroutineOnlyOnce) {
  Log log;
  auto twice = [](Log& to) {
    const Co<int> first = three_awaits(to, Noted(to, "first"));
    return three_awaits(to, Noted(to, "second"));
  };
  auto future = box_pin(async<kRoom>(twice, std::ref(log)));
  expect_panic(PanicReason::kEmpty, "Co", [&] { (void)drive(future); });
  EXPECT_EQ(log, Log({"second", "first"}));
}

// A parameter whose constructor runs a coroutine of its own.
struct Runner {
  explicit Runner(int value) : output(value) {}
  Runner(Runner&& other) : output(block_on(async(after, 1U, other.output + 1))) {}
  int output;
};

TEST(Async, ConstructorsOfParametersMayRunCoroutines) {
  auto body = [](Runner runner) -> Co<int> { co_return runner.output; };
  EXPECT_GE(block_on(async(body, Runner(1))), 3);
}

// --- Callables and arguments --------------------------------------------------------------------

struct Account {
  int balance = 10;
  Co<int> deposit(int amount) {
    co_await yield_n(1, Unit{});
    balance += amount;
    co_return balance;
  }
  Co<int> look() const {
    co_await yield_n(1, Unit{});
    co_return balance;
  }
  static Co<int> open() { co_return 0; }
};

TEST(Async, CallsMembersAndFunctionObjects) {
  Account account;
  EXPECT_EQ(block_on(async(&Account::deposit, &account, 5)), 15);
  EXPECT_EQ(block_on(async(&Account::look, std::cref(account))), 15);
  // A copy in the future.
  EXPECT_EQ(block_on(async(&Account::deposit, account, 5)), 20);
  EXPECT_EQ(account.balance, 15);
  EXPECT_EQ(block_on(async(&Account::open)), 0);
}

TEST(Async, CapturesLiveAsLongAsTheFrame) {
  int calls = 0;
  auto future = [&] {
    const std::string text = "a string too long to lie in its object";
    return async<kRoom>([text, &calls, count = 0]() mutable -> Co<std::string> {
      calls = ++count;
      co_await yield_n(2, Unit{});
      calls = ++count;
      co_return text;
    });
  }();
  EXPECT_EQ(block_on(std::move(future)), "a string too long to lie in its object");
  EXPECT_EQ(calls, 2);
}

TEST(Async, AReferenceParameterRefersToTheArgumentInTheFuture) {
  auto by_const = [](const std::string& text) -> Co<std::string> {
    co_await yield_n(1, Unit{});
    co_return text;
  };
  auto by_rvalue = [](std::string&& text) -> Co<std::string> {
    co_await yield_n(1, Unit{});
    co_return std::move(text);
  };
  const std::string text = "a string too long to lie in its object";
  EXPECT_EQ(block_on(async(by_const, text)), text);
  EXPECT_EQ(block_on(async(by_rvalue, text)), text);
  EXPECT_EQ(block_on(async(by_const, std::string("temporary"))), "temporary");
}

TEST(Async, AReferenceIsHandedOverByRef) {
  auto body = [](int& number) -> Co<void> {
    co_await yield_n(1, Unit{});
    ++number;
  };
  int number = 1;
  EXPECT_EQ(block_on(async(body, std::ref(number))), Unit());
  EXPECT_EQ(number, 2);
}

TEST(Async, ArgumentsAndOutputsMayOnlyMove) {
  auto inner = [](std::unique_ptr<int> number) -> Co<std::unique_ptr<int>> {
    co_await yield_n(1, Unit{});
    ++*number;
    co_return std::move(number);
  };
  auto outer = [inner](std::unique_ptr<int> number) -> Co<std::unique_ptr<int>> {
    std::unique_ptr<int> next = co_await async(inner, std::move(number));
    co_return co_await yield_n(1, std::move(next));
  };
  EXPECT_EQ(*block_on(async<kRoom>(outer, std::make_unique<int>(4))), 5);
}

Co<std::string> repeat(std::string text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += co_await yield_n(1, text);
  co_return result;
}

TEST(Async, ArgumentsMadeInTheAwaitAreNeitherLostNorDoubled) {
  auto outer = []() -> Co<std::string> {
    const std::string a = co_await async<512>(repeat, std::string(40, 'a'), 2);
    const std::string both = co_await async<512>(repeat, a + std::string(40, 'b'), 1) +
                             co_await async<512>(repeat, std::string("c"), 3);
    co_return both;
  };
  EXPECT_EQ(block_on(async<kRoom>(outer)), std::string(80, 'a') + std::string(40, 'b') + "ccc");
}

TEST(Async, SeveralAwaitsInOneExpressionDoNotMeddle) {
  auto body = [](bool left) -> Co<std::string> {
    std::array<int, 3> polls = {};
    const auto list = [](int a, int b, int c) { return std::array<int, 3>{a, b, c}; };
    polls =
        list(co_await async(after, 1U, 1), co_await yield_n(1, 2), co_await async(after, 1U, 3));
    const int branch = left ? co_await async(after, 1U, 4) : co_await async(after, 1U, 5);
    if (co_await ready(false) && co_await async(after, 1U, 0) == 0) co_return "wrong";
    std::string result = left || co_await ready(true) ? "" : "wrong";
    for (const int digit : polls) result += std::to_string(digit);
    co_return result + std::to_string(branch);
  };
  EXPECT_EQ(block_on(async<kRoom>(body, true)), "1234");
  EXPECT_EQ(block_on(async<kRoom>(body, false)), "1235");
}

// --- What can be awaited ------------------------------------------------------------------------

TEST(Async, AwaitsAnUnpinFutureByReference) {
  auto body = []() -> Co<std::int64_t> {
    Simple future = simple(2, 6);
    auto boxed_future = boxed(example(8, 1));
    const std::int64_t first = co_await future;
    co_return first + co_await boxed_future;
  };
  EXPECT_EQ(block_on(async<kRoom>(body)), 6 + 37);
}

TEST(Async, AwaitsThroughAPin) {
  auto body = []() -> Co<std::int64_t> {
    auto local = PINPRICK_PIN(example(8, 1));
    PINPRICK_PIN_MUT(named, example(8, 2));
    auto heap = Box<Example>::pin(8, 3);
    auto coroutine = PINPRICK_PIN(async(after, 2U, 1));
    std::int64_t sum = co_await local.as_mut();
    sum += co_await named;
    sum += co_await heap;
    sum += co_await coroutine.as_mut();
    co_return sum;
  };
  EXPECT_EQ(block_on(async<kRoom>(body)), 37 + 46 + 55 + 1);
}

TEST(Async, GoesOnInPlaceWithWhatWasPolledBefore) {
  auto body = []() -> Co<int> {
    auto inner = async<1024>(sum_of_two, 1, 2);
    auto poll = [&inner](Context& cx) {
      auto pin = Pin<decltype(inner)&>::new_unchecked(inner, Unsafe("given up where it lies"));
      EXPECT_TRUE(pin.poll(cx).is_pending());
      EXPECT_TRUE(pin.poll(cx).is_pending());
    };
    co_await Once<decltype(poll)>(poll);
    co_return static_cast<int>(co_await std::move(inner));
  };
  auto future = box_pin(async<kRoom>(body));
  EXPECT_EQ(drive(future), std::pair(3, 2));
}

TEST(Async, AwaitsCombinatorsOfCoroutines) {
  auto body = []() -> Co<std::int64_t> {
    const auto [a, b] = co_await join(async<1024>(sum_of_two, 1, 2),
                                      map(async(after, 5U, 10), [](int ten) { return ten * 10; }));
    co_return a + b;
  };
  auto future = box_pin(join(async<kRoom>(body), async<1024>(sum_of_two, 5, 6)));
  const auto [outputs, polls] = drive(future);
  EXPECT_EQ(outputs, std::pair(std::int64_t{103}, std::int64_t{11}));
  EXPECT_EQ(polls, 6);
}

TEST(Async, LosesARaceAndDropsItsLocals) {
  Log log;
  auto loser = [](Log& to) -> Co<int> {
    const Noted local(to, "loser");
    co_return co_await pending<int>();
  };
  auto body = [loser](Log& to) -> Co<int> {
    const int winner = co_await race(async(loser, std::ref(to)), async(after, 2U, 7));
    to.emplace_back("decided");
    co_return winner;
  };
  EXPECT_EQ(block_on(async<kRoom>(body, std::ref(log))), 7);
  EXPECT_EQ(log, Log({"loser", "decided"}));
}

TEST(Async, MayHaveNothingToSay) {
  int runs = 0;
  auto inner = [](int& count) -> Co<void> {
    co_await yield_n(1, Unit{});
    ++count;
  };
  auto outer = [inner](int& count) -> Co<void> {
    co_await async(inner, std::ref(count));
    if (count == 1) co_return;
    ++count;
  };
  static_assert(std::is_same_v<decltype(async(inner, std::ref(runs)))::Output, Unit>);
  EXPECT_EQ(block_on(async<kRoom>(outer, std::ref(runs))), Unit());
  EXPECT_EQ(runs, 1);
}

// --- Depth and length ---------------------------------------------------------------------------

// What a level takes beyond the one inside it, with either compiler at any level.
constexpr std::size_t kLevel = 320;

template <int kDepth>
Co<int> nested(Log& log, std::size_t polls) {
  if constexpr (kDepth == 0) {
    co_return static_cast<int>(co_await Logged(log, "leaf", polls, 0));
  } else {
    co_return 1 + co_await async<kDepth * kLevel>(nested<kDepth - 1>, std::ref(log), polls);
  }
}

TEST(Async, AHundredNestedAwaitsPollTheInnermostOncePerPoll) {
  Log log;
  auto future = box_pin(async<101 * kLevel>(nested<100>, std::ref(log), 3U));
  EXPECT_EQ(drive(future), std::pair(100, 4));
  EXPECT_EQ(log,
            Log({"leaf pending", "leaf pending", "leaf pending", "leaf ready", "leaf dropped"}));
}

TEST(Async, ALongLoopOfWhatIsReadyTakesNoStack) {
  auto body = [](int n) -> Co<std::int64_t> {
    std::int64_t sum = 0;
    for (int i = 0; i < n; ++i) sum += co_await async(immediately, i);
    for (int i = 0; i < n; ++i) sum += co_await ready(i);
    co_return sum;
  };
  constexpr std::int64_t kTurns = 200'000;
  EXPECT_EQ(block_on(async<kRoom>(body, static_cast<int>(kTurns))), kTurns * (kTurns - 1));
}

// --- Misuse -------------------------------------------------------------------------------------

TEST(Async, MovedTooLateItGoesOnAsAStateMachineOfRustDoesThatHoldsNoPointer) {
  auto inner = [](int value) -> Co<int> {
    const int local = value;
    co_await yield_n(1, Unit{});
    co_await simple(1, 0);
    co_return local + value;
  };
  auto outer = [](decltype(inner) body, int value) -> Co<int> {
    const int local = value;
    // A statement of its own: within an expression clang keeps addresses across an await.
    const int other = co_await async<512>(body, value);
    co_return local + other;
  };
  using F = decltype(async<kRoom>(outer, inner, 3));
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto first = box(async<kRoom>(outer, inner, 3));
  EXPECT_TRUE(Pin<F&>::new_unchecked(*first, Unsafe("moved below")).poll(cx).is_pending());
  auto second = box(std::move(first).into_inner());
  EXPECT_TRUE(Pin<F&>::new_unchecked(*second, Unsafe("moved below")).poll(cx).is_pending());
  auto third = box(std::move(second).into_inner());
  EXPECT_EQ(Pin<F&>::new_unchecked(*third, Unsafe("stays")).poll(cx).value(), 9);
}

// --- The boxed form -----------------------------------------------------------------------------

TEST(BoxedAsync, IsOneAllocationAndAHandleThatMoves) {
  const HeapCount heap;
  BoxFuture<std::int64_t> future = boxed_async<kRoom>(sum_of_two, 3, 4);
  EXPECT_EQ(heap.count(), 1U);
  static_assert(Unpin<decltype(future)> && sizeof future == sizeof(void*));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  std::array<BoxFuture<std::int64_t>, 1> elsewhere = {std::move(future)};
  EXPECT_EQ(block_on(std::move(elsewhere[0])), 7);
  EXPECT_EQ(heap.count(), 1U);
}

Co<int> fibonacci(int n) {
  if (n < 2) co_return n;
  co_return co_await boxed_async(fibonacci, n - 1) + co_await boxed_async(fibonacci, n - 2);
}

TEST(BoxedAsync, Recurses) { EXPECT_EQ(block_on(boxed_async(fibonacci, 10)), 55); }

}  // namespace
}  // namespace pinprick::async_test
