#include <memory>
#include <stdexcept>

#include "pinprick/stream/chunks.h"
#include "pinprick/stream/filter.h"
#include "pinprick/stream/iter.h"
#include "pinprick/stream/map.h"
#include "pinprick/stream/merge.h"
#include "pinprick/stream/once.h"
#include "pinprick/stream/take.h"
#include "tests/futures/stream/kit.h"

namespace pinprick {
namespace {

using tests::drain;
using tests::expect_ended;
using tests::expect_panic;
using tests::kThrow;
using tests::kWait;
using tests::Log;
using tests::poll_once;
using tests::Script;

using Numbers = stream::Iter<std::vector<int>>;

constexpr auto kDouble = [](int n) { return 2 * n; };
constexpr auto kIsOdd = [](int n) { return n % 2 == 1; };

// A function that logs its destruction, and throws when it is asked to by a 3.
class LoggedFn {
 public:
  explicit LoggedFn(Log& log) : log_(&log) {}
  LoggedFn(LoggedFn&& other) noexcept : log_(std::exchange(other.log_, nullptr)) {}
  LoggedFn(const LoggedFn&) = delete;
  LoggedFn& operator=(const LoggedFn&) = delete;
  ~LoggedFn() {
    if (log_ != nullptr) log_->emplace_back("fn dropped");
  }
  bool operator()(int n) const {
    log_->push_back("fn " + std::to_string(n));
    if (n == 3) throw std::runtime_error("3");
    return true;
  }

 private:
  Log* log_;
};

TEST(StreamAdapters, AreUnpinWhenTheirStreamsAre) {
  using Fn = decltype(kDouble);
  using Odd = decltype(kIsOdd);
  static_assert(Unpin<stream::Map<Numbers, Fn>> && !Unpin<stream::Map<Script, Fn>>);
  static_assert(Unpin<stream::Filter<Numbers, Odd>> && !Unpin<stream::Filter<Script, Odd>>);
  static_assert(Unpin<stream::Take<Numbers>> && !Unpin<stream::Take<Script>>);
  static_assert(Unpin<stream::Chunks<Numbers>> && !Unpin<stream::Chunks<Script>>);
  static_assert(Unpin<stream::Merge<Numbers, Numbers>>);
  static_assert(!Unpin<stream::Merge<Numbers, Script>> && !Unpin<stream::Merge<Script, Numbers>>);
  static_assert(Unpin<stream::Map<Pin<Box<Script>>, Fn>>);
}

TEST(StreamAdapters, AreSmall) {
  using Fn = decltype(kDouble);
  using Odd = decltype(kIsOdd);
  static_assert(sizeof(stream::Map<Numbers, Fn>) == sizeof(Numbers));
  static_assert(sizeof(stream::Filter<Numbers, Odd>) == sizeof(Numbers));
  static_assert(sizeof(stream::Take<Numbers>) <= sizeof(Numbers) + 2 * sizeof(void*));
  static_assert(sizeof(stream::Merge<Numbers, Numbers>) <=
                2 * (sizeof(Numbers) + sizeof(void*)) + sizeof(void*));
}

TEST(StreamAdapters, AllocateNothing) {
  auto stream = stream::merge(stream::take(stream::map(stream::iter({1, 2, 3}), kDouble), 2),
                              stream::filter(stream::iter({1, 2, 3}), kIsOdd));
  auto pin = Box<decltype(stream)>::pin(std::move(stream));
  const tests::HeapCount heap;
  int sum = 0;
  for (int i = 0; i < 4; ++i) sum += poll_once(pin).value().value_or(0);
  EXPECT_EQ(sum, 2 + 4 + 1 + 3);
  expect_ended(pin);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(StreamMap, CallsOncePerItem) {
  Log log;
  auto stream = box_pin(stream::map(Script(log, "a", {1, kWait, 2}), [&log](int n) {
    log.push_back("called " + std::to_string(n));
    return std::make_unique<int>(2 * n);
  }));
  const auto items = drain(stream);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(*items[0] + *items[1], 6);
  EXPECT_EQ(log, Log({"a gives 1", "called 1", "a pending", "a gives 2", "called 2", "a ends"}));
}

TEST(StreamMap, GoesOnAfterItsFunctionThrew) {
  auto stream = box_pin(stream::map(stream::iter({1, 2, 3}), [](int n) {
    if (n == 2) throw std::runtime_error("no");
    return n;
  }));
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(drain(stream), std::vector({3}));
  expect_ended(stream);
}

TEST(StreamMap, DropsTheStreamBeforeTheFunction) {
  Log log;
  {
    auto stream = box_pin(stream::map(Script(log, "a", {}), LoggedFn(log)));
  }
  EXPECT_EQ(log, Log({"a dropped", "fn dropped"}));
}

TEST(StreamFilter, AsksForMoreUntilOnePasses) {
  Log log;
  auto stream = box_pin(stream::filter(Script(log, "a", {2, 4, 5, 6, kWait, 7, 8}), kIsOdd));
  EXPECT_EQ(poll_once(stream).value(), 5);
  EXPECT_EQ(log, Log({"a gives 2", "a gives 4", "a gives 5"}));
  log.clear();
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"a gives 6", "a pending"}));
  log.clear();
  EXPECT_EQ(drain(stream), std::vector({7}));
  EXPECT_EQ(log, Log({"a gives 7", "a gives 8", "a ends"}));
}

