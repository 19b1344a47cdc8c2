#pragma once

// A waker for the length of a poll.
//
// What it is: `LentWaker`, a Waker that is not dropped. Who polls a future holds the data of its
// waker anyway; so the waker that goes into the Context need not own a share of it.
//
// What it promises: nothing is counted unless the future clones it.
//
// What breaks it: data that ends while the waker is lent, and moving out of it.

#include "pinprick/waker.h"

namespace pinprick::internal {

class LentWaker {
 public:
  explicit LentWaker(RawWaker raw) noexcept
      : waker_(Waker::from_raw(raw, Unsafe("never dropped, as it owns nothing"))) {}
  LentWaker(const LentWaker&) = delete;
  LentWaker& operator=(const LentWaker&) = delete;
  ~LentWaker() {}  // NOLINT: leaves the waker alone

  [[nodiscard]] const Waker& get() const noexcept { return waker_; }

 private:
  union {
    Waker waker_;
  };
};

}  // namespace pinprick::internal
