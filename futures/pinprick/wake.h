#pragma once

// Something that can be woken, shared by counting.
//
// What it is: `Wake`, a base class with one function to override, and `WakeRef`, which counts its
// owners inside the object and makes wakers of it. Rust's `Wake` for an `Arc`.
//
// What it promises: one allocation when the object is made and none afterwards, for however many
// wakers. The count is atomic, so wakers may be cloned and dropped on any thread; the object is
// destroyed by whoever lets go last.
//
// What breaks it: a `wake` that is not itself fit for every thread that a waker is sent to.
//
// Example:
//
//     struct Counter : Wake {
//       void wake() override { ++wakes; }
//       int wakes = 0;
//     };
//
//     int main() {
//       auto counter = WakeRef<Counter>::make();
//       Waker waker = counter.waker();
//       waker.wake_by_ref();
//       std::move(waker).wake();
//       assert(counter->wakes == 2);
//     }

#include <type_traits>
#include <utility>

#include "pinprick/internal/owner_count.h"
#include "pinprick/panic.h"
#include "pinprick/unpin.h"
#include "pinprick/waker.h"

namespace pinprick {

class Wake {
 public:
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;

  // Called for each wake, possibly while another call is under way on another thread.
  virtual void wake() = 0;

 protected:
  Wake() = default;
  virtual ~Wake() = default;

 private:
  template <class W>
  friend class WakeRef;

  void acquire() const noexcept { owners_.add(); }
  void release() const noexcept {
    if (owners_.drop()) delete this;
  }

  static Wake& of(const void* data) noexcept {
    return *static_cast<Wake*>(const_cast<void*>(data));
  }
  static RawWaker raw_clone(const void* data) {
    of(data).acquire();
    return {data, &kVTable};
  }
  static void raw_wake(const void* data) {
    // Kept alive until the call is over, and released even if it throws.
    const Waker share = Waker::from_raw({data, &kVTable}, Unsafe("the share that wake() gives up"));
    of(data).wake();
  }
  static void raw_wake_by_ref(const void* data) { of(data).wake(); }
  static void raw_drop(const void* data) { of(data).release(); }

  static constexpr RawWakerVTable kVTable{&raw_clone, &raw_wake, &raw_wake_by_ref, &raw_drop};

  mutable internal::OwnerCount owners_;
};

// A share of a W, which derives from Wake. Copying it adds an owner. One word, Unpin.
template <class W>
class [[nodiscard]] WakeRef {
 public:
  using PinnedFields = Fields<>;

  // A new W with one owner. One allocation.
  template <class... Args>
  static WakeRef make(Args&&... args) {
    static_assert(std::is_base_of_v<Wake, W>, "WakeRef<W> needs a W that derives from Wake");
    return WakeRef(new W(std::forward<Args>(args)...));
  }

  // Another share of an object that is owned by WakeRefs already.
  static WakeRef share(W& object) noexcept {
    as_wake(&object)->acquire();
    return WakeRef(&object);
  }

  WakeRef(const WakeRef& other) noexcept : object_(other.object_) {
    if (object_ != nullptr) as_wake(object_)->acquire();
  }
  WakeRef(WakeRef&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  // From a share of a derived class.
  template <class U>
    requires(!std::is_same_v<U, W> && std::is_convertible_v<U*, W*>)
  WakeRef(WakeRef<U> other) noexcept  // NOLINT: a conversion that only forgets
      : object_(std::exchange(other.object_, nullptr)) {}
  WakeRef& operator=(WakeRef other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~WakeRef() {
    if (object_ != nullptr) as_wake(object_)->release();
  }

  // The object, or null if it was moved from.
  [[nodiscard]] W* get() const noexcept { return object_; }

  // The object. Panics (kEmpty) on a moved-from WakeRef, as does `waker`.
  [[nodiscard]] W& operator*() const { return checked(); }
  [[nodiscard]] W* operator->() const { return &checked(); }

  // A waker that owns a share of its own. Allocates nothing.
  [[nodiscard]] Waker waker() const {
    Wake* wake = as_wake(&checked());
    return Waker::from_raw(Wake::raw_clone(wake), Unsafe("counted: raw_clone added the share"));
  }

 private:
  template <class U>
  friend class WakeRef;

  explicit WakeRef(W* object) noexcept : object_(object) {}

  static Wake* as_wake(W* object) noexcept { return object; }

  [[nodiscard]] W& checked() const {
    if (object_ == nullptr) panic(PanicReason::kEmpty, "WakeRef");
    return *object_;
  }

  W* object_;
};

}  // namespace pinprick
