#pragma once

// The handle by which a pending future asks to be polled again.
//
// What it is: a type-erased owner of "somebody to tell": a data pointer and four functions.
//
// What it promises: a Waker owns its share of the data. It may outlive the future and the poll it
// was handed to, be cloned, and cross threads if its functions allow it. It allocates nothing of
// its own; whether a clone allocates is up to the functions.
//
// What breaks it: `from_raw` with functions that free the data while a clone is left, or that do
// not give every clone a share of its own. That is why it is unsafe.
//
// Example:
//
//     // A waker that sets a flag which outlives it, so that nobody owns anything.
//     struct Flag {
//       static RawWaker clone(const void* flag) { return {flag, &kTable}; }
//       static void wake(const void* flag) {
//         const_cast<bool&>(*static_cast<const bool*>(flag)) = true;
//       }
//       static void drop(const void*) {}
//       static constexpr RawWakerVTable kTable{&clone, &wake, &wake, &drop};
//     };
//
//     int main() {
//       bool woken = false;
//       const Waker waker = Waker::from_raw(RawWaker(&woken, &Flag::kTable),
//                                           Unsafe("the flag outlives its wakers"));
//       Waker second = waker.clone();
//       assert(second.will_wake(waker));
//       std::move(second).wake();
//       assert(woken);
//     }

#include <type_traits>
#include <utility>

#include "pinprick/panic.h"
#include "pinprick/unpin.h"
#include "pinprick/unsafe.h"

namespace pinprick {

class RawWaker;

// The four things that can be done with the data of a waker. All four must be set.
struct RawWakerVTable {
  // A second share of the data.
  RawWaker (*clone)(const void* data);
  // Wakes, and gives up the share.
  void (*wake)(const void* data);
  // Wakes, and keeps the share.
  void (*wake_by_ref)(const void* data);
  // Gives up the share without waking.
  void (*drop)(const void* data);
};

// Data and functions side by side, owning nothing yet.
class RawWaker {
 public:
  // `vtable` must outlive every waker made of it; use a constant.
  constexpr RawWaker(const void* data, const RawWakerVTable* vtable) noexcept
      : data_(data), vtable_(vtable) {}

  [[nodiscard]] constexpr const void* data() const noexcept { return data_; }
  [[nodiscard]] constexpr const RawWakerVTable* vtable() const noexcept { return vtable_; }

 private:
  const void* data_;
  const RawWakerVTable* vtable_;
};

namespace internal {

struct NoopWaker {
  static constexpr RawWaker clone(const void* data) { return {data, &kVTable}; }
  static constexpr void nothing(const void*) {}
  static const RawWakerVTable kVTable;
};

inline constexpr RawWakerVTable NoopWaker::kVTable{&NoopWaker::clone, &NoopWaker::nothing,
                                                   &NoopWaker::nothing, &NoopWaker::nothing};

}  // namespace internal

// Move-only, two words, Unpin. Cloning is said out loud because it may be costly.
class [[nodiscard]] Waker {
 public:
  using PinnedFields = Fields<>;

  // Takes over the share that `raw` stands for. Unsafe: see the head of this file.
  static constexpr Waker from_raw(RawWaker raw, Unsafe) noexcept { return Waker(raw); }

  // A waker that tells nobody.
  static constexpr Waker noop() noexcept {
    return Waker(RawWaker(nullptr, &internal::NoopWaker::kVTable));
  }

  constexpr Waker(Waker&& other) noexcept : raw_(std::exchange(other.raw_, kNone)) {}
  constexpr Waker& operator=(Waker&& other) noexcept {
    // The old share goes last, so that its drop function may use this waker.
    Waker old(std::exchange(raw_, std::exchange(other.raw_, kNone)));
    return *this;
  }
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;
  constexpr ~Waker() {
    if (raw_.vtable() != nullptr && !tells_nobody()) raw_.vtable()->drop(raw_.data());
  }

  // A second waker for the same task. Panics (kEmpty) on a moved-from one, as do the next two.
  [[nodiscard]] constexpr Waker clone() const { return Waker(table().clone(raw_.data())); }

  // Wakes the task and uses this waker up: `std::move(waker).wake()`.
  constexpr void wake() && {
    const RawWakerVTable& functions = table();
    const bool is_of_use = !tells_nobody();
    const void* data = std::exchange(raw_, kNone).data();
    if (is_of_use) functions.wake(data);
  }

  // Wakes the task and keeps this waker.
  constexpr void wake_by_ref() const { table().wake_by_ref(raw_.data()); }

  // Whether both surely wake the same task. May say no for two that do.
  [[nodiscard]] constexpr bool will_wake(const Waker& other) const noexcept {
    const RawWakerVTable* mine = raw_.vtable();
    // Keeps clang from comparing both words in one vector register: of a waker that has just been
    // written, word by word, the processor cannot read the two at once without waiting.
    if (!std::is_constant_evaluated()) asm("" : "+r"(mine));
    return mine == other.raw_.vtable() && raw_.data() == other.raw_.data();
  }

  // What is inside, for those who write wakers.
  [[nodiscard]] constexpr const void* data() const noexcept { return raw_.data(); }
  [[nodiscard]] constexpr const RawWakerVTable* vtable() const noexcept { return raw_.vtable(); }

 private:
  static constexpr RawWaker kNone{nullptr, nullptr};

  explicit constexpr Waker(RawWaker raw) noexcept : raw_(raw) {}

  // Where a waker might be kept and none is, there is this one, mostly; it is not worth a call.
  [[nodiscard]] constexpr bool tells_nobody() const noexcept {
    return raw_.vtable() == &internal::NoopWaker::kVTable;
  }

  [[nodiscard]] constexpr const RawWakerVTable& table() const {
    if (raw_.vtable() == nullptr) panic(PanicReason::kEmpty, "Waker");
    return *raw_.vtable();
  }

  RawWaker raw_;
};

}  // namespace pinprick
