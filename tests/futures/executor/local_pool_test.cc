#include "pinprick/executor/local_pool.h"

#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "pinprick/boxed_future.h"
#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::Log;
using tests::Logged;

static_assert(Future<LocalJoinHandle<std::string>> && Unpin<LocalJoinHandle<Example>>);
static_assert(sizeof(LocalJoinHandle<std::string>) == sizeof(void*));
static_assert(std::is_same_v<OutputOf<LocalJoinHandle<int>>, Result<int, JoinError>>);

// Ready once its gate is open; keeps the waker of its latest poll in the gate.
struct PoolGate {
  bool is_open = false;
  std::optional<Waker> waker;
  int polls = 0;
};
class PoolWait {
 public:
  using Output = int;
  explicit PoolWait(PoolGate& gate) : gate_(&gate) {}
  static Poll<int> poll(Pin<PoolWait&> self, Context& cx) {
    PoolGate& gate = *self.get_mut().gate_;
    ++gate.polls;
    if (gate.is_open) return Poll<int>::ready(1);
    gate.waker = cx.waker().clone();
    return kPending;
  }

 private:
  PoolGate* gate_;
};

template <class T>
Result<T, JoinError> outcome_of(LocalJoinHandle<T>& handle) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  return LocalJoinHandle<T>::poll(Pin<LocalJoinHandle<T>&>::make(handle), cx).value();
}

TEST(LocalPool, IsFirstInFirstOut) {
  Log log;
  LocalPool pool;
  auto a = pool.spawn_with_handle(Logged(log, "a", 1, 1));
  auto b = pool.spawn_with_handle(boxed(Logged(log, "b", 1, 2)));
  pool.spawn(Logged(log, "c", 0, 3));
  EXPECT_EQ(pool.task_count(), 3U);
  EXPECT_EQ(pool.run_until_stalled(), 5U);
  EXPECT_EQ(log, Log({"a pending", "b pending", "c ready", "c dropped", "a ready", "a dropped",
                      "b ready", "b dropped"}));
  EXPECT_EQ(outcome_of(a).value(), 1);
  EXPECT_EQ(outcome_of(b).value(), 2);
  EXPECT_EQ(pool.task_count(), 0U);
  EXPECT_TRUE(a.is_finished());
  expect_panic(PanicReason::kPolledAfterReady, "JoinHandle", [&] { (void)outcome_of(a); });
  auto moved = std::move(b);
  expect_panic(PanicReason::kEmpty, "JoinHandle", [&] { (void)b.is_finished(); });  // NOLINT
}

TEST(LocalPool, MovesAFutureBeforeItStartsAndNeverAfter) {
  LocalPool pool;
  std::vector<LocalJoinHandle<std::int64_t>> handles;
  handles.reserve(20);
  for (int i = 0; i < 20; ++i) handles.push_back(pool.spawn_with_handle(example(8, 1)));
  EXPECT_EQ(pool.run_until_stalled(), 60U);
  for (auto& handle : handles) EXPECT_EQ(outcome_of(handle).value(), 37);
}

TEST(LocalPool, PollsOnceForManyWakes) {
  PoolGate gate;
  LocalPool pool;
  auto handle = pool.spawn_with_handle(PoolWait(gate));
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(pool.run_until_stalled(), 0U);
  gate.waker->wake_by_ref();
  gate.waker->wake_by_ref();
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  gate.is_open = true;
  gate.waker->wake_by_ref();
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  EXPECT_EQ(outcome_of(handle).value(), 1);
  gate.waker->wake_by_ref();
  EXPECT_EQ(pool.run_until_stalled(), 0U);
}

TEST(LocalPool, KeepsToItsBudget) {
  LocalPool pool;
  auto handle = pool.spawn_with_handle(simple(10, 1));
  EXPECT_EQ(pool.run_until_stalled(4), 4U);
  EXPECT_FALSE(handle.is_finished());
  EXPECT_EQ(pool.run_until_stalled(), 7U);
}

