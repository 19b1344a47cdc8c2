// What crosses threads. Meant for ThreadSanitizer; each test ends on its own, whatever the timing.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "pinprick/executor/join_set.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/executor/park_on.h"
#include "pinprick/executor/thread_pool.h"
#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/stream/futures_unordered.h"
#include "pinprick/stream/next.h"
#include "pinprick/sync/atomic_waker.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::expect_panic;

static_assert(Future<JoinHandle<int>> && Unpin<JoinHandle<Example>>);
static_assert(sizeof(JoinHandle<std::string>) == sizeof(void*));

// Ready once it was signalled as often as it wants, by any thread.
struct Signal {
  void send() {
    count.fetch_add(1, std::memory_order_relaxed);
    waker.wake();
  }
  std::atomic<int> count = 0;
  AtomicWaker waker;
};
class Signalled {
 public:
  using Output = int;
  Signalled(Signal& signal, int wanted) : signal_(&signal), wanted_(wanted) {}
  static Poll<int> poll(Pin<Signalled&> self, Context& cx) {
    const Signalled& me = self.get_mut();
    me.signal_->waker.register_waker(cx.waker());
    const int count = me.signal_->count.load(std::memory_order_relaxed);
    return count >= me.wanted_ ? Poll<int>::ready(count) : kPending;
  }

 private:
  Signal* signal_;
  int wanted_;
};

TEST(ParkOn, SleepsUntilAnotherThreadWakes) {
  constexpr int kSends = 1000;
  Signal signal;
  std::thread other([&signal] {
    for (int i = 0; i < kSends; ++i) signal.send();
  });
  EXPECT_EQ(park_on(Signalled(signal, kSends)), kSends);
  other.join();
}

TEST(ParkOn, AllocatesOnceAThread) {
  EXPECT_EQ(park_on(ready(1)), 1);
  const tests::HeapCount heap;
  EXPECT_EQ(park_on(yield_n(3, 1)), 1);
  EXPECT_EQ(park_on(example(8, 1)), 37);
  EXPECT_EQ(heap.count(), 0U);
}

// Wakes, and runs another future to its end before it yields: the inner run may take that wake.
TEST(ParkOn, NestsWithoutLosingAWake) {
  struct WakeThenPark {
    using Output = int;
    static Poll<int> poll(Pin<WakeThenPark&> self, Context& cx) {
      if (std::exchange(self->has_yielded, true)) return Poll<int>::ready(1);
      cx.waker().wake_by_ref();
      return park_on(yield_n(3, 1)) == 1 ? Poll<int>::pending() : Poll<int>::ready(0);
    }
    bool has_yielded = false;
  };
  EXPECT_EQ(park_on(WakeThenPark()), 1);
}

TEST(ParkOn, ItsWakersOutliveTheirThread) {
  std::optional<Waker> late;
  std::thread other([&late] {
    park_on(lazy([&late](Context& cx) {
      late.emplace(cx.waker().clone());
      return 1;
    }));
  });
  other.join();
  late->wake_by_ref();
}

// Children woken by several threads at once.
template <class Poll>
void wake_from_threads(std::vector<Signal>& signals, int wanted, Poll poll) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&signals, wanted] {
      for (int i = 0; i < wanted; ++i) {
        for (Signal& signal : signals) signal.send();
      }
    });
  }
  poll();
  for (std::thread& thread : threads) thread.join();
}

TEST(FuturesUnorderedThreads, LosesNoWake) {
  std::vector<Signal> signals(20);
  FuturesUnordered<Signalled> set;
  for (Signal& signal : signals) set.push(Signalled(signal, 3 * 50));
  wake_from_threads(signals, 50, [&set] {
    std::size_t ready = 0;
    auto pin = Pin<FuturesUnordered<Signalled>&>::make(set);
    while (park_on(stream::next(pin)).has_value()) ++ready;
    EXPECT_EQ(ready, 20U);
  });
}

