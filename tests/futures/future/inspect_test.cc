#include "pinprick/future/inspect.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
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

// A function that logs its call and its destruction, but not those of a moved-from one.
class LoggedLook {
 public:
  explicit LoggedLook(Log& log) : log_(&log) {}
  LoggedLook(LoggedLook&& other) noexcept : log_(std::exchange(other.log_, nullptr)) {}
  ~LoggedLook() {
    if (log_ != nullptr) log_->emplace_back("look dropped");
  }
  void operator()(const std::int64_t& value) { log_->push_back("saw " + std::to_string(value)); }

 private:
  Log* log_;
};

TEST(Inspect, LooksWhenItsFutureIsGone) {
  Log log;
  auto future = box_pin(inspect(Logged(log, "a", 1, 5), LoggedLook(log)));
  EXPECT_EQ(drive(future).first, 5);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped", "saw 5", "look dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Inspect", [&] { (void)drive(future); });
  }
}

TEST(Inspect, DroppedWhilePendingDropsTheFutureFirst) {
  Log log;
  {
    auto future = box_pin(inspect(Logged(log, "a", 3, 5), LoggedLook(log)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"a pending", "a dropped", "look dropped"}));
}

TEST(Inspect, HandsOnWhatOnlyMoves) {
  int seen = 0;
  auto future = inspect(ready(std::make_unique<int>(3)),
                        [&](const std::unique_ptr<int>& value) { seen = *value; });
  EXPECT_EQ(*block_on(std::move(future)), 3);
  EXPECT_EQ(seen, 3);
}

TEST(Inspect, IsDoneWhenItsFunctionThrows) {
  Log log;
  auto future = box_pin(
      inspect(Logged(log, "a", 0, 5), [](const std::int64_t&) { throw std::runtime_error("no"); }));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Inspect", [&] { (void)drive(future); });
}

TEST(Inspect, KeepsAFutureThatThrows) {
  auto future = box_pin(inspect(poll_fn([polls = 0](Context&) mutable -> Poll<int> {
                                  if (++polls == 1) throw std::runtime_error("no");
                                  return poll_ready(polls);
                                }),
                                [](int) {}));
  EXPECT_THROW((void)drive(future), std::runtime_error);
  EXPECT_EQ(drive(future).first, 2);
}

TEST(Inspect, IsUnpinWhenItsFutureIs) {
  static_assert(!Unpin<LoggedLook> && Unpin<Inspect<Simple, LoggedLook>>);
  static_assert(!Unpin<Inspect<Example, LoggedLook>>);
  constexpr auto kNoLook = [](std::int64_t) {};
  static_assert(sizeof(Inspect<Example, decltype(kNoLook)>) <= sizeof(Example) + sizeof(void*));
}

TEST(Inspect, AllocatesNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(inspect(example(8, 1), [](std::int64_t) {})), 37);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
