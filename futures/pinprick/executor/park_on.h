#pragma once

// Runs one future to its end on this thread, which sleeps while there is nothing to do.
//
// What it is: what block_on is to a future that only its own thread wakes, for a future that waits
// for other threads. Rust's block_on is this one.
//
// What it promises: it takes the future by value, pins it on its own stack and polls it until it is
// ready, after the first time only after a wake. Its wakers may be used on any thread, and outlive
// it. One allocation a thread, at the first call. Runs nest; the end of an inner one may make the
// outer one poll once more than it had to.
//
// What breaks it: a future that nobody wakes: the thread sleeps for ever.
//
// Example:
//
//     #include <thread>
//
//     #include "pinprick/sync/oneshot.h"
//
//     auto [sender, receiver] = oneshot::channel<int>();
//     std::thread other([end = std::move(sender)]() mutable { (void)std::move(end).send(3); });
//     assert(park_on(std::move(receiver)).value() == 3);
//     other.join();

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/thread_run.h"

namespace pinprick {

// Polls `future` until it is ready and returns its output.
template <class F>
auto park_on(F future) {
  static_assert(Future<F>, "park_on needs a Future: a type with Output and poll");
  if constexpr (Future<F>) {
    const internal::ThreadRun run;
    Context cx(run.waker());
    // Declared last of all that the future may see, so that it is destroyed before them.
    F local = std::move(future);
    auto pinned = Pin<F&>::new_unchecked(local, Unsafe("a local that is not named again"));
    for (;;) {
      Poll<typename F::Output> answer = F::poll(pinned, cx);
      if (answer.is_ready()) return std::move(answer).value();
      while (!run.take_wake()) run.wait_for_wake();
    }
  }
}

}  // namespace pinprick
