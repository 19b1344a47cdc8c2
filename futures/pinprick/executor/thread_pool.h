#pragma once

// Many futures on several threads.
//
// What it is: `ThreadPool`, a number of worker threads that share one queue of tasks.
//
// What it promises: a task is polled by one worker at a time, each time only after a wake (a new
// one counts as woken), in the order of the wakes; a wake that comes while it is polled queues it
// once more. Every future is built into its task, one allocation, before it is first polled, and
// never moves after that. It is destroyed by the worker that found it ready, before the handle is
// woken. An exception goes to the handle; dropping the handle lets the task run on. Wakers,
// handles and `spawn` itself are good on any thread, the workers included.
//
// `run_until_stalled` lends the pool the thread that calls it, as one worker more for as long as
// there is something to do. A pool of no workers runs only so: on a thread of the caller's, and on
// one such thread always in the same order.
//
// Destroying the pool lets each worker end the poll that it is in. Then the futures that are left
// are dropped, in the order of spawning, on the thread that destroys it, and their handles are
// told that they were cancelled. What is spawned during that is dropped and cancelled at once.
//
// All goes through one lock: simple, and enough where a poll takes longer than a microsecond.
//
// What breaks it: destroying the pool from inside one of its tasks; a future that may not be polled
// on another thread than it was made on; an exception out of the wake of whoever holds a handle,
// which is lost.
//
// Example:
//
//     #include "pinprick/executor/park_on.h"
//     #include "pinprick/future/join.h"
//     #include "pinprick/future/yield_n.h"
//
//     ThreadPool pool(2);
//     auto [a, b] = park_on(join(pool.spawn(yield_n(3, 1)), pool.spawn(yield_n(3, 2))));
//     assert(a.value() + b.value() == 3);
//
// Example:
//
//     #include "pinprick/future/yield_n.h"
//
//     ThreadPool pool(0);
//     JoinHandle<int> handle = pool.spawn(yield_n(3, 1));
//     assert(!handle.is_finished());
//     assert(pool.run_until_stalled() == 4);
//     assert(handle.is_finished());

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pinprick/executor/join_handle.h"
#include "pinprick/future.h"
#include "pinprick/internal/join_state.h"
#include "pinprick/wake.h"

namespace pinprick {

namespace internal {

class ThreadTask;

// What the workers, the tasks and their wakers share, and which outlives the pool with them.
class ThreadTasks {
 public:
  ThreadTasks() = default;
  ThreadTasks(const ThreadTasks&) = delete;
  ThreadTasks& operator=(const ThreadTasks&) = delete;

  // Takes and queues a new task. Says no once closed.
  [[nodiscard]] bool add(ThreadTask& task);
  // Queues a task that is idle; one that is being polled will be queued after that.
  void wake(ThreadTask& task);
  // What a worker does: polls tasks until closed.
  void work();
  // What a guest does: polls tasks until none is queued. Returns how often it polled.
  std::size_t work_until_stalled();
  // Lets the workers end, and takes no more tasks and wakes.
  void close();
  // Drops what is left, when the workers are gone.
  void drop_all();

 private:
  // All of these expect the lock to be held. The last one lets it go for the poll.
  void push(ThreadTask& task) noexcept;
  [[nodiscard]] ThreadTask& pop() noexcept;
  [[nodiscard]] std::optional<WakeRef<ThreadTask>> remove(ThreadTask& task) noexcept;
  void run_next(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable work_or_end_;
  // Those that are queued, chained through themselves. Not to be looked at once closed.
  ThreadTask* first_queued_ = nullptr;
  ThreadTask* last_queued_ = nullptr;
  // Those that are not ready yet, chained likewise in the order of spawning.
  ThreadTask* first_ = nullptr;
  ThreadTask* last_ = nullptr;
  bool is_closed_ = false;
};

class ThreadTask : public Wake {
 public:
  explicit ThreadTask(std::shared_ptr<ThreadTasks> tasks) : tasks_(std::move(tasks)) {}

  void wake() override { tasks_->wake(*this); }

  // Polls the future. Says whether it is gone.
  virtual bool run(Context& cx) = 0;
  // Destroys the future.
  virtual void drop_future() noexcept = 0;

 private:
  friend class ThreadTasks;

  enum class State : std::uint8_t { kIdle, kQueued, kPolled, kPolledAndWoken, kDone };