TEST(StreamFilter, DropsWhatIsRefusedBeforeItAsksAgain) {
  std::vector<std::shared_ptr<int>> numbers = {std::make_shared<int>(2), std::make_shared<int>(3)};
  const std::weak_ptr<int> refused = numbers[0];
  bool expired_in_time = false;
  auto stream = box_pin(
      stream::filter(stream::iter(std::move(numbers)), [&](const std::shared_ptr<int>& number) {
        if (*number == 3) expired_in_time = refused.expired();
        return *number == 3;
      }));
  EXPECT_EQ(drain(stream).size(), 1U);
  EXPECT_TRUE(expired_in_time);
}

TEST(StreamFilter, GoesOnAfterThePredicateThrewAndDropsItLast) {
  Log log;
  {
    auto stream = box_pin(stream::filter(Script(log, "a", {3, 4}), LoggedFn(log)));
    EXPECT_THROW((void)poll_once(stream), std::runtime_error);
    EXPECT_EQ(poll_once(stream).value(), 4);
  }
  EXPECT_EQ(log, Log({"a gives 3", "fn 3", "a gives 4", "fn 4", "a dropped", "fn dropped"}));
}

TEST(StreamTake, DropsTheStreamWithTheLastItem) {
  Log log;
  auto stream = box_pin(stream::take(Script(log, "a", {1, kWait, 2, 3}), 2));
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(poll_once(stream).value(), 2);
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a gives 2", "a dropped"}));
  expect_ended(stream);
  EXPECT_EQ(log.size(), 4U);
}

TEST(StreamTake, OfNothingDropsTheStreamUnpolled) {
  Log log;
  auto stream = box_pin(stream::take(Script(log, "a", {1}), 0));
  EXPECT_TRUE(log.empty());
  expect_ended(stream);
  EXPECT_EQ(log, Log({"a dropped"}));
}

TEST(StreamTake, OfMoreThanThereIsEndsWithTheStream) {
  Log log;
  auto stream = box_pin(stream::take(Script(log, "a", {1, kThrow}), 5));
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  expect_ended(stream);
  EXPECT_EQ(log, Log({"a gives 1", "a throws", "a ends", "a dropped"}));
}

TEST(StreamChunks, KeepsItemsOverAPending) {
  Log log;
  auto stream = box_pin(stream::chunks(Script(log, "a", {1, kWait, 2, 3, 4, 5}), 2));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(poll_once(stream).value(), std::vector({1, 2}));
  EXPECT_EQ(poll_once(stream).value(), std::vector({3, 4}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), std::vector({5}));
  EXPECT_EQ(log, Log({"a gives 5", "a ends", "a dropped"}));
  expect_ended(stream);
}

TEST(StreamChunks, GivesNoEmptyOne) {
  auto stream = box_pin(stream::chunks(stream::iter({1, 2}), 2));
  EXPECT_EQ(drain(stream), std::vector<std::vector<int>>({{1, 2}}));
  expect_ended(stream);
  auto none = box_pin(stream::chunks(stream::iter(std::vector<int>()), 2));
  expect_ended(none);
}

