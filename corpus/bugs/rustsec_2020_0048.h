// A message polls its body stream through a plain mutable reference and pins it unchecked there,
// though the body is a member by value, which a move or a replace of the message takes along
// (RUSTSEC-2020-0048).
// Claim: Unpin
// Shows: make(4), poll, call replace(1), call poll_previous; or make(4), poll, move, poll
#pragma once

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/context.h"
#include "pinprick/stream.h"

namespace pinprick::bugs::rustsec_2020_0048 {

// The numbers from 1 up, read through a pointer to a member of its own, as an async block has it.
class Numbers {
 public:
  using Item = int;

  explicit Numbers(int length)
      : length_(std::clamp(length, 0, 16)), numbers_(new int[static_cast<unsigned>(length_)]) {
    std::iota(numbers_.get(), numbers_.get() + length_, 1);
  }

  static PollNext<int> poll_next(Pin<Numbers&> self, Context&) {
    Numbers& me = self.get_unchecked_mut(Unsafe("read where it lies"));
    if (me.source_ == nullptr) me.source_ = &me.numbers_;
    if (me.next_ == me.length_) return PollNext<int>::ready(std::nullopt);
    return PollNext<int>::ready(me.source_->get()[me.next_++]);
  }

 private:
  int length_;
  int next_ = 0;
  std::unique_ptr<int[]> numbers_;
  std::unique_ptr<int[]>* source_ = nullptr;
};

template <bool kMended>
class Message {
  using Body = std::conditional_t<kMended, Pin<Box<Numbers>>, Numbers>;

 public:
  explicit Message(int length) : body_(body(length)) {}

  void poll() { next(body_); }
  // The old body is kept, to be read to its end.
  void replace(int length) {
    previous_ = std::make_unique<Body>(std::exchange(body_, body(length)));
  }
  void poll_previous() {
    if (previous_ != nullptr) next(*previous_);
  }
  // The sum of what was read.
  int result() const { return sum_; }

 private:
  static Body body(int length) {
    if constexpr (kMended) {
      return Box<Numbers>::pin(length);
    } else {
      return Numbers(length);
    }
  }

  void next(Body& body) {
    const Waker waker = Waker::noop();
    Context cx(waker);
    if constexpr (kMended) {
      sum_ += body.poll_next(cx).value().value_or(0);
    } else {
      const auto pin = Pin<Numbers&>::new_unchecked(body, Unsafe("the defect: nobody pinned it"));
      sum_ += pin.poll_next(cx).value().value_or(0);
    }
  }

  Body body_;
  std::unique_ptr<Body> previous_;
  int sum_ = 0;
};

}  // namespace pinprick::bugs::rustsec_2020_0048

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rustsec_2020_0048::Message<kMended>> = true;
}  // namespace pinprick
