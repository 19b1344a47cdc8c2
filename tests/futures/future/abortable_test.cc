#include "pinprick/future/abortable.h"

#include <memory>
#include <stdexcept>

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<Abortable<Example>>);
static_assert(Unpin<Abortable<Simple>> && !Unpin<Abortable<Example>>);
static_assert(sizeof(Abortable<Simple>) <= sizeof(Simple) + 2 * sizeof(void*));
static_assert(Unpin<AbortHandle> && Unpin<AbortRegistration>);
static_assert(sizeof(AbortHandle) == sizeof(void*));
static_assert(!std::is_copy_constructible_v<AbortHandle> &&
              !std::is_copy_constructible_v<AbortRegistration> &&
              std::is_nothrow_move_assignable_v<AbortHandle>);

constexpr auto kAborted = Result<std::int64_t, Aborted>::err({});

TEST(Abortable, GivesWhatItsFutureGives) {
  Log log;
  auto [future, handle] = abortable(Logged(log, "a", 1, 5));
  EXPECT_EQ(block_on(std::move(future)).value(), 5);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  EXPECT_FALSE(handle.is_aborted());
  handle.abort();
  EXPECT_TRUE(handle.is_aborted());
}

TEST(Abortable, AbortedBeforeTheFirstPollItNeverPolls) {
  Log log;
  auto [future, handle] = abortable(Logged(log, "a", 1, 5));
  handle.abort();
  EXPECT_EQ(log, Log());
  auto pinned = box_pin(std::move(future));
  EXPECT_EQ(drive(pinned), std::pair(kAborted, 1));
  EXPECT_EQ(log, Log({"a dropped"}));
}

TEST(Abortable, AbortWakesOnceAndTheNextPollDropsTheFuture) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  Log log;
  // Its own wake goes into the count.
  auto [future, handle] = abortable(Logged(log, "a", 9, 1));
  auto pinned = box_pin(std::move(future));
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  EXPECT_EQ(counter->wakes, 1);
  const AbortHandle second = handle.clone();
  second.abort();
  EXPECT_EQ(counter->wakes, 2);
  handle.abort();
  EXPECT_EQ(counter->wakes, 2);
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_EQ(pinned.poll(cx).value(), kAborted);
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
  EXPECT_EQ(counter->wakes, 2);
}

TEST(Abortable, WakesTheTaskThatPolledLast) {
  auto first = WakeRef<Counter>::make();
  auto second = WakeRef<Counter>::make();
  auto [future, handle] = abortable(pending<int>());
  for (const auto& counter : {first, second}) {
    const Waker waker = counter.waker();
    Context cx(waker);
    EXPECT_TRUE(Pin<Abortable<Pending<int>>&>::make(future).poll(cx).is_pending());
  }
  handle.abort();
  EXPECT_EQ(first->wakes, 0);
  EXPECT_EQ(second->wakes, 1);
}

// Aborts itself while it is polled, and is ready at the second poll.
struct AbortsItself {
  using Output = int;

  static Poll<int> poll(Pin<AbortsItself&> self, Context&) {
    self.get_mut().handle.abort();
    return self.get_mut().is_ready ? Poll<int>::ready(1) : kPending;
  }

  AbortHandle handle;
  bool is_ready;
};

TEST(Abortable, AbortedWhileItIsPolled) {
  for (const bool is_ready : {false, true}) {
    auto [handle, registration] = AbortHandle::new_pair();
    auto future =
        box_pin(Abortable(AbortsItself{handle.clone(), is_ready}, std::move(registration)));
    auto [result, polls] = drive(future);
    EXPECT_EQ(polls, 1);
    // An output that is there is given.
    EXPECT_EQ(result.is_ok(), is_ready);
  }
}

TEST(Abortable, AbortAfterTheFutureIsGoneDoesNothing) {
  Log log;
  const AbortHandle handle = [&log] {
    auto [future, made] = abortable(Logged(log, "a", 1, 5));
    auto pinned = box_pin(std::move(future));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(pinned.poll(cx).is_pending());
    return std::move(made);
  }();
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
  handle.abort();
  EXPECT_TRUE(handle.is_aborted());
}

TEST(Abortable, AbortAfterItsEndWakesTheTaskForNothing) {
  auto counter = WakeRef<Counter>::make();
  const Waker waker = counter.waker();
  Context cx(waker);
  auto [future, handle] = abortable(simple(1, 5));
  auto pinned = Pin<Abortable<Simple>&>::make(future);
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  EXPECT_EQ(pinned.poll(cx).value().value(), 5);
  EXPECT_EQ(counter->wakes, 1);
  handle.abort();
  EXPECT_EQ(counter->wakes, 2);
}

TEST(Abortable, PolledAfterReadyPanicsByName) {
  auto [good, unused] = abortable(simple(1, 1));
  auto [bad, handle] = abortable(example(8, 1));
  handle.abort();
  auto first = box_pin(std::move(good));
  auto second = box_pin(std::move(bad));
  (void)drive(first);
  (void)drive(second);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Abortable", [&] { (void)drive(first); });
    expect_panic(PanicReason::kPolledAfterReady, "Abortable", [&] { (void)drive(second); });
  }
}

// NOLINTBEGIN(bugprone-use-after-move): they must not be memory errors.
TEST(Abortable, MovedFromPanicsByName) {
  auto [future, handle] = abortable(simple(1, 1));
  auto other_future = std::move(future);
  auto other_handle = std::move(handle);
  auto pin = Pin<Abortable<Simple>&>::make(future);
  expect_panic(PanicReason::kEmpty, "Abortable", [&] { (void)drive(pin); });
  expect_panic(PanicReason::kEmpty, "AbortHandle", [&] { handle.abort(); });
  expect_panic(PanicReason::kEmpty, "AbortHandle", [&] { (void)handle.is_aborted(); });
  expect_panic(PanicReason::kEmpty, "AbortHandle", [&] { (void)handle.clone(); });
  auto [third, registration] = AbortHandle::new_pair();
  const AbortRegistration taken = std::move(registration);
  expect_panic(PanicReason::kEmpty, "AbortRegistration",
               [&] { (void)Abortable(simple(1, 1), std::move(registration)); });
  handle = std::move(other_handle);
  handle.abort();
  EXPECT_EQ(block_on(std::move(other_future)), kAborted);
}
// NOLINTEND(bugprone-use-after-move)

TEST(Abortable, IsOneAllocation) {
  const tests::HeapCount heap;
  auto [future, handle] = abortable(example(8, 1));
  EXPECT_EQ(heap.count(), 1U);
  const AbortHandle second = handle.clone();
  EXPECT_EQ(block_on(std::move(future)).value(), 37);
  second.abort();
  EXPECT_EQ(heap.count(), 1U);
}

TEST(Abortable, StaysAsItIsWhenItsFutureThrows) {
  int throws = 0;
  auto [future, handle] = abortable(map(ready(1), [&throws](int) -> int {
    ++throws;
    throw std::runtime_error("no");
  }));
  auto pinned = box_pin(std::move(future));
  EXPECT_THROW((void)drive(pinned), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "Map", [&] { (void)drive(pinned); });
  EXPECT_EQ(throws, 1);
  handle.abort();
  EXPECT_TRUE(drive(pinned).first.is_err());
}

}  // namespace
}  // namespace pinprick
