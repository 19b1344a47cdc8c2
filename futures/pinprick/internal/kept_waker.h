#pragma once

// The waker that somebody who waits has left behind.
//
// What it is: a place for one waker, the base of whatever is linked into a list or a heap of those
// who wait.
//
// What it promises: there is always a waker in it; where none was left, it is one that tells
// nobody. Nothing here locks or wakes.
//
// What breaks it: nothing beyond what breaks a Waker.

#include <utility>

#include "pinprick/waker.h"

namespace pinprick::internal {

class KeptWaker {
 public:
  KeptWaker() noexcept = default;
  KeptWaker(KeptWaker&& other) noexcept : waker_(other.take_waker()) {}
  KeptWaker& operator=(KeptWaker&&) = delete;
  ~KeptWaker() = default;

  // Whether the one kept surely wakes the same task.
  [[nodiscard]] bool keeps(const Waker& waker) const noexcept { return waker_.will_wake(waker); }

  // Keeps a waker for the task of `waker`, cloning it only if the one kept is another.
  void keep(const Waker& waker) {
    if (!keeps(waker)) waker_ = waker.clone();
  }

  // Keeps `waker` and gives back the one before: dropping that may run anybody's code.
  [[nodiscard]] Waker keep_instead(Waker waker) noexcept {
    return std::exchange(waker_, std::move(waker));
  }

  // The waker that was kept; afterwards there is none. To be woken when no lock is held.
  [[nodiscard]] Waker take_waker() noexcept { return keep_instead(Waker::noop()); }

 private:
  Waker waker_ = Waker::noop();
};

}  // namespace pinprick::internal
