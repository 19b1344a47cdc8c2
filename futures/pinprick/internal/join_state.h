#pragma once

// Where a task leaves its outcome.
//
// What it is: `JoinState`, the part of a task that its handle looks at, and `TaskFor`, a task with
// a handle, whatever its executor is.
//
// What it promises: the outcome is set once, and whoever waits for it is woken, with no lock held.
// Once nobody will ask for it any more, no outcome is kept and nobody is woken.
//
// What breaks it: two who wait.

#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

#include "pinprick/executor/join_error.h"
#include "pinprick/future.h"
#include "pinprick/internal/kept_waker.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/result.h"

namespace pinprick::internal {

template <class T, class Lock>
class JoinState {
 public:
  using Outcome = Result<T, JoinError>;

  // The first outcome counts, and is dropped if it is of no use. If moving it throws, there is none
  // yet.
  void finish(Outcome outcome) {
    Waker waker = Waker::noop();
    {
      const std::lock_guard lock(mutex_);
      if (is_finished()) return;
      if (!is_abandoned_) outcome_.emplace(std::move(outcome));
      // Release: for who asks without the lock.
      is_finished_.store(true, std::memory_order_release);
      waker = joiner_.take_waker();
    }
    std::move(waker).wake();
  }

  // Whether there is an outcome, or was. On any thread.
  [[nodiscard]] bool is_finished() const noexcept {
    return is_finished_.load(std::memory_order_acquire);
  }

  Poll<Outcome> poll(Context& cx) {
    if (!ready_or_wait(mutex_, joiner_, cx.waker(), [this] { return is_finished(); }, [] {})) {
      return kPending;
    }
    return Poll<Outcome>::ready(take());
  }

  // Nobody will poll or take any more: lets go of the outcome, if it is there, and of the waker.
  void abandon() {
    Waker waker = Waker::noop();
    bool has_outcome = false;
    {
      const std::lock_guard lock(mutex_);
      is_abandoned_ = true;
      has_outcome = is_finished();
      waker = joiner_.take_waker();
    }
    // It belongs to who would have joined.
    if (has_outcome) outcome_.reset();
  }

  // The outcome, of a task that is finished. Panics ("JoinHandle") if it was taken.
  Outcome take() {
    // Once there is an outcome, it belongs to who joins, with no need of the lock.
    if (!outcome_.has_value()) panic(PanicReason::kPolledAfterReady, "JoinHandle");
    Outcome outcome = *std::move(outcome_);
    outcome_.reset();
    return outcome;
  }

 private:
  [[no_unique_address]] Lock mutex_;
  std::atomic<bool> is_finished_ = false;
  bool is_abandoned_ = false;
  std::optional<Outcome> outcome_;
  KeptWaker joiner_;
};

// A task of which a handle may know: Base is what its executor knows of it.
template <class T, class Base, class Lock>
class JoinTask : public Base {
 public:
  using Base::Base;

  [[nodiscard]] JoinState<T, Lock>& join() noexcept { return join_; }

  // The next `run` will drop the future. Relaxed: it sees that by the wake that has to follow.
  void mark_aborted() noexcept { is_aborted_.store(true, std::memory_order_relaxed); }

  // On any thread that `wake` is good for.
  void abort() {
    mark_aborted();
    this->wake();
  }

 protected:
  [[nodiscard]] bool is_aborted() const noexcept {
    return is_aborted_.load(std::memory_order_relaxed);
  }

 private:
  JoinState<T, Lock> join_;
  std::atomic<bool> is_aborted_ = false;
};

// The same with its future. Base is a JoinTask.
template <class F, class Base>
class TaskFor final : public Base {
 public:
  template <class... Args>
  explicit TaskFor(F future, Args&&... args)
      : Base(std::forward<Args>(args)...), future_(std::in_place, std::move(future)) {}

  // Polls the future, or drops it if it was aborted. Says whether it is gone; then there is an
  // outcome. The future goes before anybody hears of that.
  bool run(Context& cx) override {
    if (this->is_aborted()) {
      drop_future();
      return true;
    }
    try {
      auto pinned = Pin<F&>::new_unchecked(*future_, Unsafe("the task stays where it was made"));
      auto answer = F::poll(pinned, cx);
      if (answer.is_pending()) return false;
      future_.reset();
      this->join().finish(Outcome::ok(std::move(answer).value()));
    } catch (...) {
      future_.reset();
      this->join().finish(Outcome::err(JoinError::panicked(std::current_exception())));
    }
    return true;
  }

  // Cancels, unless there is an outcome.
  void drop_future() noexcept override {
    future_.reset();
    this->join().finish(Outcome::err(JoinError::cancelled()));
  }

 private:
  using Outcome = Result<typename F::Output, JoinError>;

  std::optional<F> future_;
};

}  // namespace pinprick::internal
