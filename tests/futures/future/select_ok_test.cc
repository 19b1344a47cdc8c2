#include "pinprick/future/select_ok.h"

#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/map.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

using Found = Result<std::int64_t, std::string>;
using Search = BoxFuture<Found>;

static_assert(Future<SelectOk<Search>> && Unpin<SelectOk<Search>>);
static_assert(sizeof(SelectOk<Search>) == sizeof(std::vector<Search>));

Search search(Log& log, const char* name, std::size_t n, bool finds) {
  return boxed(map(Logged(log, name, n, static_cast<std::int64_t>(n)), [=](std::int64_t value) {
    return finds ? Found::ok(value) : Found::err(name);
  }));
}

TEST(SelectOk, GivesTheFirstSuccessAndTheOthersBack) {
  Log log;
  std::vector<Search> many;
  many.push_back(search(log, "a", 5, true));
  many.push_back(search(log, "b", 1, true));
  many.push_back(search(log, "c", 1, true));
  auto found = block_on(select_ok(std::move(many)));
  EXPECT_EQ(log, Log({"a pending", "b pending", "c pending", "a pending", "b ready", "b dropped"}));
  EXPECT_EQ(found.value().value, 1);
  auto& remaining = found.value().remaining;
  ASSERT_EQ(remaining.size(), 2U);
  EXPECT_EQ(drive(remaining[0]).first.value(), 5);
  EXPECT_EQ(drive(remaining[1]).first.value(), 1);
}

TEST(SelectOk, GoesOnAfterAFailureInTheSamePollAndInOrder) {
  Log log;
  std::vector<Search> many;
  many.push_back(search(log, "a", 2, true));
  many.push_back(search(log, "b", 0, false));
  many.push_back(search(log, "c", 1, false));
  many.push_back(search(log, "d", 2, true));
  auto future = box_pin(select_ok(std::move(many)));
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped", "c pending", "d pending"}));
  log.clear();
  EXPECT_TRUE(future.poll(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "c ready", "c dropped", "d pending"}));
  log.clear();
  auto found = future.poll(cx).value();
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_EQ(found.value().value, 2);
  EXPECT_EQ(found.value().remaining.size(), 1U);
}

TEST(SelectOk, GivesTheErrorThatCameLastWhenAllFail) {
  Log log;
  std::vector<Search> many;
  many.push_back(search(log, "a", 2, false));
  many.push_back(search(log, "b", 1, false));
  many.push_back(search(log, "c", 1, false));
  EXPECT_EQ(block_on(select_ok(std::move(many))).error(), "a");
  EXPECT_EQ(log.back(), "a dropped");
}

TEST(SelectOk, AllFailInOnePoll) {
  Log log;
  std::vector<Search> many;
  many.push_back(search(log, "a", 0, false));
  many.push_back(search(log, "b", 0, false));
  auto future = box_pin(select_ok(std::move(many)));
  auto [found, polls] = drive(future);
  EXPECT_EQ(found.error(), "b");
  EXPECT_EQ(polls, 1);
}

TEST(SelectOk, OfNonePanicsAtOnce) {
  expect_panic(PanicReason::kNoFutures, "SelectOk", [] { (void)select_ok(std::vector<Search>()); });
}

TEST(SelectOk, PolledAfterReadyPanicsByName) {
  Log log;
  for (const bool finds : {false, true}) {
    std::vector<Search> many;
    many.push_back(search(log, "a", 1, finds));
    if (finds) many.push_back(search(log, "b", 5, finds));
    auto future = box_pin(select_ok(std::move(many)));
    (void)drive(future);
    for (int again = 0; again < 2; ++again) {
      expect_panic(PanicReason::kPolledAfterReady, "SelectOk", [&] { (void)drive(future); });
    }
  }
}

TEST(SelectOk, AllocatesNothing) {
  std::vector<Ready<Result<int, int>>> two;
  two.push_back(ready(Result<int, int>::err(1)));
  two.push_back(ready(Result<int, int>::ok(2)));
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(select_ok(std::move(two))).value().value, 2);
  EXPECT_EQ(heap.count(), 0U);
}

TEST(SelectOk, StaysAsItIsWhenAFutureThrows) {
  Log log;
  std::vector<Search> many;
  many.push_back(search(log, "a", 0, false));
  many.push_back(boxed(map(simple(0, 1), [](std::int64_t) {
    throw std::runtime_error("no");
    return Found::ok(0);
  })));
  many.push_back(search(log, "c", 0, true));
  auto future = box_pin(select_ok(std::move(many)));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  // The Map that threw is done, and is polled again.
  expect_panic(PanicReason::kPolledAfterReady, "Map", [&] { (void)drive(future); });
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
}

}  // namespace
}  // namespace pinprick