TEST(LocalPool, DropsWhatIsLeftInTheOrderOfSpawning) {
  Log log;
  PoolGate gate;
  std::optional<LocalJoinHandle<std::int64_t>> handle;
  {
    LocalPool pool;
    pool.spawn(Logged(log, "a", 9, 1));
    handle.emplace(pool.spawn_with_handle(Logged(log, "b", 9, 1)));
    pool.spawn(PoolWait(gate));
    EXPECT_EQ(pool.run_until_stalled(3), 3U);
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
  EXPECT_TRUE(outcome_of(*handle).error().is_cancelled());
  gate.waker->wake_by_ref();
}

TEST(LocalPool, AnExceptionGoesToTheHandleOrElseToWhoRuns) {
  const auto fail = [] { return lazy([](Context&) -> int { throw std::runtime_error("task"); }); };
  LocalPool pool;
  auto other = pool.spawn_with_handle(boxed(pending<int>()));
  auto handle = pool.spawn_with_handle(fail());
  EXPECT_EQ(pool.run_until_stalled(), 2U);
  EXPECT_THROW(outcome_of(handle).error().resume(), std::runtime_error);
  pool.spawn(fail());
  EXPECT_THROW((void)pool.run_until_stalled(), std::runtime_error);
  EXPECT_EQ(pool.task_count(), 1U);
  EXPECT_EQ(pool.run_until_stalled(), 0U);
  EXPECT_FALSE(other.is_finished());
}

TEST(LocalPool, AbortDropsTheFutureAtItsTurnInsteadOfAPoll) {
  Log log;
  PoolGate gate;
  LocalPool pool;
  auto a = pool.spawn_with_handle(Logged(log, "a", 9, 1));
  auto idle = pool.spawn_with_handle(PoolWait(gate));
  EXPECT_EQ(pool.run_until_stalled(2), 2U);
  log.clear();
  a.abort();
  idle.abort();
  EXPECT_EQ(log, Log());
  EXPECT_EQ(pool.run_until_stalled(), 2U);
  EXPECT_EQ(log, Log({"a dropped"}));
  EXPECT_EQ(gate.polls, 1);
  EXPECT_TRUE(outcome_of(a).error().is_cancelled());
  EXPECT_TRUE(outcome_of(idle).error().is_cancelled());
  auto done = pool.spawn_with_handle(ready(1));
  EXPECT_EQ(pool.run_until_stalled(), 1U);
  done.abort();
  EXPECT_EQ(pool.run_until_stalled(), 0U);
  EXPECT_EQ(outcome_of(done).value(), 1);
}

TEST(LocalPool, DroppingAHandleLetsTheTaskRunOn) {
  Log log;
  LocalPool pool;
  {
    auto handle = pool.spawn_with_handle(Logged(log, "a", 1, 1));
  }
  EXPECT_EQ(pool.run_until_stalled(), 2U);
  EXPECT_EQ(log, Log({"a pending", "a ready", "a dropped"}));
}

TEST(LocalPool, AHandleWakesItsTaskAfterTheFutureIsGone) {
  Log log;
  LocalPool pool;
  auto handle = pool.spawn_with_handle(Logged(log, "a", 1, 1));
  struct Join {
    using Output = Unit;
    static Poll<Unit> poll(Pin<Join&> self, Context& cx) {
      Join& me = self.get_mut();
      using Handle = LocalJoinHandle<std::int64_t>;
      const bool is_ready = Handle::poll(Pin<Handle&>::make(me.handle), cx).is_ready();
      me.log->push_back(is_ready ? "joined" : "not yet");
      return is_ready ? poll_ready(Unit()) : kPending;
    }
    LocalJoinHandle<std::int64_t> handle;
    Log* log;
  };
  pool.spawn(Join{std::move(handle), &log});
  pool.run();
  EXPECT_EQ(log, Log({"a pending", "not yet", "a ready", "a dropped", "joined"}));
}

TEST(LocalPool, TasksSpawnBehindThoseThatAreWoken) {
  Log log;
  LocalPool pool;
  pool.spawn(lazy([&log, spawner = pool.spawner()](Context&) {
    EXPECT_TRUE(spawner.spawn(Logged(log, "inner", 0, 1)).is_ok());
    return Unit();
  }));
  pool.spawn(Logged(log, "outer", 1, 1));
  pool.run();
  EXPECT_EQ(log,
            Log({"outer pending", "inner ready", "inner dropped", "outer ready", "outer dropped"}));
}

TEST(LocalPool, ASpawnerThatOutlivesThePoolIsRefused) {
  Log log;
  // Spawns when it is destroyed.
  struct Last {
    using Output = int;
    Last(LocalSpawner s, Log& l) : spawner(std::move(s)), log(&l) {}
    Last(Last&& other) noexcept : spawner(other.spawner), log(std::exchange(other.log, nullptr)) {}
    Last& operator=(Last&&) = delete;
    ~Last() {
      if (log != nullptr && spawner.spawn(ready(1)).is_err()) log->push_back("refused");
    }
    static Poll<int> poll(Pin<Last&>, Context&) { return kPending; }
    LocalSpawner spawner;
    Log* log;
  };
  std::optional<LocalSpawner> spawner;
  {
    LocalPool pool;
    spawner.emplace(pool.spawner());
    pool.spawn(Last(*spawner, log));
    EXPECT_EQ(pool.run_until_stalled(), 1U);
  }
  EXPECT_EQ(log, Log({"refused"}));
  EXPECT_EQ(spawner->spawn(Logged(log, "a", 0, 1)).error(), SpawnError::kShutdown);
  EXPECT_EQ(spawner->spawn_with_handle(ready(1)).error(), SpawnError::kShutdown);
  EXPECT_EQ(log, Log({"refused", "a dropped"}));
}

TEST(LocalPool, RunUntilPollsItsFutureFirstAndThenWheneverWoken) {
  Log log;
  LocalPool pool;
  pool.spawn(Logged(log, "task", 3, 1));
  EXPECT_EQ(pool.run_until(Logged(log, "main", 1, 5)), 5);
  EXPECT_EQ(log, Log({"main pending", "task pending", "main ready", "main dropped"}));
  log.clear();
  EXPECT_EQ(pool.run_until(Logged(log, "main", 0, 6)), 6);
  EXPECT_EQ(log, Log({"main ready", "main dropped"}));
  EXPECT_EQ(pool.task_count(), 1U);
}

TEST(LocalPool, RunUntilPollsItsFutureOnlyAfterAWake) {
  PoolGate gate;
  LocalPool pool;
  pool.spawn(simple(3, 1));
  pool.spawn(lazy([&gate](Context&) {
    gate.is_open = true;
    gate.waker->wake_by_ref();
    return Unit();
  }));
  EXPECT_EQ(pool.run_until(PoolWait(gate)), 1);
  EXPECT_EQ(gate.polls, 2);
}

TEST(LocalPool, TryRunOneStopsAtTheFirstThatIsReady) {
  Log log;
  PoolGate gate;
  LocalPool pool;
  pool.spawn(PoolWait(gate));
  pool.spawn(Logged(log, "a", 1, 1));
  pool.spawn(Logged(log, "b", 0, 2));
  EXPECT_TRUE(pool.try_run_one());
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped"}));
  EXPECT_TRUE(pool.try_run_one());
  EXPECT_FALSE(pool.try_run_one());
  EXPECT_EQ(pool.task_count(), 1U);
}

TEST(LocalPool, IsNotRunFromInside) {
  LocalPool pool;
  pool.spawn(lazy([&pool](Context&) { return pool.run_until_stalled(); }));
  expect_panic(PanicReason::kReentered, "LocalPool", [&] { (void)pool.run_until_stalled(); });
  pool.spawn(lazy([&pool](Context&) { return pool.run_until(ready(1)); }));
  expect_panic(PanicReason::kReentered, "LocalPool", [&] { pool.run(); });
  EXPECT_EQ(pool.run_until(ready(1)), 1);
}

TEST(LocalPool, NestsInAnother) {
  LocalPool outer;
  auto handle = outer.spawn_with_handle(lazy([](Context&) {
    LocalPool inner;
    return inner.run_until(inner.spawn_with_handle(example(8, 1))).value();
  }));
  EXPECT_EQ(outer.run_until(std::move(handle)).value(), 37);
}

TEST(LocalPool, AllocatesOncePerTask) {
  LocalPool pool;
  const tests::HeapCount heap;
  for (int i = 0; i < 5; ++i) pool.spawn(simple(3, 1));
  auto handle = pool.spawn_with_handle(example(8, 1));
  EXPECT_EQ(heap.count(), 6U);
  EXPECT_GT(pool.run_until_stalled(), 0U);
  EXPECT_EQ(outcome_of(handle).value(), 37);
  EXPECT_EQ(heap.count(), 6U);
}

}  // namespace
}  // namespace pinprick
