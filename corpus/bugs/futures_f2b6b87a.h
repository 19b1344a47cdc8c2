// The function that wakes by reference borrows a share as if it owned it and gives it back at the
// end; when the wake throws it is not given back but released, so that the count is one too low
// ever after. (futures f2b6b87a)
// Claim: none: any order of calls (it neither copies nor moves)
// Shows: make, call jam(true), call ring(), call ring()
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "pinprick/unsafe.h"
#include "pinprick/waker.h"

namespace pinprick::bugs::futures_f2b6b87a {

template <bool kMended>
class Alarm {
 public:
  Alarm()
      : waker_(
            Waker::from_raw({new Bell, &kVTable}, Unsafe("takes the share a Bell is made with"))) {}
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // Whether the next wakes throw.
  void jam(bool on) { bell_of(waker_.data()).is_jammed = on; }

  // Wakes by reference. Whether it did not throw.
  bool ring() {
    try {
      waker_.wake_by_ref();
    } catch (int) {
      return false;
    }
    return true;
  }

  // Another waker of the same bell; and one of those less, by a wake that uses it up.
  void share() {
    if (shares_.size() < kSharesMax) shares_.push_back(waker_.clone());
  }
  void use_up() {
    if (shares_.empty()) return;
    Waker last = std::move(shares_.back());
    shares_.pop_back();
    try {
      std::move(last).wake();
    } catch (int) {
    }
  }

  [[nodiscard]] int result() const { return bell_of(waker_.data()).rings; }

 private:
  static constexpr std::size_t kSharesMax = 8;

  struct Bell {
    void ring() {
      if (is_jammed) throw 1;
      ++rings;
    }
    int owners = 1;
    int rings = 0;
    bool is_jammed = false;
  };

  // One share, released at the end of the scope, unless it was given back.
  struct Share {
    explicit Share(Bell& shared) : bell(&shared) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() {
      if (bell != nullptr && --bell->owners == 0) delete bell;
    }
    Bell* bell;
  };

  static Bell& bell_of(const void* data) { return *static_cast<Bell*>(const_cast<void*>(data)); }

  static RawWaker clone(const void* data) {
    ++bell_of(data).owners;
    return {data, &kVTable};
  }
  static void wake(const void* data) {
    const Share share(bell_of(data));
    share.bell->ring();
  }
  static void wake_by_ref(const void* data) {
    if constexpr (kMended) {
      bell_of(data).ring();
    } else {
      Share share(bell_of(data));
      share.bell->ring();
      share.bell = nullptr;  // never ours; but a throw does not come by here
    }
  }
  static void drop(const void* data) { const Share share(bell_of(data)); }

  static constexpr RawWakerVTable kVTable{&clone, &wake, &wake_by_ref, &drop};

  Waker waker_;
  std::vector<Waker> shares_;
};

}  // namespace pinprick::bugs::futures_f2b6b87a