TEST(FuturesUnorderedThreads, GoesWhileItsFuturesAreWoken) {
  for (int round = 0; round < 20; ++round) {
    std::vector<Signal> signals(4);
    std::optional<FuturesUnordered<Signalled>> set(std::in_place);
    for (Signal& signal : signals) set->push(Signalled(signal, 1000));
    wake_from_threads(signals, 20, [&set] {
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(Pin<FuturesUnordered<Signalled>&>::make(*set).poll_next(cx).is_pending());
      }
      set.reset();
    });
  }
}

TEST(FuturesUnorderedThreads, ItsTaskMayChange) {
  std::vector<Signal> signals(4);
  FuturesUnordered<Signalled> set;
  for (Signal& signal : signals) set.push(Signalled(signal, 3 * 200));
  wake_from_threads(signals, 200, [&set] {
    // Polled with one waker after the other, of which only the last is slept on.
    std::size_t ready = 0;
    while (!set.is_empty()) {
      const Waker noop = Waker::noop();
      Context cx(noop);
      auto pin = Pin<FuturesUnordered<Signalled>&>::make(set);
      if (pin.poll_next(cx).is_ready() || park_on(stream::next(pin)).has_value()) ++ready;
    }
    EXPECT_EQ(ready, 4U);
  });
}

TEST(JoinSetThreads, IsAbortedFromAnotherThread) {
  JoinSet<int> set;
  const auto handle = set.spawn(pending<int>());
  std::thread other([handle] {
    handle.abort();
    while (!handle.is_finished()) std::this_thread::yield();
  });
  EXPECT_TRUE(park_on(set.join_next())->error().is_cancelled());
  other.join();
}

TEST(LocalPoolThreads, SleepsUntilAnotherThreadWakes) {
  std::vector<Signal> signals(3);
  LocalPool pool;
  for (Signal& signal : signals) pool.spawn(Signalled(signal, 3 * 50));
  wake_from_threads(signals, 50, [&pool] { pool.run(); });
  EXPECT_EQ(pool.task_count(), 0U);
  Signal signal;
  auto handle = pool.spawn_with_handle(Signalled(signal, 1));
  std::thread other([&signal] { signal.send(); });
  EXPECT_EQ(pool.run_until(std::move(handle)).value(), 1);
  other.join();
}

TEST(ThreadPool, RunsTasksAndGivesTheirOutputs) {
  ThreadPool pool(3);
  EXPECT_EQ(pool.workers(), 3U);
  std::vector<JoinHandle<std::int64_t>> handles;
  for (int i = 0; i < 100; ++i) handles.push_back(pool.spawn(example(8, 1)));
  for (auto& handle : handles) EXPECT_EQ(park_on(std::move(handle)).value(), 37);
}

TEST(ThreadPool, HasAWorkerAtLeastIfItIsNotSaid) {
  ThreadPool pool;
  EXPECT_GE(pool.workers(), 1U);
  EXPECT_EQ(park_on(pool.spawn(ready(1))).value(), 1);
}

TEST(ThreadPool, GuestsWorkBesideTheWorkersAndEachOther) {
  constexpr int kTasks = 200;
  ThreadPool pool(1);
  std::vector<JoinHandle<std::int64_t>> handles;
  for (int i = 0; i < kTasks; ++i) handles.push_back(pool.spawn(example(8, 1)));
  std::vector<std::thread> guests;
  for (int i = 0; i < 2; ++i) guests.emplace_back([&pool] { (void)pool.run_until_stalled(); });
  for (auto& handle : handles) EXPECT_EQ(park_on(std::move(handle)).value(), 37);
  for (std::thread& guest : guests) guest.join();
}

TEST(ThreadPool, AnExceptionGoesToTheHandle) {
  ThreadPool pool(1);
  auto handle = pool.spawn(lazy([](Context&) -> int { throw std::runtime_error("task"); }));
  EXPECT_THROW(park_on(std::move(handle)).error().resume(), std::runtime_error);
  EXPECT_EQ(park_on(pool.spawn(ready(1))).value(), 1);
}

TEST(ThreadPool, LosesNoWake) {
  std::vector<Signal> signals(20);
  ThreadPool pool(2);
  std::vector<JoinHandle<int>> handles;
  for (Signal& signal : signals) handles.push_back(pool.spawn(Signalled(signal, 3 * 50)));
  wake_from_threads(signals, 50, [&handles] {
    for (auto& handle : handles) EXPECT_EQ(park_on(std::move(handle)).value(), 3 * 50);
  });
}