TEST(StreamChunks, AllocatesOncePerVector) {
  auto stream = box_pin(stream::chunks(stream::iter({1, 2, 3, 4}), 2));
  const tests::HeapCount heap;
  EXPECT_EQ(poll_once(stream).value()->capacity(), 2U);
  EXPECT_EQ(heap.count(), 1U);
  EXPECT_EQ(poll_once(stream).value()->size(), 2U);
  EXPECT_EQ(heap.count(), 2U);
}

TEST(StreamChunks, AllocatesNothingAfterTheEnd) {
  auto stream = box_pin(stream::chunks(stream::iter({1, 2, 3}), 2));
  EXPECT_EQ(poll_once(stream).value()->size(), 2U);
  EXPECT_EQ(poll_once(stream).value()->size(), 1U);
  const tests::HeapCount heap;
  expect_ended(stream);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(StreamChunks, KeepsItemsOverAnException) {
  Log log;
  auto stream = box_pin(stream::chunks(Script(log, "a", {1, kThrow, 2}), 2));
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(poll_once(stream).value(), std::vector({1, 2}));
}

TEST(StreamChunks, DropsTheStreamBeforeTheItems) {
  Log log;
  auto number = std::shared_ptr<int>(new int(1), [&log](const int* p) {
    delete p;
    log.emplace_back("item dropped");
  });
  {
    auto shared = number;
    auto stream = box_pin(stream::chunks(
        stream::map(Script(log, "a", {1, kWait}),
                    [shared = std::move(shared)](int) mutable { return std::move(shared); }),
        2));
    EXPECT_TRUE(poll_once(stream).is_pending());
    number.reset();
  }
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a dropped", "item dropped"}));
}

TEST(StreamChunks, OfNothingPanics) {
  expect_panic(PanicReason::kBadArgument, "Chunks",
               [] { (void)stream::chunks(stream::once(1), 0); });
}

TEST(StreamMerge, AlternatesWhileBothHaveItems) {
  auto stream = box_pin(stream::merge(stream::iter({1, 3, 5}), stream::iter({2, 4, 6, 8, 10})));
  EXPECT_EQ(drain(stream), std::vector({1, 2, 3, 4, 5, 6, 8, 10}));
  expect_ended(stream);
}

TEST(StreamMerge, PollsFirstTheOneThatDidNotGiveTheLast) {
  Log log;
  auto stream = box_pin(
      stream::merge(Script(log, "a", {kWait, kWait, 1, kWait}), Script(log, "b", {kWait, 2, 3})));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b pending"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 2);
  EXPECT_EQ(log, Log({"a pending", "b gives 2"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_EQ(log, Log({"a gives 1"}));
  log.clear();
  EXPECT_EQ(poll_once(stream).value(), 3);
  EXPECT_EQ(log, Log({"b gives 3"}));
  log.clear();
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b ends", "b dropped"}));
  log.clear();
  expect_ended(stream);
  EXPECT_EQ(log, Log({"a ends", "a dropped"}));
}

TEST(StreamMerge, PendingWhileOneHasEndedAndTheOtherWaits) {
  Log log;
  auto stream = box_pin(stream::merge(Script(log, "a", {}), Script(log, "b", {kWait, 1})));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(drain(stream), std::vector({1}));
  EXPECT_EQ(log, Log({"a ends", "a dropped", "b pending", "b gives 1", "b ends", "b dropped"}));
}

TEST(StreamMerge, ExceptionsPassAndDropsAreInOrder) {
  Log log;
  {
    auto stream = box_pin(stream::merge(Script(log, "a", {kThrow, 1}), Script(log, "b", {2})));
    EXPECT_THROW((void)poll_once(stream), std::runtime_error);
    EXPECT_EQ(poll_once(stream).value(), 1);
    EXPECT_EQ(poll_once(stream).value(), 2);
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(StreamAdapters, MovedFromOnesAreDestroyedQuietly) {
  Log log;
  {
    auto first = stream::merge(
        stream::chunks(stream::take(stream::map(Script(log, "a", {1}), kDouble), 3), 2),
        stream::chunks(stream::filter(Script(log, "b", {3}), kIsOdd), 2));
    auto second = std::move(first);
    auto stream = box_pin(std::move(second));
    EXPECT_EQ(drain(stream), std::vector<std::vector<int>>({{2}, {3}}));
  }
  EXPECT_EQ(log, Log({"a gives 1", "a ends", "a dropped", "b gives 3", "b ends", "b dropped"}));
}

}  // namespace
}  // namespace pinprick
