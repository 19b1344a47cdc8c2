#include "pinprick/future/remote_handle.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

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

static_assert(Future<Remote<Example>> && Future<RemoteHandle<int>>);
static_assert(Unpin<Remote<Simple>> && !Unpin<Remote<Example>>);
static_assert(Unpin<RemoteHandle<Example>>);
static_assert(sizeof(Remote<Simple>) <= sizeof(Simple) + 2 * sizeof(void*));
static_assert(sizeof(RemoteHandle<std::string>) == sizeof(void*));
static_assert(!std::is_copy_constructible_v<RemoteHandle<int>>);

TEST(RemoteHandle, GetsWhatTheRemoteMakes) {
  auto remote_task = WakeRef<Counter>::make();
  auto handle_task = WakeRef<Counter>::make();
  const Waker remote_waker = remote_task.waker();
  const Waker handle_waker = handle_task.waker();
  Context remote_cx(remote_waker);
  Context handle_cx(handle_waker);
  Log log;
  auto [made, handle] = remote_handle(Logged(log, "a", 1, 5));
  auto remote = box_pin(std::move(made));
  auto pinned = Pin<RemoteHandle<std::int64_t>&>::make(handle);
  EXPECT_TRUE(pinned.poll(handle_cx).is_pending());
  EXPECT_TRUE(remote.poll(remote_cx).is_pending());
  EXPECT_EQ(handle_task->wakes, 0);
  EXPECT_TRUE(remote.poll(remote_cx).is_ready());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
  EXPECT_EQ(handle_task->wakes, 1);
  EXPECT_EQ(pinned.poll(handle_cx).value(), 5);
  // Its own wake only.
  EXPECT_EQ(remote_task->wakes, 1);
}

TEST(RemoteHandle, GetsTheOutputThatWasThereBefore) {
  auto [remote, handle] = remote_handle(ready(std::make_unique<int>(3)));
  (void)block_on(std::move(remote));
  EXPECT_EQ(*block_on(std::move(handle)), 3);
}

TEST(RemoteHandle, DroppedItCancels) {
  auto task = WakeRef<Counter>::make();
  const Waker waker = task.waker();
  Context cx(waker);
  Log log;
  auto [made, handle] = remote_handle(Logged(log, "a", 9, 5));
  auto remote = box_pin(std::move(made));
  EXPECT_TRUE(remote.poll(cx).is_pending());
  EXPECT_EQ(task->wakes, 1);
  {
    const auto dropped = std::move(handle);
  }
  EXPECT_EQ(task->wakes, 2);
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_TRUE(remote.poll(cx).is_ready());
  EXPECT_EQ(log, Log({"a pending", "a dropped"}));
  expect_panic(PanicReason::kPolledAfterReady, "Remote", [&] { (void)remote.poll(cx); });
}

TEST(RemoteHandle, AssignedToItCancelsWhatItWaitedFor) {
  Log log;
  auto [first_remote, first] = remote_handle(Logged(log, "a", 9, 5));
  auto [second_remote, second] = remote_handle(Logged(log, "b", 0, 6));
  first = std::move(second);
  (void)block_on(std::move(first_remote));
  EXPECT_EQ(log, Log({"a dropped"}));
  (void)block_on(std::move(second_remote));
  EXPECT_EQ(block_on(std::move(first)), 6);
}

TEST(RemoteHandle, ForgottenItLetsTheFutureRunOn) {
  auto task = WakeRef<Counter>::make();
  const Waker waker = task.waker();
  Context cx(waker);
  Log log;
  auto [made, handle] = remote_handle(Logged(log, "a", 1, 5));
  auto remote = box_pin(std::move(made));
  EXPECT_TRUE(remote.poll(cx).is_pending());
  std::move(handle).forget();
  EXPECT_EQ(task->wakes, 1);
  EXPECT_TRUE(remote.poll(cx).is_ready());
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
}

TEST(RemoteHandle, RethrowsWhatTheFutureThrew) {
  Log log;
  auto [remote, handle] = remote_handle(
      map(Logged(log, "a", 0, 1), [](std::int64_t) -> int { throw std::runtime_error("no"); }));
  (void)block_on(std::move(remote));
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  auto pinned = Pin<RemoteHandle<int>&>::make(handle);
  EXPECT_THROW((void)drive(pinned), std::runtime_error);
  expect_panic(PanicReason::kPolledAfterReady, "RemoteHandle", [&] { (void)drive(pinned); });
}

TEST(RemoteHandle, WaitingForADroppedRemotePanics) {
  auto task = WakeRef<Counter>::make();
  const Waker waker = task.waker();
  Context cx(waker);
  Log log;
  auto made = remote_handle(Logged(log, "a", 9, 1));
  auto pinned = Pin<RemoteHandle<std::int64_t>&>::make(made.second);
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  {
    const auto dropped = std::move(made.first);
    EXPECT_EQ(task->wakes, 0);
  }
  EXPECT_EQ(task->wakes, 1);
  EXPECT_EQ(log, Log({"a dropped"}));
  expect_panic(PanicReason::kAbandoned, "RemoteHandle", [&] { (void)pinned.poll(cx); });
  expect_panic(PanicReason::kPolledAfterReady, "RemoteHandle", [&] { (void)pinned.poll(cx); });
}

