// A ThreadPool of no workers, which runs on the thread of its caller only: what ThreadPool promises
// about order, seen without a thread.
#include "pinprick/executor/thread_pool.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "pinprick/future/lazy.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::HeapCount;
using tests::Log;
using tests::Logged;

template <class T>
Poll<Result<T, JoinError>> poll_handle(JoinHandle<T>& handle, const Waker& waker) {
  Context cx(waker);
  return Pin<JoinHandle<T>&>::make(handle).poll(cx);
}

TEST(ThreadPoolOfNoWorkers, RunsWhenItIsLentAThread) {
  ThreadPool pool(0);
  EXPECT_EQ(pool.workers(), 0U);
  Log log;
  const auto handle = pool.spawn(Logged(log, "a", 0, 1));
  EXPECT_EQ(log, Log());
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_TRUE(handle.is_finished());
  EXPECT_EQ(pool.run_until_stalled(), 0U);
}

TEST(ThreadPoolOfNoWorkers, PollsInTheOrderOfTheWakes) {
  ThreadPool pool(0);
  Log log;
  (void)pool.spawn(Logged(log, "a", 2, 1));
  (void)pool.spawn(Logged(log, "b", 1, 2));
  EXPECT_EQ(pool.run_until_stalled(), 5U);
  EXPECT_EQ(log, Log({"a pending", "b pending", "a pending", "b ready", "b dropped", "a ready",
                      "a dropped"}));
}

TEST(ThreadPoolOfNoWorkers, ATaskWokenTwiceIsPolledOnce) {
  struct Sleeper {
    using Output = int;
    static Poll<int> poll(Pin<Sleeper&> self, Context& cx) {
      self.get_mut().waker->emplace(cx.waker().clone());
      ++*self.get_mut().polls;
      return kPending;
    }
    std::optional<Waker>* waker;
    int* polls;
  };
  ThreadPool pool(0);
  std::optional<Waker> waker;
  int polls = 0;
  (void)pool.spawn(Sleeper{&waker, &polls});
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  waker->wake_by_ref();
  waker->wake_by_ref();
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(polls, 2);
}

TEST(ThreadPoolOfNoWorkers, WakesWhoeverPolledTheHandleLast) {
  ThreadPool pool(0);
  auto counter = WakeRef<Counter>::make();
  auto handle = pool.spawn(yield_n(1, 3));
  EXPECT_TRUE(poll_handle(handle, counter.waker()).is_pending());
  EXPECT_EQ(pool.run_until_stalled(), 2U);
  EXPECT_EQ(counter->wakes, 1);
  EXPECT_EQ(poll_handle(handle, counter.waker()).value().value(), 3);
}

TEST(ThreadPoolOfNoWorkers, AHandleThatIsGoneIsNotWoken) {
  bool died = false;
  std::optional<ThreadPool> pool(std::in_place, 0U);
  {
    auto counter = WakeRef<Counter>::make(&died);
    auto handle = pool->spawn(yield_n(1, 3));
    auto other = pool->spawn(pending<int>());
    EXPECT_TRUE(poll_handle(handle, counter.waker()).is_pending());
    EXPECT_TRUE(poll_handle(other, counter.waker()).is_pending());
    other = std::move(handle);  // drops one
    EXPECT_EQ(pool->run_until_stalled(), 3U);
    EXPECT_EQ(counter->wakes, 1);
    EXPECT_TRUE(other.is_finished());
  }
  EXPECT_TRUE(died);
  pool.reset();
}

TEST(ThreadPoolOfNoWorkers, AnOutputThatNobodyWantsIsDroppedAtOnce) {
  const auto output = std::make_shared<int>(1);
  // Keeps a waker of the task, and so its memory, to the end.
  std::optional<Waker> waker;
  const auto give = [&](Context& cx) {
    waker.emplace(cx.waker().clone());
    return output;
  };
  ThreadPool pool(0);
  {
    const auto handle = pool.spawn(lazy(give));
    EXPECT_EQ(pool.run_until_stalled(), 1U);
    EXPECT_EQ(output.use_count(), 2);
  }
  EXPECT_EQ(output.use_count(), 1);
  (void)pool.spawn(lazy(give));
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(output.use_count(), 1);
}

TEST(ThreadPoolOfNoWorkers, RunsTheOthersFromInsideOfATask) {
  ThreadPool pool(0);
  std::size_t inner = 0;
  (void)pool.spawn(lazy([&](Context& cx) {
    cx.waker().wake_by_ref();  // it is not polled again while it is being polled
    inner = pool.run_until_stalled();
    return 1;
  }));
  (void)pool.spawn(yield_n(1, 2));
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(inner, 2U);
}

TEST(ThreadPoolOfNoWorkers, DropsWhatWasNeverPolledInTheOrderOfSpawning) {
  Log log;
  std::optional<JoinHandle<std::int64_t>> handle;
  {
    ThreadPool pool(0);
    handle.emplace(pool.spawn(Logged(log, "a", 0, 1)));
    (void)pool.spawn(Logged(log, "b", 0, 2));
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
  const Waker noop = Waker::noop();
  EXPECT_TRUE(poll_handle(*handle, noop).value().error().is_cancelled());
}

TEST(ThreadPoolOfNoWorkers, RunsNothingAnyMoreWhileItIsDestroyed) {
  // Runs the pool when it is destroyed.
  struct Last {
    using Output = int;
    explicit Last(ThreadPool& p) : pool(&p) {}
    Last(Last&& other) noexcept : pool(std::exchange(other.pool, nullptr)) {}
    Last& operator=(Last&&) = delete;
    ~Last() {
      if (pool != nullptr) {
        EXPECT_EQ(pool->run_until_stalled(), 0U);
      }
    }
    static Poll<int> poll(Pin<Last&>, Context&) { return kPending; }
    ThreadPool* pool;
  };
  Log log;
  {
    ThreadPool pool(0);
    (void)pool.spawn(Last(pool));
    (void)pool.spawn(Logged(log, "never polled", 0, 1));
  }
  EXPECT_EQ(log, Log({"never polled dropped"}));
}

TEST(ThreadPoolOfNoWorkers, ATaskIsOneAllocationAndAWakeNone) {
  ThreadPool pool(0);
  const HeapCount heap;
  for (int i = 0; i < 100; ++i) (void)pool.spawn(yield_n(3, 1));
  EXPECT_EQ(heap.count(), 100U);
  EXPECT_EQ(pool.run_until_stalled(), 400U);
  EXPECT_EQ(heap.count(), 100U);
}

}  // namespace
}  // namespace pinprick
