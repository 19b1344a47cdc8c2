#pragma once

// What a poll is told about its surroundings.
//
// What it is: a borrowed waker, handed down through every poll of a tree of futures.
//
// What it promises: the waker is good for the length of the poll. A future that wants to be woken
// later keeps a clone.
//
// What breaks it: keeping the Context, or a reference to its waker, after the poll has returned.
//
// Example:
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     assert(&cx.waker() == &waker);

#include "pinprick/waker.h"

namespace pinprick {

class Context {
 public:
  // Borrows `waker` for as long as the context lives.
  explicit constexpr Context(const Waker& waker) noexcept : waker_(&waker) {}
  explicit Context(Waker&&) = delete;
  explicit Context(const Waker&&) = delete;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] constexpr const Waker& waker() const noexcept { return *waker_; }

 private:
  const Waker* waker_;
};

}  // namespace pinprick