// Logs its wakes.
class LogsWakes : public Wake {
 public:
  explicit LogsWakes(Log& log) : log_(&log) {}
  void wake() override { log_->emplace_back("woken"); }

 private:
  Log* log_;
};

TEST(RemoteHandle, IsToldBeforeTheFutureIsDropped) {
  Log log;
  auto task = WakeRef<LogsWakes>::make(log);
  const Waker waker = task.waker();
  Context cx(waker);
  auto made = remote_handle(Logged(log, "a", 9, 1));
  auto pinned = Pin<RemoteHandle<std::int64_t>&>::make(made.second);
  EXPECT_TRUE(pinned.poll(cx).is_pending());
  {
    const auto dropped = std::move(made.first);
  }
  EXPECT_EQ(log, Log({"woken", "a dropped"}));
}

// Each end outlives the other by a poll, and has no use for the other's task.
TEST(RemoteHandle, AnEndThatIsGoneKeepsNoTaskAndIsNotWoken) {
  for (const bool handle_first : {true, false}) {
    bool remote_died = false;
    bool handle_died = false;
    auto made = remote_handle(pending<int>());
    std::optional<Remote<Pending<int>>> remote = std::move(made.first);
    std::optional<RemoteHandle<int>> handle = std::move(made.second);
    {
      auto remote_task = WakeRef<Counter>::make(&remote_died);
      auto handle_task = WakeRef<Counter>::make(&handle_died);
      const Waker remote_waker = remote_task.waker();
      const Waker handle_waker = handle_task.waker();
      Context remote_cx(remote_waker);
      Context handle_cx(handle_waker);
      EXPECT_TRUE(Pin<Remote<Pending<int>>&>::make(*remote).poll(remote_cx).is_pending());
      EXPECT_TRUE(Pin<RemoteHandle<int>&>::make(*handle).poll(handle_cx).is_pending());
      if (handle_first) {
        handle.reset();
      } else {
        remote.reset();
      }
      EXPECT_EQ(remote_task->wakes, handle_first ? 1 : 0);
      EXPECT_EQ(handle_task->wakes, handle_first ? 0 : 1);
      remote.reset();
      handle.reset();
      EXPECT_EQ(remote_task->wakes, handle_first ? 1 : 0);
      EXPECT_EQ(handle_task->wakes, handle_first ? 0 : 1);
    }
    EXPECT_TRUE(remote_died && handle_died);
  }
}

TEST(RemoteHandle, AnEndThatIsGoneLetsGoOfItsTaskAtOnce) {
  bool died = false;
  auto made = remote_handle(pending<int>());
  std::optional<RemoteHandle<int>> handle = std::move(made.second);
  {
    auto task = WakeRef<Counter>::make(&died);
    const Waker waker = task.waker();
    Context cx(waker);
    EXPECT_TRUE(Pin<RemoteHandle<int>&>::make(*handle).poll(cx).is_pending());
  }
  EXPECT_FALSE(died);
  handle.reset();
  EXPECT_TRUE(died);

  // The Remote, when it is ready.
  died = false;
  auto other = remote_handle(simple(1, 5));
  {
    auto task = WakeRef<Counter>::make(&died);
    const Waker waker = task.waker();
    Context cx(waker);
    auto pinned = Pin<Remote<Simple>&>::make(other.first);
    EXPECT_TRUE(pinned.poll(cx).is_pending());
    EXPECT_TRUE(pinned.poll(cx).is_ready());
    EXPECT_EQ(task->wakes, 1);
  }
  EXPECT_TRUE(died);
}

TEST(RemoteHandle, PolledAfterReadyPanicsByName) {
  auto [made, handle] = remote_handle(simple(1, 5));
  auto remote = box_pin(std::move(made));
  auto pinned = Pin<RemoteHandle<std::int64_t>&>::make(handle);
  (void)drive(remote);
  EXPECT_EQ(drive(pinned).first, 5);
  for (int again = 0; again < 2; ++again) {
    expect_panic(PanicReason::kPolledAfterReady, "Remote", [&] { (void)drive(remote); });
    expect_panic(PanicReason::kPolledAfterReady, "RemoteHandle", [&] { (void)drive(pinned); });
  }
  expect_panic(PanicReason::kEmpty, "RemoteHandle", [&] { std::move(handle).forget(); });
}

TEST(RemoteHandle, IsOneAllocation) {
  const tests::HeapCount heap;
  auto [remote, handle] = remote_handle(example(8, 1));
  EXPECT_EQ(heap.count(), 1U);
  (void)block_on(std::move(remote));
  EXPECT_EQ(block_on(std::move(handle)), 37);
  EXPECT_EQ(heap.count(), 1U);
}

TEST(RemoteHandle, EndsGoInAnyOrder) {
  // The output goes with the last of them.
  auto value = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = value;
  {
    auto [made, handle] = remote_handle(ready(std::move(value)));
    auto remote = box_pin(std::move(made));
    (void)drive(remote);
    EXPECT_FALSE(watch.expired());
    {
      const auto dropped = std::move(handle);
    }
    EXPECT_TRUE(watch.expired());
  }
}

}  // namespace
}  // namespace pinprick
