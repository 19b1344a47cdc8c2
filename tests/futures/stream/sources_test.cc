#include <array>
#include <deque>
#include <memory>
#include <ranges>
#include <span>

#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/pin_local.h"
#include "pinprick/stream/collect.h"
#include "pinprick/stream/empty.h"
#include "pinprick/stream/from_future.h"
#include "pinprick/stream/fuse.h"
#include "pinprick/stream/iter.h"
#include "pinprick/stream/once.h"
#include "tests/futures/stream/kit.h"

namespace pinprick {
namespace {

using tests::drain;
using tests::expect_ended;
using tests::kThrow;
using tests::kWait;
using tests::Log;
using tests::Logged;
using tests::poll_once;
using tests::Script;

struct NotUnpin {
  int value = 0;
  [[no_unique_address]] PhantomPinned pinned = {};
};

TEST(Stream, ConceptTellsStreamsFromFutures) {
  static_assert(Stream<Script> && !Future<Script>);
  static_assert(Future<Simple> && !Stream<Simple>);
  static_assert(std::is_same_v<ItemOf<Script>, int>);
}

TEST(Stream, PinsOfStreamsAreStreams) {
  static_assert(Stream<Pin<Script&>> && Unpin<Pin<Script&>>);
  static_assert(Stream<Pin<Box<Script>>> && Unpin<Pin<Box<Script>>>);
  static_assert(Stream<Pin<std::unique_ptr<Script>>>);
  static_assert(Stream<Pin<Pin<Box<Script>>>>);
  // Shared pins give no mutable access, and a Box would hand the stream out to be moved.
  static_assert(!Stream<Pin<const Script&>> && !Stream<Pin<std::shared_ptr<Script>>>);
  static_assert(!Stream<Box<Script>> && Stream<Box<stream::Once<int>>>);

  Log log;
  auto boxed = Box<Script>::pin(log, "a", std::vector{1, kWait, 2});
  EXPECT_EQ(block_on(stream::collect(boxed.as_mut())), std::vector({1, 2}));
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a gives 2", "a ends"}));
  auto local = PINPRICK_PIN(stream::once(3));
  EXPECT_EQ(poll_once(local).value(), 3);
  EXPECT_EQ(block_on(stream::collect(Box<stream::Once<int>>::make(4))), std::vector({4}));
}

TEST(Iter, GivesTheElementsInOrderAndIsFused) {
  auto stream = box_pin(stream::iter({1, 2, 3}));
  EXPECT_EQ(drain(stream), std::vector({1, 2, 3}));
  expect_ended(stream);
}

TEST(Iter, MovesElementsOutOfContainers) {
  std::vector<std::unique_ptr<int>> numbers;
  numbers.push_back(std::make_unique<int>(1));
  numbers.push_back(std::make_unique<int>(2));
  auto stream = box_pin(stream::iter(std::move(numbers)));
  const auto items = drain(stream);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(*items[0] + *items[1], 3);
}

TEST(Iter, CopiesElementsOfViews) {
  std::array<std::string, 2> words = {"a long word that is not stored inline", "b"};
  auto stream = box_pin(stream::iter(std::span(words)));
  EXPECT_EQ(drain(stream), std::vector<std::string>(words.begin(), words.end()));
  EXPECT_EQ(words[1], "b");
  auto counted = box_pin(stream::iter(std::views::iota(2, 4)));
  EXPECT_EQ(drain(counted), std::vector({2, 3}));
}

TEST(Iter, MayBeMovedBetweenItems) {
  // The elements lie in the stream itself: an iterator would be left behind.
  auto first = stream::iter(std::array{1, 2, 3});
  auto before = Pin<decltype(first)&>::make(first);
  EXPECT_EQ(poll_once(before).value(), 1);
  auto second = std::move(first);
  auto after = Pin<decltype(second)&>::make(second);
  EXPECT_EQ(drain(after), std::vector({2, 3}));
}

TEST(Iter, TakesOtherContainers) {
  auto stream = box_pin(stream::iter(std::deque{1, 2}));
  EXPECT_EQ(drain(stream), std::vector({1, 2}));
  auto none = box_pin(stream::iter(std::vector<int>()));
  expect_ended(none);
}

TEST(Sources, AreUnpinWhateverTheyGive) {
  static_assert(!Unpin<NotUnpin>);
  static_assert(Unpin<stream::Iter<std::vector<NotUnpin>>>);
  static_assert(Unpin<stream::Iter<std::array<NotUnpin, 1>>>);
  static_assert(Unpin<stream::Once<NotUnpin>> && Unpin<stream::Empty<NotUnpin>>);
  static_assert(Unpin<stream::FromFuture<Simple>> && !Unpin<stream::FromFuture<Example>>);
  static_assert(!Unpin<stream::Fuse<Script>> && Unpin<stream::Fuse<stream::Once<NotUnpin>>>);
}

TEST(Sources, AreSmall) {
  static_assert(std::is_empty_v<stream::Empty<std::string>>);
  static_assert(sizeof(stream::Once<int>) == sizeof(std::optional<int>));
  static_assert(sizeof(stream::Iter<std::vector<int>>) == sizeof(std::vector<int>) + sizeof(void*));
  static_assert(sizeof(stream::Fuse<Pin<Box<Script>>>) == 2 * sizeof(void*));
  static_assert(sizeof(stream::FromFuture<Ready<void*>>) <= sizeof(Ready<void*>) + sizeof(void*));
}

TEST(Sources, AllocateNothing) {
  auto once = stream::once(1);
  auto empty = stream::empty<int>();
  auto iter = stream::iter(std::array{1, 2});
  auto from = stream::from_future(simple(1, 2));
  const tests::HeapCount heap;
  const auto count = [](auto& stream) {
    auto pin = Pin<std::remove_reference_t<decltype(stream)>&>::make(stream);
    int items = 0;
    for (int i = 0; i < 5; ++i) {
      auto answer = poll_once(pin);
      items += answer.is_ready() && answer.value().has_value() ? 1 : 0;
    }
    return items;
  };
  EXPECT_EQ(count(once) + count(empty) + count(iter) + count(from), 4);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(Once, GivesItsValueOnce) {
  auto stream = box_pin(stream::once(std::make_unique<int>(5)));
  const auto items = drain(stream);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(*items[0], 5);
  expect_ended(stream);
}

TEST(Once, CanBeOfAnOptional) {
  auto stream = box_pin(stream::once(std::optional<int>()));
  const auto items = drain(stream);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_FALSE(items[0].has_value());
}

TEST(Empty, EndsAtOnce) {
  auto stream = box_pin(stream::empty<std::string>());
  expect_ended(stream);
}

TEST(FromFuture, DropsTheFutureBeforeTheItemIsGiven) {
  Log log;
  auto stream = box_pin(stream::from_future(Logged(log, "a", 1, 7)));
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_EQ(poll_once(stream).value(), 7);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  expect_ended(stream);
  EXPECT_EQ(log.size(), 3U);
}

TEST(FromFuture, DroppedWhilePendingDropsTheFuture) {
  Log log;
  {
    auto stream = box_pin(stream::from_future(Logged(log, "a", 1, 7)));
    EXPECT_TRUE(poll_once(stream).is_pending());
  }
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
}

TEST(Fuse, DropsTheStreamAtItsEndAndPollsNoMore) {
  Log log;
  auto stream = box_pin(stream::fuse(Script(log, "a", {1, kWait})));
  EXPECT_EQ(poll_once(stream).value(), 1);
  EXPECT_TRUE(poll_once(stream).is_pending());
  EXPECT_FALSE(stream->is_terminated());
  EXPECT_EQ(poll_once(stream).value(), std::nullopt);
  EXPECT_TRUE(stream->is_terminated());
  expect_ended(stream);
  EXPECT_EQ(log, Log({"a gives 1", "a pending", "a ends", "a dropped"}));
}

TEST(Fuse, CanBeFinishedEarly) {
  Log log;
  auto stream = box_pin(stream::fuse(Script(log, "a", {1})));
  stream::Fuse<Script>::finish(stream.as_mut());
  EXPECT_EQ(log, Log({"a dropped"}));
  expect_ended(stream);
}

TEST(Fuse, ExceptionsChangeNothing) {
  Log log;
  auto stream = box_pin(stream::fuse(Script(log, "a", {kThrow, 1})));
  EXPECT_THROW((void)poll_once(stream), std::runtime_error);
  EXPECT_EQ(drain(stream), std::vector({1}));
  EXPECT_EQ(log, Log({"a throws", "a gives 1", "a ends", "a dropped"}));
}

TEST(Streams, MovedFromOnesAreDestroyedQuietly) {
  Log log;
  {
    auto first = stream::fuse(Script(log, "a", {1}));
    auto second = std::move(first);
    first = std::move(second);
    auto pin = box_pin(std::move(first));
    EXPECT_EQ(poll_once(pin).value(), 1);
  }
  EXPECT_EQ(log, Log({"a gives 1", "a dropped"}));
}

}  // namespace
}  // namespace pinprick
