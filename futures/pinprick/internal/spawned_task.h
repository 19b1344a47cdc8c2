#pragma once

// A task of which only the output is known.
//
// What it is: `SpawnedTask`, what LocalPool and JoinSet know of each of their tasks,
// `DetachedTask`, one that nobody waits for, and `TaskShare`, a share of a task.
//
// What it promises: see task_set.h.
//
// What breaks it: see task_set.h.

#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/join_state.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/task_set.h"

namespace pinprick::internal {

using SpawnedTasks = TaskSet<StdMemory>;

class SpawnedTask : public SetTask<StdMemory> {
 public:
  using SetTask::SetTask;

  // Polls the future. Says whether it is gone. If it throws, the future is there still.
  virtual bool run(Context& cx) = 0;
};

// Its outcome is looked at on the thread of the set only.
template <class T>
using JoinedTask = JoinTask<T, SpawnedTask, LocalLock>;

template <class F>
class DetachedTask final : public SpawnedTask {
 public:
  DetachedTask(F future, SpawnedTasks& tasks)
      : SpawnedTask(tasks), future_(std::in_place, std::move(future)) {}

  bool run(Context& cx) override {
    auto pinned = Pin<F&>::new_unchecked(*future_, Unsafe("the task stays where it was made"));
    if (F::poll(pinned, cx).is_pending()) return false;
    future_.reset();
    return true;
  }

  void drop_future() noexcept override { future_.reset(); }

 private:
  std::optional<F> future_;
};

// Polls a task of the set. Says whether it has left: because it is ready, or was aborted, or
// because its future threw, which then is dropped before the exception goes on.
inline bool run_task(SpawnedTasks& tasks, SpawnedTask& task) {
  const LentWaker waker = task.lend();
  Context cx(waker.get());
  try {
    if (!task.run(cx)) return false;
  } catch (...) {
    task.drop_future();
    tasks.remove(task);
    throw;
  }
  tasks.remove(task);
  return true;
}

// One word; empty if it was moved from.
template <class T>
class TaskShare {
 public:
  explicit TaskShare(T& task) noexcept : task_(&task) { task.acquire(); }
  TaskShare(const TaskShare& other) noexcept : task_(other.task_) {
    if (task_ != nullptr) task_->acquire();
  }
  TaskShare(TaskShare&& other) noexcept : task_(std::exchange(other.task_, nullptr)) {}
  TaskShare& operator=(TaskShare other) noexcept {
    std::swap(task_, other.task_);
    return *this;
  }
  ~TaskShare() {
    if (task_ != nullptr) task_->release();
  }

  [[nodiscard]] T* get() const noexcept { return task_; }
  [[nodiscard]] T* operator->() const {
    if (task_ == nullptr) panic(PanicReason::kEmpty, "JoinHandle");
    return task_;
  }

 private:
  T* task_;
};

}  // namespace pinprick::internal
