// A join captures its two futures in a closure and pins the captures unchecked when it is called;
// the future made of the closure says it is Unpin whatever it captured (rust 102737).
// Claim: Unpin
// Shows: make(1, 1), poll, move, poll
#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/context.h"
#include "pinprick/future.h"

namespace pinprick::bugs::rust_102737 {

// Ready at the poll after `polls` others, with the number of them, which it counts through a
// pointer into itself.
class Child {
 public:
  using Output = int;
  explicit Child(int polls) : polls_(std::clamp(polls, 0, 9)) {}
  static Poll<int> poll(Pin<Child&> self, Context&) {
    Child& me = self.get_unchecked_mut(Unsafe("counts where it lies"));
    if (me.counter_ == nullptr) me.counter_ = &me.count_;
    if (*me.counter_ >= me.polls_) return Poll<int>::ready(*me.counter_);
    ++*me.counter_;
    return kPending;
  }

 private:
  int polls_;
  int count_ = 0;
  int* counter_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

inline Pin<Child&> pin(Child& capture) {
  return Pin<Child&>::new_unchecked(capture,
                                    Unsafe("the defect: a capture moves with its closure"));
}
inline Pin<Child&> pin(Pin<Box<Child>>& capture) { return capture.as_mut(); }

// Captures two children, or two pins of children.
template <class C>
auto join_body(C first, C second) {
  return [first = std::move(first), second = std::move(second)](Context& cx) mutable {
    const Poll<int> a = pin(first).poll(cx);
    const Poll<int> b = pin(second).poll(cx);
    if (a.is_pending() || b.is_pending()) return Poll<int>::pending();
    return Poll<int>::ready(a.value() * 10 + b.value());
  };
}

template <bool kMended>
class Join {
 public:
  Join(int first, int second) : body_(body(first, second)) {}
  Join(Join&&) = default;
  Join& operator=(Join&& other) noexcept {  // which closures do not have
    if (this != &other) {
      std::destroy_at(this);
      std::construct_at(this, std::move(other));
    }
    return *this;
  }

  void poll() {
    const Waker waker = Waker::noop();
    Context cx(waker);
    const Poll<int> answer = body_(cx);
    if (answer.is_ready()) output_ = answer.value();
  }
  // The output of both; -1 before.
  int result() const { return output_; }

 private:
  static auto body(int first, int second) {
    if constexpr (kMended) {
      return join_body(Box<Child>::pin(first), Box<Child>::pin(second));
    } else {
      return join_body(Child(first), Child(second));
    }
  }

  decltype(body(0, 0)) body_;
  int output_ = -1;
};

}  // namespace pinprick::bugs::rust_102737

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rust_102737::Join<kMended>> = true;
}  // namespace pinprick
