#pragma once

// The way to the output of a spawned task.
//
// What it is: `JoinHandle<T>`, of a task on a ThreadPool, and `LocalJoinHandle<T>`, of one on a
// LocalPool: futures that give what the task gives as ok, or a JoinError.
//
// What it promises: when the future of the task is ready, it is destroyed, and then the task that
// polled the handle last is woken. An exception goes to the handle, and nowhere else. Dropping the
// handle lets the task run on: nobody is woken any more, and its output, or exception, is dropped
// as soon as it is there. The handle may outlive the executor: then it is told that the task was
// cancelled. It allocates nothing, its state being part of the task, whose memory it keeps. It is
// one word, and Unpin. A JoinHandle may be used on any thread, a LocalJoinHandle on that of its
// pool.
//
// What breaks it: polling it after Ready, which panics as "JoinHandle"; using one that was moved
// from, which panics (kEmpty).
//
// Example:
//
//     #include "pinprick/executor/local_pool.h"
//     #include "pinprick/future/yield_n.h"
//
//     LocalPool pool;
//     LocalJoinHandle<int> handle = pool.spawn_with_handle(yield_n(2, 3));
//     assert(!handle.is_finished());
//     assert(pool.run_until(std::move(handle)).value() == 3);
//
// Example:
//
//     #include "pinprick/executor/park_on.h"
//     #include "pinprick/executor/thread_pool.h"
//     #include "pinprick/future/pending.h"
//     #include "pinprick/future/ready.h"
//
//     ThreadPool pool(2);
//     assert(park_on(pool.spawn(ready(3))).value() == 3);
//     JoinHandle<int> handle = pool.spawn(pending<int>());
//     handle.abort();
//     assert(park_on(std::move(handle)).error().is_cancelled());

#include <utility>

#include "pinprick/executor/join_error.h"
#include "pinprick/future.h"
#include "pinprick/result.h"

namespace pinprick {

template <class T, class TaskRef>
class BasicJoinHandle;

// A pointer to the task.
template <class T, class TaskRef>
inline constexpr bool enable_unpin<BasicJoinHandle<T, TaskRef>> = true;

// `TaskRef` is a share of the task.
template <class T, class TaskRef>
class BasicJoinHandle final {
 public:
  using Output = Result<T, JoinError>;

  // For executors.
  explicit BasicJoinHandle(TaskRef task) noexcept : task_(std::move(task)) {}
  BasicJoinHandle(BasicJoinHandle&&) noexcept = default;
  // Drops the handle that was here, after taking what is there.
  BasicJoinHandle& operator=(BasicJoinHandle&& other) noexcept {
    const BasicJoinHandle old(std::move(*this));
    task_ = std::move(other.task_);
    return *this;
  }
  ~BasicJoinHandle() {
    if (task_.get() != nullptr) task_->join().abandon();
  }

  static Poll<Output> poll(Pin<BasicJoinHandle&> self, Context& cx) {
    return self.get_mut().task_->join().poll(cx);
  }

  // Whether the outcome is there, or was taken.
  [[nodiscard]] bool is_finished() const { return task_->join().is_finished(); }

  // Sees to it that the future is dropped, where it is polled, instead of being polled again. If it
  // is ready already, nothing happens.
  void abort() const { task_->abort(); }

 private:
  TaskRef task_;
};

}  // namespace pinprick
