#pragma once

// Runs one future to its end on this thread.
//
// What it is: the smallest executor there is.
//
// What it promises: it takes the future by value, pins it on its own stack and polls it until it
// is ready, each time only after a wake. It never allocates, so it works where there is no heap.
// Its wakers may be cloned, kept for ever and woken from any thread: they hold no address, only
// the number of the run they stand for, and a wake that comes after the run has ended is lost
// without harm. A run that is abandoned (a jump out of it, by a debugger or a test harness) leaves
// nothing behind either.
//
// What breaks it: a future that is pending with no wake outstanding. As this thread would wait for
// ever, that panics (kStalled, "block_on"); a wake that another thread was about to send is too
// late.

#include <cstdint>
#include <utility>

#include "pinprick/future.h"

namespace pinprick {

namespace internal {

// The innermost run of block_on on this thread; runs nest. A waker's data pointer is the number of
// its run. A wake for another run than the innermost is kept for the enclosing ones: at worst one
// of them polls once more than it had to. All that is known of a run is one word, its number with
// two flags below, because that is what a ready future pays for.
class BlockOnRun {
 public:
  BlockOnRun() noexcept : outer_(innermost()) { innermost() = ++runs() << kFlagBits; }
  BlockOnRun(const BlockOnRun&) = delete;
  BlockOnRun& operator=(const BlockOnRun&) = delete;
  ~BlockOnRun() { innermost() = outer_ | ((innermost() & kStray) != 0 ? kFlags : 0); }

  [[nodiscard]] Waker waker() const noexcept {
    const std::uintptr_t number = innermost() & ~kFlags;
    return Waker::from_raw(RawWaker(reinterpret_cast<const void*>(number), &kVTable),
                           Unsafe("the data is a number, which nobody has to own"));
  }

  // Whether there was a wake since the last call.
  [[nodiscard]] bool take_wake() const noexcept {
    return (std::exchange(innermost(), innermost() & ~kWoken) & kWoken) != 0;
  }

 private:
  static constexpr std::uintptr_t kWoken = 1;
  static constexpr std::uintptr_t kStray = 2;
  static constexpr std::uintptr_t kFlags = kWoken | kStray;
  static constexpr unsigned kFlagBits = 2;

  static std::uintptr_t& innermost() noexcept {
    static thread_local constinit std::uintptr_t run = 0;
    return run;
  }
  static std::uintptr_t& runs() noexcept {
    static thread_local constinit std::uintptr_t count = 0;
    return count;
  }

  static RawWaker raw_clone(const void* data) { return {data, &kVTable}; }
  static void raw_wake(const void* data) {
    const bool is_ours = reinterpret_cast<std::uintptr_t>(data) == (innermost() & ~kFlags);
    innermost() |= is_ours ? kWoken : kStray;
  }
  static void raw_drop(const void*) {}

  static constexpr RawWakerVTable kVTable{&raw_clone, &raw_wake, &raw_wake, &raw_drop};

  std::uintptr_t outer_;
};

}  // namespace internal

// Polls `future` until it is ready and returns its output.
template <class F>
auto block_on(F future) {
  static_assert(Future<F>, "block_on needs a Future: a type with Output and poll");
  if constexpr (Future<F>) {
    const internal::BlockOnRun run;
    const Waker waker = run.waker();
    Context cx(waker);
    // Declared last of all that the future may see, so that it is destroyed before them.
    F local = std::move(future);
    auto pinned = Pin<F&>::new_unchecked(local, Unsafe("a local that is not named again"));
    for (;;) {
      Poll<typename F::Output> answer = F::poll(pinned, cx);
      if (answer.is_ready()) return std::move(answer).value();
      if (!run.take_wake()) panic(PanicReason::kStalled, "block_on");
    }
  }
}

}  // namespace pinprick
