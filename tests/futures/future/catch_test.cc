#include "pinprick/future/catch.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

// Pending once, then throws; logs its destruction.
class ThrowsLogged {
 public:
  using Output = std::int64_t;
  explicit ThrowsLogged(Log& log) : log_(&log) {}
  ThrowsLogged(ThrowsLogged&& other) noexcept : log_(std::exchange(other.log_, nullptr)) {}
  ~ThrowsLogged() {
    if (log_ == nullptr) return;
    log_->emplace_back(std::current_exception() == nullptr ? "dropped" : "dropped in a handler");
  }
  static Poll<Output> poll(Pin<ThrowsLogged&> self, Context&) {
    ThrowsLogged& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    me.log_->emplace_back("polled");
    if (std::exchange(me.polled_, true)) throw std::runtime_error("no");
    return kPending;
  }

 private:
  Log* log_;
  bool polled_ = false;
};

std::string what(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  }
}

TEST(Catch, HandsOnAValue) {
  Log log;
  auto future = box_pin(catch_exception(Logged(log, "a", 1, 5)));
  EXPECT_EQ(drive(future).first.value(), 5);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Catch", [&] { (void)drive(future); });
  }
  EXPECT_EQ(*block_on(catch_exception(ready(std::make_unique<int>(3)))).value(), 3);
}

TEST(Catch, MakesAnErrorOfAnExceptionAndDropsTheFuture) {
  Log log;
  auto future = box_pin(catch_exception(ThrowsLogged(log)));
  const auto [result, polls] = drive(future);
  EXPECT_EQ(polls, 2);
  EXPECT_EQ(what(result.error()), "no");
  EXPECT_EQ(log, Log({"polled", "polled", "dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Catch", [&] { (void)drive(future); });
  EXPECT_EQ(log.size(), 3U);
}

TEST(Catch, CatchesAPanic) {
  // Polled after Ready: the inner one panics.
  auto inner = box_pin(ready(3));
  EXPECT_EQ(drive(inner).first, 3);
  const auto result = block_on(catch_exception(std::move(inner)));
  EXPECT_EQ(what(result.error()), "`Ready` must not be polled after it returned `Poll::Ready`");
}

TEST(Catch, CatchesWhatAFunctionInsideThrows) {
  auto future = inspect(ready(3), [](int) { throw std::runtime_error("in passing"); });
  EXPECT_EQ(what(block_on(catch_exception(std::move(future))).error()), "in passing");
}

TEST(Catch, DroppedWhilePendingDropsItsFuture) {
  Log log;
  {
    auto future = box_pin(catch_exception(ThrowsLogged(log)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"polled", "dropped"}));
}

TEST(Catch, IsUnpinWhenItsFutureIs) {
  static_assert(Unpin<Catch<Simple>> && !Unpin<Catch<Example>>);
  static_assert(sizeof(Catch<Example>) <= sizeof(Example) + sizeof(void*));
}

TEST(Catch, AllocatesNothing) {
  const tests::HeapCount heap;
  EXPECT_EQ(block_on(catch_exception(example(8, 1))).value(), 37);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
