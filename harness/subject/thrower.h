// A future that ends in an exception: what its combinators are left with must still be whole.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pinprick/future.h"
#include "pinprick/panic.h"

namespace pinprick::harness {

// What it throws.
struct Thrown {};

class Thrower {
 public:
  using Output = std::int64_t;

  // Wakes and answers Pending `n` times, then throws. The second number is for those that have an
  // output.
  Thrower(std::size_t n, std::uint8_t) : left_(n) {}

  static Poll<Output> poll(Pin<Thrower&> self, Context& cx) {
    Thrower& me = self.get_mut();
    if (me.is_done_) panic(PanicReason::kPolledAfterReady, "Thrower");
    if (me.left_ > 0) {
      --me.left_;
      cx.waker().wake_by_ref();
      return kPending;
    }
    me.is_done_ = true;
    throw Thrown{};
  }

 private:
  std::size_t left_;
  bool is_done_ = false;
};

}  // namespace pinprick::harness
