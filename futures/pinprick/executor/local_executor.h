#pragma once

// Many futures on one thread, always in the same order.
//
// What it is: `LocalExecutor`, a first-in-first-out queue of tasks that were woken.
//
// What it promises: tasks are polled in the order in which they were woken (a new task counts as
// woken); a task that is woken twice before its turn is polled once; the same program gives the
// same order every time. Every future is built into its task, one allocation, before it is first
// polled, and never moves after that. A task whose future is ready destroys it at once. What is
// left when the executor is destroyed is dropped then, in the order of spawning. Wakers may
// outlive the executor and may be used on any thread; polls and drops of futures happen only on
// the executor's.
//
// What breaks it: running it from inside one of its own tasks (panics, kReentered), and using the
// executor itself on two threads.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/wake.h"

namespace pinprick {

namespace internal {

class Task;

// The part of an executor that its wakers share, and which outlives it with them.
class ReadyQueue {
 public:
  void push(Task& task);
  // Empty if no task is ready.
  std::optional<WakeRef<Task>> pop();
  // From now on pushes do nothing.
  void close();

 private:
  std::mutex mutex_;
  std::deque<WakeRef<Task>> tasks_;
  bool is_closed_ = false;
};

class Task : public Wake {
 public:
  Task(std::shared_ptr<ReadyQueue> queue, std::uint64_t id) : queue_(std::move(queue)), id_(id) {}

  void wake() override { queue_->push(*this); }

  // Polls the future if it is still there. Says whether it is not there any more.
  virtual bool run(Context& cx) = 0;
  // Destroys the future.
  virtual void drop_future() = 0;

  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

 private:
  friend class ReadyQueue;

  std::shared_ptr<ReadyQueue> queue_;
  std::uint64_t id_;
  bool is_queued_ = false;  // guarded by the queue's mutex
};

template <class Out>
class TaskOf : public Task {
 public:
  using Task::Task;
  std::optional<Out> output;
};

template <class F>
class TaskFor final : public TaskOf<typename F::Output> {
 public:
  TaskFor(std::shared_ptr<ReadyQueue> queue, std::uint64_t id, F future)
      : TaskOf<typename F::Output>(std::move(queue), id), future_(std::move(future)) {}

  bool run(Context& cx) override {
    if (!future_.has_value()) return true;
    auto pinned = Pin<F&>::new_unchecked(*future_, Unsafe("the task stays where it was made"));
    auto answer = F::poll(pinned, cx);
    if (answer.is_pending()) return false;
    future_.reset();
    this->output.emplace(std::move(answer).value());
    return true;
  }

  void drop_future() override { future_.reset(); }

 private:
  std::optional<F> future_;
};

inline void ReadyQueue::push(Task& task) {
  const std::lock_guard lock(mutex_);
  if (is_closed_ || task.is_queued_) return;
  tasks_.push_back(WakeRef<Task>::share(task));
  task.is_queued_ = true;
}

inline std::optional<WakeRef<Task>> ReadyQueue::pop() {
  const std::lock_guard lock(mutex_);
  if (tasks_.empty()) return std::nullopt;
  std::optional<WakeRef<Task>> task(std::move(tasks_.front()));
  tasks_.pop_front();
  // Before the poll, so that a wake during the poll counts.
  (*task)->is_queued_ = false;
  return task;
}

inline void ReadyQueue::close() {
  std::deque<WakeRef<Task>> dropped;  // outlives the lock: a task may wake when it is destroyed
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  dropped.swap(tasks_);
}

}  // namespace internal

// The way to a spawned task's output. It may be dropped without touching the task.
template <class Out>
class [[nodiscard]] JoinHandle {
 public:
  // Whether there is an output to take.
  [[nodiscard]] bool is_ready() const { return task_->output.has_value(); }

  // Takes the output, once. Panics (kNotReady, "JoinHandle") if there is none.
  [[nodiscard]] Out take() {
    if (!is_ready()) panic(PanicReason::kNotReady, "JoinHandle");
    Out output = *std::move(task_->output);
    task_->output.reset();
    return output;
  }

 private:
  friend class LocalExecutor;

  explicit JoinHandle(WakeRef<internal::TaskOf<Out>> task) : task_(std::move(task)) {}

  WakeRef<internal::TaskOf<Out>> task_;
};

class LocalExecutor {
 public:
  LocalExecutor() : queue_(std::make_shared<internal::ReadyQueue>()) {}
  LocalExecutor(const LocalExecutor&) = delete;
  LocalExecutor& operator=(const LocalExecutor&) = delete;
  ~LocalExecutor() {
    queue_->close();
    for (auto& [id, task] : tasks_) task->drop_future();
  }

  // Moves `future`, not pinned yet, into a new task and queues it. A future that must not move any
  // more is spawned as its `Pin<Box<F>>` or BoxFuture. Allocates the task.
  template <Future F>
  JoinHandle<typename F::Output> spawn(F future) {
    auto task = WakeRef<internal::TaskFor<F>>::make(queue_, next_id_, std::move(future));
    tasks_.emplace(next_id_, task);
    ++next_id_;
    queue_->push(*task);
    return JoinHandle<typename F::Output>(std::move(task));
  }

  // Polls until no task is ready, or `max_polls` polls were made. Returns the number of polls.
  // When a future panics, its task is dropped and the panic goes on to the caller.
  std::size_t run_until_stalled(std::size_t max_polls = std::numeric_limits<std::size_t>::max()) {
    if (is_running_) panic(PanicReason::kReentered, "LocalExecutor");
    const Running running(is_running_);
    std::size_t polls = 0;
    while (polls < max_polls) {
      const std::optional<WakeRef<internal::Task>> task = queue_->pop();
      if (!task.has_value()) break;
      // A task that is done may have been woken again.
      if (!tasks_.contains((*task)->id())) continue;
      ++polls;
      run(**task);
    }
    return polls;
  }

  // The number of tasks that are not ready yet.
  [[nodiscard]] std::size_t task_count() const noexcept { return tasks_.size(); }

 private:
  class Running {
   public:
    explicit Running(bool& flag) : flag_(flag) { flag_ = true; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { flag_ = false; }

   private:
    bool& flag_;
  };

  void run(internal::Task& task) {
    const Waker waker = WakeRef<internal::Task>::share(task).waker();
    Context cx(waker);
    try {
      if (task.run(cx)) tasks_.erase(task.id());
    } catch (...) {
      task.drop_future();
      tasks_.erase(task.id());
      throw;
    }
  }

  std::shared_ptr<internal::ReadyQueue> queue_;
  std::map<std::uint64_t, WakeRef<internal::Task>> tasks_;
  std::uint64_t next_id_ = 0;
  bool is_running_ = false;
};

}  // namespace pinprick
