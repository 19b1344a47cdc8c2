#include <memory>
#include <stdexcept>

#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/stream/collect.h"
#include "pinprick/stream/for_each.h"
#include "pinprick/stream/iter.h"
#include "pinprick/stream/next.h"
#include "pinprick/stream/once.h"
#include "tests/futures/stream/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::kThrow;
using tests::kWait;
using tests::Log;
using tests::Logged;
using tests::Script;

template <class F>
void expect_panic_when_done(const std::string& who, F future) {
  auto pin = Box<F>::pin(std::move(future));
  (void)drive(pin);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, who, [&] { (void)drive(pin); });
  }
}

using Integers = stream::Iter<std::vector<int>>;

constexpr auto kNothing = [](int) {};
constexpr auto kSimple = [](int n) { return simple(1, n); };
constexpr auto kExampleOf = [](int) { return example(); };

TEST(StreamConsumers, PanicAfterReadyByName) {
  auto numbers = stream::iter({1, 2});
  expect_panic_when_done("Next", stream::next(numbers));
  expect_panic_when_done("Collect", stream::collect(stream::iter({1, 2})));
  expect_panic_when_done("ForEach", stream::for_each(stream::iter({1, 2}), kNothing));
  expect_panic_when_done("ForEach", stream::for_each(stream::iter({1, 2}), kSimple));
}

TEST(StreamConsumers, AreUnpinWhenTheirPartsAre) {
  static_assert(Unpin<stream::Next<Script>>);
  static_assert(Unpin<stream::Collect<Integers>> && !Unpin<stream::Collect<Script>>);
  static_assert(Unpin<stream::ForEach<Integers, decltype(kNothing)>>);
  static_assert(!Unpin<stream::ForEach<Script, decltype(kNothing)>>);
  static_assert(Unpin<stream::ForEach<Integers, decltype(kSimple)>>);
  static_assert(!Unpin<stream::ForEach<Integers, decltype(kExampleOf)>>);
}

TEST(StreamConsumers, AreSmall) {
  static_assert(sizeof(stream::Next<Script>) == sizeof(void*));
  static_assert(sizeof(stream::Collect<Integers>) ==
                sizeof(stream::Fuse<Integers>) + sizeof(std::vector<int>));
  static_assert(sizeof(stream::ForEach<Integers, decltype(kNothing)>) ==
                sizeof(stream::Fuse<Integers>));
  static_assert(sizeof(stream::ForEach<Integers, decltype(kSimple)>) <=
                sizeof(stream::Fuse<Integers>) + sizeof(Simple) + sizeof(void*));
}

TEST(Next, PollsOnceAndGivesTheItemOrNone) {
  Log log;
  auto stream = box_pin(Script(log, "a", {kWait, 1}));
  EXPECT_EQ(block_on(stream::next(stream)), 1);
  EXPECT_EQ(block_on(stream::next(stream.as_mut())), std::nullopt);
  EXPECT_EQ(log, Log({"a pending", "a gives 1", "a ends"}));
}

TEST(Next, DroppedWhilePendingLosesNothing) {
  Log log;
  auto stream = box_pin(Script(log, "a", {kWait, 1}));
  {
    auto next = box_pin(stream::next(stream));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(next.poll(cx).is_pending());
  }
  EXPECT_EQ(block_on(stream::next(stream)), 1);
}

TEST(Next, AnExceptionChangesNothing) {
  Log log;
  auto stream = box_pin(Script(log, "a", {kThrow, 1}));
  auto next = box_pin(stream::next(stream));
  EXPECT_THROW((void)drive(next), std::runtime_error);
  EXPECT_EQ(drive(next).first, 1);
}

