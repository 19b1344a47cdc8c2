#pragma once

// Many futures of one output, whose outcomes come as they are there, and which can be aborted.
//
// What it is: `JoinSet<T>`, tokio's type of that name, with its tasks in the set itself: they run
// while somebody polls `join_next`, and at no other time. The futures may be of different types,
// as long as they give a T. `JoinSet<T>::AbortHandle` aborts one of them.
//
// What it promises: `join_next` gives the outcome of the next task that is finished, T as ok or a
// JoinError; or none if the set is empty. Tasks are polled as by a FuturesUnordered: only those
// that were woken, in the order of their wakes, a new one counting as woken. A future that throws
// is dropped, and its exception is an outcome like others. A task that was aborted comes up as if
// woken, its future is dropped without being polled, and its outcome is `cancelled`; aborting one
// that is finished does nothing. Wakers and abort handles may outlive the set and are good on any
// thread. What is left when the set is destroyed is dropped in the order of spawning.
//
// One allocation a task and one a set (by the first spawn). The set moves freely: it is Unpin.
//
// What breaks it: destroying or moving the set while a future of `join_next` is in use, or from
// inside of one of its tasks; polling that future after Ready is fine and joins the next task.
//
// Example:
//
//     #include <stdexcept>
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/lazy.h"
//     #include "pinprick/future/pending.h"
//     #include "pinprick/future/yield_n.h"
//
//     JoinSet<int> set;
//     set.spawn(yield_n(1, 1));
//     set.spawn(lazy([](Context&) -> int { throw std::runtime_error("no"); }));
//     const JoinSet<int>::AbortHandle idle = set.spawn(pending<int>());
//     idle.abort();
//     assert(block_on(set.join_next())->error().is_panic());
//     assert(block_on(set.join_next())->error().is_cancelled());
//     assert(block_on(set.join_next())->value() == 1);
//     assert(!block_on(set.join_next()).has_value());
//     assert(idle.is_finished());

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/executor/join_error.h"
#include "pinprick/future.h"
#include "pinprick/internal/spawned_task.h"
#include "pinprick/result.h"

namespace pinprick {

template <class T>
class JoinSet;
template <class T>
class JoinNext;

// The set is a pointer to where the tasks are, and JoinNext one to the set.
template <class T>
inline constexpr bool enable_unpin<JoinSet<T>> = true;
template <class T>
inline constexpr bool enable_unpin<JoinNext<T>> = true;

template <class T>
class [[nodiscard]] JoinSet final {
  using Task = internal::JoinedTask<T>;

 public:
  using Outcome = Result<T, JoinError>;

  // An empty set. Allocates nothing.
  JoinSet() noexcept = default;
  // The source is empty afterwards, and may be used anew.
  JoinSet(JoinSet&&) noexcept = default;
  // Drops what was here, after taking what is there.
  JoinSet& operator=(JoinSet&& other) noexcept {
    JoinSet old(std::move(*this));
    tasks_ = std::move(other.tasks_);
    return *this;
  }
  ~JoinSet() {
    if (tasks_.get() != nullptr) tasks_->close();
  }

  // Aborts one task. Dropping it does nothing. Copies allocate nothing.
  class AbortHandle final {
   public:
    // Sees to it that the future is dropped instead of being polled again. On any thread.
    void abort() const { task_->abort(); }

    // Whether the task has an outcome, or its set is gone. On any thread.
    [[nodiscard]] bool is_finished() const { return task_->join().is_finished(); }

   private:
    friend class JoinSet;

    explicit AbortHandle(Task& task) noexcept : task_(task) {}

    internal::TaskShare<Task> task_;
  };

  // Moves `future`, not pinned yet, into a new task.
  template <class F>
  AbortHandle spawn(F future) {
    static_assert(Future<F>, "JoinSet::spawn needs a Future: a type with Output and poll");
    static_assert(std::is_same_v<typename F::Output, T>, "JoinSet<T>::spawn needs an Output of T");
    if (tasks_.get() == nullptr) tasks_ = internal::SetRef<internal::StdMemory>::make();
    auto* const task = new internal::TaskFor<F, Task>(std::move(future), *tasks_);
    tasks_->add(*task);
    return AbortHandle(*task);
  }

  // A future of the next outcome, or of none. Dropping it loses nothing.
  JoinNext<T> join_next() noexcept { return JoinNext<T>(*this); }

  // The poll of that future.
  Poll<std::optional<Outcome>> poll_join_next(Context& cx) {
    std::optional<Outcome> outcome;
    if (!is_empty()) {
      internal::SpawnedTasks& tasks = *tasks_;
      const bool is_ready = tasks.poll_woken(cx.waker(), [&](internal::SetTask<Memory>& woken) {
        auto& task = static_cast<Task&>(woken);
        const internal::LentWaker waker = task.lend();
        Context task_cx(waker.get());
        if (!task.run(task_cx)) return false;  // does not throw: an exception is an outcome
        try {
          outcome.emplace(task.join().take());
        } catch (...) {
          tasks.remove(task);
          throw;
        }
        tasks.remove(task);
        return true;
      });
      if (!is_ready) return kPending;
    }
    return Poll<std::optional<Outcome>>::ready(std::move(outcome));
  }

  // Aborts all tasks, the one that has been here longest first. Their outcomes are still to come.
  void abort_all() {
    if (tasks_.get() == nullptr) return;
    for (auto* task = tasks_->first(); task != nullptr; task = tasks_->after(*task)) {
      static_cast<Task*>(task)->mark_aborted();
    }
    tasks_->wake_all();
  }

  // The number of outcomes that are still to come.
  [[nodiscard]] std::size_t len() const noexcept {
    return tasks_.get() == nullptr ? 0 : tasks_->size();
  }
  [[nodiscard]] bool is_empty() const noexcept { return len() == 0; }

 private:
  using Memory = internal::StdMemory;

  internal::SetRef<Memory> tasks_;
};

// What `JoinSet::join_next` gives. It borrows the set.
template <class T>
class [[nodiscard]] JoinNext final {
 public:
  using Output = std::optional<Result<T, JoinError>>;

  static Poll<Output> poll(Pin<JoinNext&> self, Context& cx) {
    return self.get_mut().set_->poll_join_next(cx);
  }

 private:
  friend class JoinSet<T>;

  explicit JoinNext(JoinSet<T>& set) noexcept : set_(&set) {}

  JoinSet<T>* set_;
};

}  // namespace pinprick