  std::shared_ptr<ThreadTasks> tasks_;
  // All that follows is guarded by the lock of `tasks_`.
  State state_ = State::kIdle;
  std::optional<WakeRef<ThreadTask>> self_;  // the share of the pool
  ThreadTask* next_queued_ = nullptr;
  ThreadTask* previous_ = nullptr;
  ThreadTask* next_ = nullptr;
};

inline void ThreadTasks::push(ThreadTask& task) noexcept {
  (last_queued_ == nullptr ? first_queued_ : last_queued_->next_queued_) = &task;
  last_queued_ = &task;
  task.state_ = ThreadTask::State::kQueued;
  work_or_end_.notify_one();
}

inline ThreadTask& ThreadTasks::pop() noexcept {
  ThreadTask& task = *first_queued_;
  first_queued_ = std::exchange(task.next_queued_, nullptr);
  if (first_queued_ == nullptr) last_queued_ = nullptr;
  task.state_ = ThreadTask::State::kPolled;
  return task;
}

inline bool ThreadTasks::add(ThreadTask& task) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return false;
  push(task);
  task.self_.emplace(WakeRef<ThreadTask>::share(task));
  task.previous_ = last_;
  (last_ == nullptr ? first_ : last_->next_) = &task;
  last_ = &task;
  return true;
}

inline void ThreadTasks::wake(ThreadTask& task) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return;
  if (task.state_ == ThreadTask::State::kIdle) push(task);
  if (task.state_ == ThreadTask::State::kPolled) task.state_ = ThreadTask::State::kPolledAndWoken;
}

inline std::optional<WakeRef<ThreadTask>> ThreadTasks::remove(ThreadTask& task) noexcept {
  task.state_ = ThreadTask::State::kDone;
  (task.previous_ == nullptr ? first_ : task.previous_->next_) = task.next_;
  (task.next_ == nullptr ? last_ : task.next_->previous_) = task.previous_;
  return std::exchange(task.self_, std::nullopt);
}

inline void ThreadTasks::run_next(std::unique_lock<std::mutex>& lock) {
  // A share of its own: the pool may let go of the task meanwhile. The last share is dropped
  // without the lock, because it may destroy an output.
  std::optional<WakeRef<ThreadTask>> removed;
  {
    const WakeRef<ThreadTask> task = WakeRef<ThreadTask>::share(pop());
    lock.unlock();
    bool is_gone = false;
    {
      const Waker waker = task.waker();
      Context cx(waker);
      is_gone = task->run(cx);
    }
    lock.lock();
    if (is_gone) {
      removed = remove(*task);
    } else if (task->state_ == ThreadTask::State::kPolledAndWoken) {
      push(*task);
    } else {
      task->state_ = ThreadTask::State::kIdle;
    }
    lock.unlock();
  }
  removed.reset();
  lock.lock();
}

inline void ThreadTasks::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_or_end_.wait(lock, [this] { return is_closed_ || first_queued_ != nullptr; });
    if (is_closed_) return;
    run_next(lock);
  }
}

inline std::size_t ThreadTasks::work_until_stalled() {
  std::unique_lock lock(mutex_);
  std::size_t polls = 0;
  while (!is_closed_ && first_queued_ != nullptr) {
    run_next(lock);
    ++polls;
  }
  return polls;
}

inline void ThreadTasks::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  work_or_end_.notify_all();
}

inline void ThreadTasks::drop_all() {
  for (;;) {
    std::optional<WakeRef<ThreadTask>> task;
    {
      const std::lock_guard lock(mutex_);
      if (first_ == nullptr) break;
      task = remove(*first_);
    }
    (*task)->drop_future();
  }
}

template <class T>
using ThreadJoinTask = JoinTask<T, ThreadTask, std::mutex>;

}  // namespace internal

// See join_handle.h.
template <class T>
using JoinHandle = BasicJoinHandle<T, WakeRef<internal::ThreadJoinTask<T>>>;

class [[nodiscard]] ThreadPool final {
 public:
  // Starts `workers` threads; as many as the machine has, and one at least, if it is not said.
  explicit ThreadPool(std::size_t workers = std::max(std::thread::hardware_concurrency(), 1U)) {
    try {
      while (workers_.size() < workers) workers_.emplace_back([this] { tasks_->work(); });
    } catch (...) {
      stop();
      throw;
    }
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() {
    stop();
    tasks_->drop_all();
  }

  // Moves `future`, not pinned yet, into a new task and queues it. On any thread, as long as the
  // pool is there.
  template <class F>
  auto spawn(F future) {
    static_assert(Future<F>, "ThreadPool::spawn needs a Future: a type with Output and poll");
    if constexpr (Future<F>) {
      using Task = internal::ThreadJoinTask<typename F::Output>;
      WakeRef<Task> task = WakeRef<internal::TaskFor<F, Task>>::make(std::move(future), tasks_);
      if (!tasks_->add(*task)) task->drop_future();
      return JoinHandle<typename F::Output>(std::move(task));
    }
  }

  // Polls tasks on this thread until none is queued, beside the workers and whoever else does this.
  // Returns the number of polls made here. On any thread, as long as the pool is there, from inside
  // of a task as well.
  std::size_t run_until_stalled() { return tasks_->work_until_stalled(); }

  // The number of its own threads.
  [[nodiscard]] std::size_t workers() const noexcept { return workers_.size(); }

 private:
  void stop() {
    tasks_->close();
    for (std::thread& worker : workers_) worker.join();
  }

  std::shared_ptr<internal::ThreadTasks> tasks_ = std::make_shared<internal::ThreadTasks>();
  std::vector<std::thread> workers_;
};

}  // namespace pinprick
