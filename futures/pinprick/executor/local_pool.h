#pragma once

// Many futures on one thread, always in the same order.
//
// What it is: `LocalPool`, a first-in-first-out queue of tasks that were woken, and `LocalSpawner`,
// a handle by which tasks, too, spawn into it. futures-rs has the same.
//
// What it promises: tasks are polled in the order in which they were woken, a new one counting as
// woken when it is spawned; a task that is woken twice before its turn is polled once; the same
// program gives the same order every time. Every future is built into its task, one allocation,
// before it is first polled, and never moves after that. It is destroyed as soon as it is ready.
// What is left when the pool is destroyed is dropped then, in the order of spawning, and its
// handles are told that it was cancelled. Wakers may outlive the pool and may be used on any
// thread; all else happens on the thread of the pool.
//
// A future that throws is dropped with its task. If it was spawned with a handle, the exception
// goes there; otherwise it goes on to whoever runs the pool, which may then be run again.
//
// `run` and `run_until` put the thread to sleep where there is nothing to do, until a wake from
// another thread; `run_until_stalled` and `try_run_one` return.
//
// What breaks it: running it from inside one of its own tasks (panics, kReentered, "LocalPool"),
// and using the pool, a spawner or a handle on two threads.
//
// Example:
//
//     #include "pinprick/future/lazy.h"
//     #include "pinprick/future/yield_n.h"
//
//     LocalPool pool;
//     std::vector<int> log;
//     for (const int i : {1, 2}) {
//       pool.spawn(lazy([&log, i](Context&) { return log.push_back(i), i; }));
//     }
//     auto handle = pool.spawn_with_handle(yield_n(2, 3));
//     assert(pool.run_until(std::move(handle)).value() == 3);
//     assert(log == std::vector<int>({1, 2}));
//
// Example:
//
//     #include "pinprick/future/lazy.h"
//
//     // Spawning from inside of a task.
//     LocalPool pool;
//     int ran = 0;
//     pool.spawn(lazy([&ran, spawner = pool.spawner()](Context&) {
//       return spawner.spawn(lazy([&ran](Context&) { return ++ran; }));
//     }));
//     pool.run();
//     assert(ran == 1 && pool.task_count() == 0);

#include <cstddef>
#include <limits>
#include <utility>

#include "pinprick/executor/join_handle.h"
#include "pinprick/executor/spawn_error.h"
#include "pinprick/future.h"
#include "pinprick/internal/spawned_task.h"
#include "pinprick/internal/thread_run.h"
#include "pinprick/result.h"
#include "pinprick/unit.h"

namespace pinprick {

// See join_handle.h.
template <class T>
using LocalJoinHandle = BasicJoinHandle<T, internal::TaskShare<internal::JoinedTask<T>>>;

// Spawns into a pool, or says that the pool is gone. One word; a copy allocates nothing.
class [[nodiscard]] LocalSpawner final {
 public:
  // Moves `future`, not pinned yet, into a new task and queues it. A future that must not move any
  // more is spawned as its `Pin<Box<F>>` or BoxFuture. The output is dropped.
  template <class F>
  Result<Unit, SpawnError> spawn(F future) const {
    static_assert(Future<F>, "LocalPool::spawn needs a Future: a type with Output and poll");
    if (tasks_->is_closed()) return Result<Unit, SpawnError>::err(SpawnError::kShutdown);
    tasks_->add(*new internal::DetachedTask<F>(std::move(future), *tasks_));
    return Result<Unit, SpawnError>::ok({});
  }

  // The same, with a LocalJoinHandle of the output. Nothing more is allocated for it.
  template <class F>
  auto spawn_with_handle(F future) const {
    static_assert(Future<F>, "LocalPool::spawn_with_handle needs a Future: Output and poll");
    if constexpr (Future<F>) {
      using Task = internal::JoinedTask<typename F::Output>;
      using Handle = LocalJoinHandle<typename F::Output>;
      if (tasks_->is_closed()) return Result<Handle, SpawnError>::err(SpawnError::kShutdown);
      auto* const task = new internal::TaskFor<F, Task>(std::move(future), *tasks_);
      tasks_->add(*task);
      return Result<Handle, SpawnError>::ok(Handle(internal::TaskShare<Task>(*task)));
    }
  }

