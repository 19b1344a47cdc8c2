#pragma once

// How a thread sleeps until it is woken.
//
// What it is: `ThreadRun`, for the length of which an executor uses the thread that it runs on as
// the task to be woken.
//
// What it promises: one waker a thread, made when it is first used and good on any thread and for
// ever. A wake while the thread is awake is kept. Runs nest: as all runs of a thread have the same
// waker, the end of an inner one counts as a wake of the outer one, which at worst polls once more
// than it had to.
//
// What breaks it: ending runs of one thread in another order than the reverse of their beginnings.

#include <atomic>
#include <cstddef>

#include "pinprick/wake.h"

namespace pinprick::internal {

class ThreadRun {
 public:
  ThreadRun() : thread_(this_thread()) {
    // A wake that came after the last run is nobody's.
    if (thread_.runs++ == 0) (void)take_wake();
  }
  ThreadRun(const ThreadRun&) = delete;
  ThreadRun& operator=(const ThreadRun&) = delete;
  ~ThreadRun() {
    if (--thread_.runs > 0) thread_.token->set();
  }

  [[nodiscard]] const Waker& waker() const noexcept { return thread_.waker; }

  // Whether there was a wake since the last call.
  [[nodiscard]] bool take_wake() const noexcept { return thread_.token->take(); }

  // Sleeps until there is a wake to take.
  void wait_for_wake() const noexcept { thread_.token->wait(); }

 private:
  class Token final : public Wake {
   public:
    void wake() override {
      // Release: what was done before the wake, for the poll that follows.
      if (!is_set_.exchange(true, std::memory_order_release)) is_set_.notify_one();
    }
    void set() noexcept { is_set_.store(true, std::memory_order_relaxed); }
    bool take() noexcept {
      return is_set_.load(std::memory_order_relaxed) &&
             is_set_.exchange(false, std::memory_order_acquire);
    }
    void wait() const noexcept { is_set_.wait(false, std::memory_order_relaxed); }

   private:
    std::atomic<bool> is_set_ = false;
  };

  struct Thread {
    WakeRef<Token> token = WakeRef<Token>::make();
    Waker waker = token.waker();
    std::size_t runs = 0;
  };

  static Thread& this_thread() {
    static thread_local Thread thread;
    return thread;
  }

  Thread& thread_;
};

}  // namespace pinprick::internal
