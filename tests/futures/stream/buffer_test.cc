#include <memory>
#include <stdexcept>

#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/stream/buffer_unordered.h"
#include "pinprick/stream/buffered.h"
#include "pinprick/stream/iter.h"
#include "pinprick/stream/map.h"
#include "tests/futures/stream/kit.h"

namespace pinprick {
namespace {

using tests::drain;
using tests::expect_ended;
using tests::expect_panic;
using tests::kThrow;
using tests::kWait;
using tests::Log;
using tests::Logged;
using tests::poll_once;
using tests::Script;

// A number 10 * n + v becomes a future that waits n times and gives v; its name is the number.
auto logged_futures(Log& log, std::vector<int> steps) {
  return stream::map(Script(log, "s", std::move(steps)), [&log](int n) {
    return Logged(log, std::to_string(n), static_cast<std::size_t>(n / 10), n % 10);
  });
}

// The numbers as futures; 3 throws when it is polled.
auto throwing_futures(Log& log, std::vector<int> numbers) {
  return stream::map(stream::iter(std::move(numbers)), [&log](int n) {
    return pinprick::map(Logged(log, std::to_string(n), 1, n), [](std::int64_t value) {
      if (value == 3) throw std::runtime_error("3");
      return value;
    });
  });
}

using Values = std::vector<std::int64_t>;

constexpr auto kReady = [](int n) { return ready(n); };
using ReadyNumbers = stream::Map<stream::Iter<std::vector<int>>, decltype(kReady)>;
constexpr auto kExample = [](int n) { return example(8, static_cast<std::uint8_t>(n)); };

TEST(Buffers, AreUnpinWhenTheirStreamsAre) {
  static_assert(Unpin<stream::Buffered<ReadyNumbers>>);
  static_assert(Unpin<stream::BufferUnordered<ReadyNumbers>>);
  // The futures do not count: they lie elsewhere.
  using Examples = stream::Map<stream::Iter<std::vector<int>>, decltype(kExample)>;
  static_assert(!Unpin<ItemOf<Examples>> && Unpin<stream::Buffered<Examples>>);
  static_assert(Unpin<stream::BufferUnordered<Examples>>);
  using Pinned = stream::Map<Script, decltype(kReady)>;
  static_assert(!Unpin<stream::Buffered<Pinned>> && !Unpin<stream::BufferUnordered<Pinned>>);
}

TEST(Buffers, AreSmall) {
  static_assert(sizeof(stream::BufferUnordered<ReadyNumbers>) ==
                sizeof(stream::Fuse<ReadyNumbers>) + 3 * sizeof(void*));
  static_assert(sizeof(stream::Buffered<ReadyNumbers>) ==
                sizeof(stream::Fuse<ReadyNumbers>) + 3 * sizeof(void*));
}

TEST(Buffers, OfNothingPanic) {
  expect_panic(PanicReason::kBadArgument, "BufferUnordered",
               [] { (void)stream::buffer_unordered(stream::map(stream::iter({1}), kReady), 0); });
  expect_panic(PanicReason::kBadArgument, "Buffered",
               [] { (void)stream::buffered(stream::map(stream::iter({1}), kReady), 0); });
}

template <class B>
void expect_one_allocation(B make) {
  auto futures = stream::map(stream::iter({1, 2, 3, 4, 5}), kReady);
  const tests::HeapCount heap;
  auto stream = make(std::move(futures));
  EXPECT_EQ(heap.count(), 1U);
  auto pin = Pin<decltype(stream)&>::make(stream);
  for (int n = 1; n <= 5; ++n) EXPECT_EQ(poll_once(pin).value(), n);
  expect_ended(pin);
  EXPECT_EQ(heap.count(), 1U);
}

TEST(Buffers, AllocateOnce) {
  expect_one_allocation([](auto s) { return stream::buffer_unordered(std::move(s), 2); });
  expect_one_allocation([](auto s) { return stream::buffered(std::move(s), 2); });
}

template <class B>
void expect_futures_stay(B make) {
  auto first = make(stream::map(stream::iter({1, 2, 3}), kExample));
  auto before = Pin<decltype(first)&>::make(first);
  EXPECT_TRUE(poll_once(before).is_pending());
  // Each future refers to itself now. The buffer may be moved, they may not.
  auto second = std::move(first);
  auto after = Pin<decltype(second)&>::make(second);
  auto items = drain(after);
  EXPECT_EQ(items, Values({37, 46, 55}));
}

TEST(Buffers, MayBeMovedWhileTheirFuturesStay) {
  expect_futures_stay([](auto s) { return stream::buffer_unordered(std::move(s), 2); });
  expect_futures_stay([](auto s) { return stream::buffered(std::move(s), 2); });
}

TEST(BufferUnordered, StartsThenPollsTheOldestFirst) {
  Log log;
  auto stream = box_pin(stream::buffer_unordered(logged_futures(log, {21, 12, 3, kWait}), 2));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"s gives 21", "s gives 12", "21 pending", "12 pending"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 2);
  EXPECT_EQ(log, Log({"21 pending", "12 ready", "12 dropped"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_EQ(log, Log({"s gives 3", "21 ready", "21 dropped"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 3);
  EXPECT_EQ(log, Log({"s pending", "3 ready", "3 dropped"}));
  log.clear();
  expect_ended(stream);
  EXPECT_EQ(log, Log({"s ends", "s dropped"}));
}

TEST(BufferUnordered, IsPendingWhileTheStreamIs) {
  Log log;
  auto stream = box_pin(stream::buffer_unordered(logged_futures(log, {kWait, 1}), 2));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(drain(stream), Values({1}));
}

TEST(BufferUnordered, KeepsTheAgeOverRemovals) {
  Log log;
  auto stream = box_pin(stream::buffer_unordered(logged_futures(log, {31, 2, 33, 34}), 3));
  EXPECT_EQ(poll_once(stream).value(), 2);
  log.clear();
  // The fourth takes the place of the second, and is the youngest all the same.
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"s gives 34", "31 pending", "33 pending", "34 pending"}));
  EXPECT_EQ(drain(stream), Values({1, 3, 4}));
}

TEST(BufferUnordered, NobodyStarves) {
  // Whatever is ready at once comes behind those that are older.
  auto stream = box_pin(stream::buffer_unordered(
      stream::map(stream::iter({3, 0, 0, 0, 0, 0, 0}), [](int n) { return yield_n(n, n); }), 2));
  EXPECT_EQ(drain(stream), std::vector({0, 0, 0, 3, 0, 0, 0}));
}

TEST(BufferUnordered, DropsTheStreamThenTheFuturesByAge) {
  Log log;
  {
    auto stream = box_pin(stream::buffer_unordered(logged_futures(log, {91, 2, 93, 94, 5}), 3));
    EXPECT_EQ(poll_once(stream).value(), 2);
    EXPECT_TRUE(poll_once(stream).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"s dropped", "91 dropped", "93 dropped", "94 dropped"}));
}

TEST(BufferUnordered, ExceptionOfTheStreamChangesNothing) {
  Log log;
  auto stream = box_pin(stream::buffer_unordered(logged_futures(log, {11, kThrow, 2}), 3));
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(drain(stream), Values({2, 1}));
}

TEST(BufferUnordered, AFutureThatThrowsIsDroppedAndTheOthersGoOn) {
  Log log;
  auto stream = box_pin(stream::buffer_unordered(throwing_futures(log, {3, 4, 5}), 2));
  EXPECT_TRUE(poll_once(stream).is_pending());
  log.clear();
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(log, Log({"3 ready", "3 dropped"}));
  EXPECT_EQ(drain(stream), Values({4, 5}));
  expect_ended(stream);
}

TEST(Buffered, GivesTheOutputsInTheOrderOfTheFutures) {
  Log log;
  auto stream = box_pin(stream::buffered(logged_futures(log, {21, 2, 13}), 2));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"s gives 21", "s gives 2", "21 pending", "2 ready", "2 dropped"}));
  log.clear();
  // The output of the second waits in its place, so that the third cannot start.
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"21 pending"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_EQ(log, Log({"21 ready", "21 dropped"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 2);
  EXPECT_EQ(log, Log({"s gives 13"}));
  log.clear();
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"s ends", "s dropped", "13 pending"}));
  EXPECT_EQ(drain(stream), Values({3}));
  expect_ended(stream);
}