 private:
  friend class LocalPool;

  explicit LocalSpawner(internal::SetRef<internal::StdMemory> tasks) noexcept
      : tasks_(std::move(tasks)) {}

  internal::SetRef<internal::StdMemory> tasks_;
};

class [[nodiscard]] LocalPool final {
 public:
  // An empty pool. One allocation.
  LocalPool() : spawner_(internal::SetRef<internal::StdMemory>::make()) {}
  LocalPool(const LocalPool&) = delete;
  LocalPool& operator=(const LocalPool&) = delete;
  ~LocalPool() { tasks().close(); }

  // A handle to spawn by, which may outlive the pool.
  [[nodiscard]] LocalSpawner spawner() const noexcept { return spawner_; }

  // As the spawner does it; a pool that is there does not refuse.
  template <class F>
  void spawn(F future) {
    (void)spawner_.spawn(std::move(future));
  }
  template <class F>
  auto spawn_with_handle(F future) {
    return spawner_.spawn_with_handle(std::move(future)).value();
  }

  // Polls tasks until none is left.
  void run() {
    const Running running(is_running_);
    const internal::ThreadRun thread;
    while (task_count() > 0) {
      if (!poll_next_or_park(thread)) thread.wait_for_wake();
      (void)thread.take_wake();
    }
  }

  // Polls `future`, which is pinned here and is no task, and the tasks, until it is ready. It is
  // polled first, and then before the next task whenever this thread was woken.
  template <Future F>
  typename F::Output run_until(F future) {
    const Running running(is_running_);
    const internal::ThreadRun thread;
    Context cx(thread.waker());
    F local = std::move(future);
    auto pinned = Pin<F&>::new_unchecked(local, Unsafe("a local that is not named again"));
    for (bool is_woken = true;; is_woken = thread.take_wake()) {
      if (is_woken) {
        Poll<typename F::Output> answer = F::poll(pinned, cx);
        if (answer.is_ready()) return std::move(answer).value();
      }
      if (!poll_next_or_park(thread)) thread.wait_for_wake();
    }
  }

  // Polls until no task is woken, or `max_polls` polls were made. Returns the number of polls.
  std::size_t run_until_stalled(std::size_t max_polls = std::numeric_limits<std::size_t>::max()) {
    const Running running(is_running_);
    std::size_t polls = 0;
    while (polls < max_polls && poll_next() != Turn::kNobody) ++polls;
    return polls;
  }

  // Polls until a task is ready, and says so, or until no task is woken.
  [[nodiscard]] bool try_run_one() {
    const Running running(is_running_);
    for (;;) {
      const Turn turn = poll_next();
      if (turn != Turn::kStays) return turn == Turn::kReady;
    }
  }

  // The number of tasks that are not ready yet.
  [[nodiscard]] std::size_t task_count() const noexcept { return tasks().size(); }

 private:
  enum class Turn : unsigned char { kNobody, kStays, kReady };

  class Running {
   public:
    explicit Running(bool& flag) : flag_(flag) {
      if (flag_) panic(PanicReason::kReentered, "LocalPool");
      flag_ = true;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { flag_ = false; }

   private:
    bool& flag_;
  };

  [[nodiscard]] internal::SpawnedTasks& tasks() const noexcept { return *spawner_.tasks_; }

  Turn poll_next() {
    auto* const task = static_cast<internal::SpawnedTask*>(tasks().next_woken());
    if (task == nullptr) return Turn::kNobody;
    return internal::run_task(tasks(), *task) ? Turn::kReady : Turn::kStays;
  }

  // Whether somebody was polled. If not, this thread will be woken when somebody is woken.
  bool poll_next_or_park(const internal::ThreadRun& thread) {
    if (poll_next() != Turn::kNobody) return true;
    tasks().park(thread.waker());
    return poll_next() != Turn::kNobody;
  }

  LocalSpawner spawner_;
  bool is_running_ = false;
};

}  // namespace pinprick
