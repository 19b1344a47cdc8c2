#include "pinprick/future/and_then.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/or_else.h"
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

using Number = Result<std::int64_t, std::string>;

constexpr auto kAsOk = [](std::int64_t value) { return Number::ok(value); };
constexpr auto kAsErr = [](std::int64_t value) { return Number::err(std::to_string(value)); };

// Makes the second future, "b", of a value or of an error; logs its call and its destruction, but
// not those of a moved-from one.
class MakesSecond {
 public:
  explicit MakesSecond(Log& log) : log_(&log) {}
  MakesSecond(MakesSecond&& other) noexcept : log_(std::exchange(other.log_, nullptr)) {}
  ~MakesSecond() {
    if (log_ != nullptr) log_->emplace_back("fn dropped");
  }
  auto operator()(std::int64_t value) {
    log_->emplace_back("called");
    return map(Logged(*log_, "b", 1, value * 2), kAsOk);
  }
  auto operator()(const std::string& error) { return (*this)(std::stoi(error) * 10); }

 private:
  Log* log_;
};

// A future of a Result that throws at its first poll.
auto throws_once() {
  return poll_fn([polls = 0](Context&) mutable -> Poll<Number> {
    if (++polls == 1) throw std::runtime_error("no");
    return poll_ready(Number::ok(polls));
  });
}

TEST(AndThen, GoesOnWithAValue) {
  Log log;
  auto future = box_pin(and_then(map(Logged(log, "a", 1, 5), kAsOk), MakesSecond(log)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped", "called", "fn dropped", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), Number::ok(10));
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "AndThen", [&] { (void)drive(future); });
  }
}

TEST(AndThen, EndsWithAnError) {
  Log log;
  auto future = box_pin(and_then(map(Logged(log, "a", 0, 5), kAsErr), MakesSecond(log)));
  EXPECT_EQ(drive(future), std::pair(Number::err("5"), 1));
  EXPECT_EQ(log, Log({"a ready", "a dropped", "fn dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "AndThen", [&] { (void)drive(future); });
}

TEST(AndThen, HandsOnTheErrorOfTheSecond) {
  auto future = and_then(ready(Number::ok(3)), [](std::int64_t) {
    return ready(Result<std::unique_ptr<int>, std::string>::err("second"));
  });
  EXPECT_EQ(block_on(std::move(future)).error(), "second");
}

TEST(AndThen, DroppedAtAnyMomentDropsWhatIsLeft) {
  for (int polls = 0; polls <= 2; ++polls) {
    Log log;
    {
      auto future = box_pin(and_then(map(Logged(log, "a", 1, 5), kAsOk), MakesSecond(log)));
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (int i = 0; i < polls; ++i) EXPECT_TRUE(future.poll(cx).is_pending());
      log.clear();
    }
    EXPECT_EQ(log, polls < 2 ? Log({"a dropped", "fn dropped"}) : Log({"b dropped"}));
  }
}

TEST(AndThen, IsDoneWhenItsFunctionThrows) {
  Log log;
  auto future =
      box_pin(and_then(map(Logged(log, "a", 0, 5), kAsOk),
                       [](std::int64_t) -> Ready<Number> { throw std::runtime_error("no"); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "AndThen", [&] { (void)drive(future); });
}

TEST(AndThen, KeepsTheFutureThatThrows) {
  auto future = box_pin(and_then(throws_once(), [](std::int64_t) { return throws_once(); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, Number::ok(2));
}

TEST(OrElse, GoesOnWithAnError) {
  Log log;
  auto future = box_pin(or_else(map(Logged(log, "a", 1, 5), kAsErr), MakesSecond(log)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped", "called", "fn dropped", "b pending"}));
  log.clear();
  EXPECT_EQ(future.poll(cx).value(), Number::ok(100));
  EXPECT_EQ(log, Log({"b ready", "b dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "OrElse", [&] { (void)drive(future); });
  }
}

TEST(OrElse, EndsWithAValue) {
  Log log;
  auto future = box_pin(or_else(map(Logged(log, "a", 0, 5), kAsOk), MakesSecond(log)));
  EXPECT_EQ(drive(future), std::pair(Number::ok(5), 1));
  EXPECT_EQ(log, Log({"a ready", "a dropped", "fn dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "OrElse", [&] { (void)drive(future); });
}

TEST(OrElse, MayChangeTheError) {
  auto future = or_else(ready(Number::err("first")), [](std::string) {
    return ready(Result<std::int64_t, std::unique_ptr<int>>::err(std::make_unique<int>(2)));
  });
  EXPECT_EQ(*block_on(std::move(future)).error(), 2);
}

TEST(OrElse, DroppedAtAnyMomentDropsWhatIsLeft) {
  for (int polls = 0; polls <= 2; ++polls) {
    Log log;
    {
      auto future = box_pin(or_else(map(Logged(log, "a", 1, 5), kAsErr), MakesSecond(log)));
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (int i = 0; i < polls; ++i) EXPECT_TRUE(future.poll(cx).is_pending());
      log.clear();
    }
    EXPECT_EQ(log, polls < 2 ? Log({"a dropped", "fn dropped"}) : Log({"b dropped"}));
  }
}

TEST(OrElse, IsDoneWhenItsFunctionThrows) {
  Log log;
  auto future =
      box_pin(or_else(map(Logged(log, "a", 0, 5), kAsErr),
                      [](const std::string&) -> Ready<Number> { throw std::runtime_error("no"); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "OrElse", [&] { (void)drive(future); });
}

TEST(AndThenOrElse, AreUnpinWhenBothFuturesAre) {
  constexpr auto kEnd = [](auto) { return ready(Number::ok(1)); };
  constexpr auto kOn = [](auto) { return map(Example(8, 1), kAsOk); };
  using Moves = Map<Simple, decltype(kAsOk)>;
  using Stays = Map<Example, decltype(kAsOk)>;
  static_assert(Unpin<AndThen<Moves, decltype(kEnd)>> && Unpin<OrElse<Moves, decltype(kEnd)>>);
  static_assert(!Unpin<AndThen<Stays, decltype(kEnd)>> && !Unpin<OrElse<Stays, decltype(kEnd)>>);
  static_assert(!Unpin<AndThen<Moves, decltype(kOn)>> && !Unpin<OrElse<Moves, decltype(kOn)>>);
  static_assert(sizeof(AndThen<Stays, decltype(kEnd)>) <= sizeof(Stays) + sizeof(void*));
  static_assert(sizeof(OrElse<Stays, decltype(kEnd)>) <= sizeof(Stays) + sizeof(void*));
}

TEST(AndThenOrElse, AllocateNothing) {
  using Plain = Result<std::int64_t, int>;
  const auto good = [](std::int64_t value) { return Plain::ok(value); };
  const tests::HeapCount heap;
  auto chain = and_then(map(example(8, 1), good), [](std::int64_t value) {
    return ready(Plain::err(static_cast<int>(value)));
  });
  auto result =
      block_on(or_else(std::move(chain), [](int error) { return ready(Plain::ok(error)); }));
  EXPECT_EQ(result, Plain::ok(37));
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