TEST(Next, AllocatesNothing) {
  auto stream = stream::once(1);
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(stream::next(stream)), 1);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(Collect, KeepsItemsOverAPendingAndDropsTheStreamAtItsEnd) {
  Log log;
  auto future = box_pin(stream::collect(Script(log, "a", {1, kWait, 2})));
  const auto [items, polls] = drive(future);
  EXPECT_EQ(items, std::vector({1, 2}));
  EXPECT_EQ(polls, 2);
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a gives 2", "a ends", "a dropped"}));
}

TEST(Collect, KeepsItemsThatOnlyMove) {
  const auto items = block_on(stream::collect(stream::once(std::make_unique<int>(1))));
  EXPECT_EQ(*items.at(0), 1);
}

TEST(Collect, AnExceptionChangesNothing) {
  Log log;
  auto future = box_pin(stream::collect(Script(log, "a", {1, kThrow, 2})));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, std::vector({1, 2}));
}

TEST(Collect, DroppedHalfwayDropsTheStreamThenTheItems) {
  Log log;
  {
    auto future = box_pin(stream::collect(Script(log, "a", {1, kWait})));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a dropped"}));
}

TEST(ForEach, CallsAPlainFunction) {
  Log log;
  auto future = box_pin(stream::for_each(Script(log, "a", {1, kWait, 2}), [&log](int n) {
    log.push_back("called " + std::to_string(n));
    return n;
  }));
  EXPECT_EQ(drive(future).second, 2);
  EXPECT_EQ(log, Log({"a gives 1", "called 1", "a pending", "a gives 2", "called 2", "a ends",
                      "a dropped"}));
}

TEST(ForEach, PollsEachFutureToItsEndBeforeTheNextItem) {
  Log log;
  auto future = box_pin(stream::for_each(Script(log, "a", {1, 2, kWait}), [&log](int n) {
    log.push_back("called " + std::to_string(n));
    return Logged(log, std::to_string(n), static_cast<std::size_t>(2 - n), n);
  }));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a gives 1", "called 1", "1 pending"}));
  log.clear();
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"1 ready", "1 dropped", "a gives 2", "called 2", "2 ready", "2 dropped",
                      "a pending"}));
  log.clear();
  EXPECT_TRUE(future.poll(cx).is_ready());
  EXPECT_EQ(log, Log({"a ends", "a dropped"}));
}

TEST(ForEach, DroppedHalfwayDropsTheStreamThenTheFunctionThenTheFuture) {
  Log log;
  {
    auto fn_dropped =
        std::shared_ptr<void>(nullptr, [&log](void*) { log.emplace_back("fn dropped"); });
    auto future = box_pin(stream::for_each(
        Script(log, "a", {1}),
        [&log, held = std::move(fn_dropped)](int n) { return Logged(log, "f", 1, n); }));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "fn dropped", "f dropped"}));
}

TEST(ForEach, GoesOnAfterItsFunctionThrew) {
  Log log;
  std::vector<int> seen;
  auto future = box_pin(stream::for_each(Script(log, "a", {1, 2, 3}), [&](int n) {
    if (n == 2) throw std::runtime_error("no");
    seen.push_back(n);
    return simple(0, n);
  }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  (void)drive(future);
  EXPECT_EQ(seen, std::vector({1, 3}));
}

TEST(ForEach, AllocatesNothing) {
  auto numbers = stream::iter({1, 2, 3});
  const tests::HeapCount heap;
  block_on(stream::for_each(std::move(numbers), kExampleOf));
  EXPECT_EQ(heap.count(), 0U);
}

TEST(StreamConsumers, MovedFromOnesAreDestroyedQuietly) {
  Log log;
  {
    auto first = stream::for_each(Script(log, "a", {1}), kSimple);
    auto second = std::move(first);
    block_on(std::move(second));
    auto third = stream::collect(Script(log, "b", {}));
    auto fourth = std::move(third);
    (void)block_on(std::move(fourth));
  }
  EXPECT_EQ(log, Log({"a gives 1", "a ends", "a dropped", "b ends", "b dropped"}));
}

}  // namespace
}  // namespace pinprick
