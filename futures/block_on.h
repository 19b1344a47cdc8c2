#pragma once

// Runs one future to its end on this thread.
//
// What it is: the smallest executor there is.
//
// What it promises: it takes the future by value, pins it on its own stack and polls it until it
// is ready, each time only after a wake. It never allocates, so it works where there is no heap.
// Its wakers may be cloned, kept for ever and woken from any thread: they hold no address, only
// the number of a place in a fixed table and of the run it stood for, and a wake that comes after
// the run has ended is lost without harm.
//
// What breaks it: a future that is pending with no wake outstanding. As this thread would wait for
// ever, that panics (kStalled, "block_on"); a wake that another thread was about to send is too
// late. More than kMaxBlockOns runs at once (nested, or on different threads) panic (kExhausted).

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "futures/future.h"

namespace pinprick {

inline constexpr std::size_t kMaxBlockOns = 64;

namespace internal {

// One run of block_on. A place in the table holds
//   run number * 4 + (in use ? 2 : 0) + (woken ? 1 : 0)
// and a waker's data pointer is run number * kMaxBlockOns + place. One word each, so that a wake
// is one compare-and-swap and can never reach a later run in the same place.
class BlockOnRun {
 public:
  BlockOnRun() : place_(claim()), run_(table()[place_].load(std::memory_order_relaxed) >> 2) {}
  BlockOnRun(const BlockOnRun&) = delete;
  BlockOnRun& operator=(const BlockOnRun&) = delete;
  ~BlockOnRun() { table()[place_].store((run_ + 1) << 2, std::memory_order_release); }

  [[nodiscard]] Waker waker() const noexcept {
    const std::uintptr_t ticket = run_ * kMaxBlockOns + place_;
    return Waker::from_raw(RawWaker(reinterpret_cast<const void*>(ticket), &kVTable),
                           Unsafe("the data is a number, which nobody has to own"));
  }

  // Whether there was a wake since the last call.
  [[nodiscard]] bool take_wake() const noexcept {
    return (table()[place_].fetch_and(~kWoken, std::memory_order_acq_rel) & kWoken) != 0;
  }

 private:
  using Word = std::uintptr_t;
  static constexpr Word kWoken = 1;
  static constexpr Word kInUse = 2;

  static std::array<std::atomic<Word>, kMaxBlockOns>& table() noexcept {
    static constinit std::array<std::atomic<Word>, kMaxBlockOns> places{};
    return places;
  }

  static std::size_t claim() {
    for (std::size_t place = 0; place < kMaxBlockOns; ++place) {
      Word word = table()[place].load(std::memory_order_relaxed);
      if ((word & kInUse) == 0 &&
          table()[place].compare_exchange_strong(word, word | kInUse, std::memory_order_acquire)) {
        return place;
      }
    }
    panic(PanicReason::kExhausted, "block_on");
  }

  static RawWaker raw_clone(const void* data) { return {data, &kVTable}; }
  static void raw_wake(const void* data) {
    const Word ticket = reinterpret_cast<Word>(data);
    const Word idle = ((ticket / kMaxBlockOns) << 2) | kInUse;
    Word expected = idle;
    // Fails if it is woken already or another run has the place; both are fine.
    table()[ticket % kMaxBlockOns].compare_exchange_strong(expected, idle | kWoken,
                                                           std::memory_order_acq_rel);
  }
  static void raw_drop(const void*) {}

  static constexpr RawWakerVTable kVTable{&raw_clone, &raw_wake, &raw_wake, &raw_drop};

  std::size_t place_;
  Word run_;
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