TEST(ThreadPool, ATaskIsPolledByOneWorkerAtATime) {
  // Not atomic, so that two polls at once are a race.
  struct Alone {
    using Output = int;
    static Poll<int> poll(Pin<Alone&> self, Context& cx) {
      Alone& me = self.get_mut();
      cx.waker().wake_by_ref();
      const std::thread outside([waker = cx.waker().clone()] { waker.wake_by_ref(); });
      const_cast<std::thread&>(outside).join();
      return ++me.polls == 20 ? Poll<int>::ready(20) : kPending;
    }
    int polls = 0;
  };
  ThreadPool pool(3);
  auto a = pool.spawn(Alone());
  auto b = pool.spawn(Alone());
  EXPECT_EQ(park_on(std::move(a)).value(), 20);
  EXPECT_EQ(park_on(std::move(b)).value(), 20);
}

TEST(ThreadPool, AbortDropsAFutureThatIsIdle) {
  ThreadPool pool(2);
  auto handle = pool.spawn(pending<int>());
  handle.abort();
  EXPECT_TRUE(park_on(std::move(handle)).error().is_cancelled());
}

TEST(ThreadPool, AHandleIsDroppedWhileItsTaskEnds) {
  constexpr int kTasks = 200;
  const auto output = std::make_shared<int>(1);
  {
    ThreadPool pool(2);
    for (int i = 0; i < kTasks; ++i) {
      (void)pool.spawn(lazy([output](Context&) { return output; }));
    }
  }
  EXPECT_EQ(output.use_count(), 1);
}

TEST(ThreadPool, TasksSpawnTasks) {
  ThreadPool pool(2);
  auto outer = pool.spawn(lazy([&pool](Context&) { return pool.spawn(ready(3)); }));
  JoinHandle<int> inner = park_on(std::move(outer)).value();
  EXPECT_EQ(park_on(std::move(inner)).value(), 3);
}

TEST(ThreadPool, DropsWhatIsLeftInTheOrderOfSpawning) {
  // Spawns and logs when it is destroyed.
  struct Last {
    using Output = int;
    Last(ThreadPool& p, std::vector<int>& l, int n) : pool(&p), log(&l), number(n) {}
    Last(Last&& other) noexcept
        : pool(other.pool), log(std::exchange(other.log, nullptr)), number(other.number) {}
    Last& operator=(Last&&) = delete;
    ~Last() {
      if (log == nullptr) return;
      log->push_back(number);
      EXPECT_TRUE(park_on(pool->spawn(ready(1))).error().is_cancelled());
    }
    static Poll<int> poll(Pin<Last&>, Context&) { return kPending; }
    ThreadPool* pool;
    std::vector<int>* log;
    int number;
  };
  std::vector<int> log;
  std::vector<JoinHandle<int>> handles;
  std::optional<Waker> late;
  {
    ThreadPool pool(2);
    for (int i = 0; i < 10; ++i) handles.push_back(pool.spawn(Last(pool, log, i)));
    (void)park_on(pool.spawn(lazy([&late](Context& cx) {
      late.emplace(cx.waker().clone());
      return 1;
    })));
  }
  EXPECT_EQ(log, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  for (auto& handle : handles) EXPECT_TRUE(park_on(std::move(handle)).error().is_cancelled());
  late->wake_by_ref();
}

TEST(ThreadPool, AHandlePolledAfterReadyPanicsByName) {
  ThreadPool pool(1);
  JoinHandle<int> handle = pool.spawn(ready(1));
  EXPECT_EQ(park_on(Pin<JoinHandle<int>&>::make(handle)).value(), 1);
  EXPECT_TRUE(handle.is_finished());
  expect_panic(PanicReason::kPolledAfterReady, "JoinHandle",
               [&] { (void)park_on(Pin<JoinHandle<int>&>::make(handle)); });
}

}  // namespace
}  // namespace pinprick