TEST(Buffered, DropsTheStreamThenFuturesAndOutputsByAge) {
  Log log;
  {
    auto stream = box_pin(stream::buffered(logged_futures(log, {91, 2, 93, 4}), 3));
    EXPECT_TRUE(poll_once(stream).is_pending());
    log.clear();
  }
  EXPECT_EQ(log, Log({"s dropped", "91 dropped", "93 dropped"}));
}

TEST(Buffered, OutputsThatWaitAreDroppedToo) {
  std::weak_ptr<int> output;
  {
    int made = 0;
    auto stream = box_pin(stream::buffered(stream::map(stream::iter({2, 0}),
                                                       [&](int n) {
                                                         auto number = std::make_shared<int>(n);
                                                         if (made++ == 1) output = number;
                                                         return yield_n(static_cast<std::size_t>(n),
                                                                        std::move(number));
                                                       }),
                                           2));
    EXPECT_TRUE(poll_once(stream).is_pending());
    EXPECT_FALSE(output.expired());
  }
  EXPECT_TRUE(output.expired());
}

TEST(Buffered, AFutureThatThrowsIsDroppedAndTheOthersGoOn) {
  Log log;
  auto stream = box_pin(stream::buffered(throwing_futures(log, {2, 3, 4}), 3));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(poll_once(stream).value(), 2);
  log.clear();
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(log, Log({"3 ready", "3 dropped"}));
  EXPECT_EQ(drain(stream), Values({4}));
  expect_ended(stream);
}

TEST(Buffers, MovedFromOnesAreDestroyedQuietly) {
  Log log;
  {
    auto first = stream::buffer_unordered(logged_futures(log, {1}), 2);
    auto second = std::move(first);
    auto outer = box_pin(std::move(second));
    EXPECT_EQ(drain(outer), Values({1}));
    auto third = stream::buffered(logged_futures(log, {2}), 2);
    auto fourth = box_pin(std::move(third));
    EXPECT_EQ(drain(fourth), Values({2}));
  }
  EXPECT_EQ(log, Log({"s gives 1", "s ends", "s dropped", "1 ready", "1 dropped", "s gives 2",
                      "s ends", "s dropped", "2 ready", "2 dropped"}));
}

}  // namespace
}  // namespace pinprick
