// A coroutine whose frame lies in the object is boxed and resumed, then moved to a new box, and the
// old one is freed: its pointer to one of its own locals still leads there (miri
// coroutine-pinned-moved).
// Claim: Unpin
// Shows: make, call resume, call rebox, call resume
#pragma once

#include <utility>

#include "pinprick/async.h"
#include "pinprick/box.h"
#include "pinprick/future/yield_n.h"

namespace pinprick::bugs::miri_coroutine_pinned_moved {

inline Co<int> add_up() {
  int numbers[] = {1, 2, 3, 4};
  int* volatile next = numbers;  // volatile: it is not to be guessed, but read
  int sum = 0;
  for (int i = 0; i < 4; ++i) {
    co_await yield_n(1, 0);
    int* const here = next;
    sum += *here;
    next = here + 1;
  }
  co_return sum;
}

inline auto coroutine() { return async<1024>(add_up); }

template <bool kMended>
class Generator {
  using Coroutine = decltype(coroutine());

 public:
  void resume() {
    if (sum_ != 0) return;
    const Waker waker = Waker::noop();
    Context cx(waker);
    const Poll<int> answer = boxed_.poll(cx);
    if (answer.is_ready()) sum_ = answer.value();
  }
  void rebox() {
    if constexpr (kMended) {
      auto box = std::move(boxed_);  // the box moves, and what is in it stays
      boxed_ = std::move(box);
    } else {
      boxed_ = box_pin(std::move(boxed_.get_unchecked_mut(Unsafe("the defect: it is pinned"))));
    }
  }
  // What it added up; 0 before it is through.
  int result() const { return sum_; }

 private:
  Pin<Box<Coroutine>> boxed_ = box_pin(coroutine());
  int sum_ = 0;
};

}  // namespace pinprick::bugs::miri_coroutine_pinned_moved

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::miri_coroutine_pinned_moved::Generator<kMended>> = true;
}  // namespace pinprick
