#pragma once

// Wakers for tests.
//
// What it is: `CountingWaker`, which counts what is done with its wakers, and `panic_waker`, a
// waker that nobody may wake. One that does nothing is `Waker::noop()`.
//
// What it promises: the counts are exact whatever thread the wakers are used on, and their wakers
// may outlive the CountingWaker. It allocates once, when it is made; its wakers and a panic_waker
// allocate nothing. Cloning and dropping a panic_waker is always fine, and a clone panics as well.
//
// What breaks it: reading the counts while another thread uses a waker gives what it was a moment
// ago.
//
// Example:
//
//     #include "pinprick/future/yield_now.h"
//
//     const testkit::CountingWaker counter;
//     const Waker waker = counter.waker();
//     Context cx(waker);
//     auto future = yield_now();
//     auto pin = Pin<YieldNow&>::make(future);
//     assert(pin.poll(cx).is_pending());
//     assert(counter.wakes() == 1 && counter.clones() == 0);
//
// Example:
//
//     #include "pinprick/future/ready.h"
//
//     const Waker waker = testkit::panic_waker();
//     Context cx(waker);
//     auto future = ready(3);                       // has no reason to wake anybody
//     assert(Pin<Ready<int>&>::make(future).poll(cx).value() == 3);

#include <atomic>
#include <cstddef>

#include "pinprick/internal/owner_count.h"
#include "pinprick/panic.h"
#include "pinprick/waker.h"

namespace pinprick {

namespace internal {

struct PanicWaker {
  static RawWaker clone(const void* data) { return {data, &kVTable}; }
  static void wake(const void*) { panic(PanicReason::kWoken, "panic_waker"); }
  static void drop(const void*) {}
  static const RawWakerVTable kVTable;
};

inline constexpr RawWakerVTable PanicWaker::kVTable{&PanicWaker::clone, &PanicWaker::wake,
                                                    &PanicWaker::wake, &PanicWaker::drop};

}  // namespace internal

namespace testkit {

class CountingWaker final {
 public:
  CountingWaker() : counts_(new Counts) {}
  CountingWaker(const CountingWaker&) = delete;
  CountingWaker& operator=(const CountingWaker&) = delete;
  ~CountingWaker() { release(counts_); }

  // A new waker. Not counted as a clone.
  [[nodiscard]] Waker waker() const {
    counts_->owners.add();
    return Waker::from_raw({counts_, &kVTable}, Unsafe("counted: the share was just added"));
  }

  // How often one of its wakers was woken, by reference or by value.
  [[nodiscard]] std::size_t wakes() const noexcept { return counts_->wakes.load(); }

  // How often one of its wakers was cloned.
  [[nodiscard]] std::size_t clones() const noexcept { return counts_->clones.load(); }

  // How many of its wakers are no more: dropped, or used up by a wake by value.
  [[nodiscard]] std::size_t drops() const noexcept { return counts_->drops.load(); }

 private:
  struct Counts {
    internal::OwnerCount owners;
    std::atomic<std::size_t> wakes = 0;
    std::atomic<std::size_t> clones = 0;
    std::atomic<std::size_t> drops = 0;
  };

  static Counts* of(const void* data) noexcept {
    return static_cast<Counts*>(const_cast<void*>(data));
  }
  static void release(Counts* counts) noexcept {
    if (counts->owners.drop()) delete counts;
  }

  static RawWaker raw_clone(const void* data) {
    of(data)->owners.add();
    ++of(data)->clones;
    return {data, &kVTable};
  }
  static void raw_wake(const void* data) {
    raw_wake_by_ref(data);
    raw_drop(data);
  }
  static void raw_wake_by_ref(const void* data) { ++of(data)->wakes; }
  static void raw_drop(const void* data) {
    ++of(data)->drops;
    release(of(data));
  }

  static constexpr RawWakerVTable kVTable{&raw_clone, &raw_wake, &raw_wake_by_ref, &raw_drop};

  Counts* counts_;
};

// A waker that panics (kWoken, "panic_waker") when it is woken.
inline Waker panic_waker() noexcept {
  return Waker::from_raw({nullptr, &internal::PanicWaker::kVTable}, Unsafe("there is no data"));
}

}  // namespace testkit

}  // namespace pinprick
