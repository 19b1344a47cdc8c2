// Two closures that capture a future, and the future that calls a closure to be polled.
//
// `PollFn` claims to be Unpin whatever its closure is, because a closure is just data (as Rust's
// PollFn did until its issue 102737). That is true of `captured_pin`, whose closure owns a pinned
// box of the future. It is not true of `captured`, whose closure owns the future itself and pins it
// unchecked when it is called: what a closure captures moves with it.
#pragma once

#include <type_traits>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class Fn>
class PollFn;

}  // namespace pinprick::harness

template <class Fn>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::PollFn<Fn>> = true;

namespace pinprick::harness {

template <class Fn>
class PollFn {
 public:
  using Output = typename std::invoke_result_t<Fn&, Context&>::Value;

  explicit PollFn(Fn fn) : fn_(std::move(fn)) {}

  static Poll<Output> poll(Pin<PollFn&> self, Context& cx) { return self.get_mut().fn_(cx); }

 private:
  Fn fn_;
};

template <Future F>
auto captured(F future) {
  return PollFn([captive = std::move(future)](Context& cx) mutable {
    return F::poll(Pin<F&>::new_unchecked(captive, Unsafe("the misuse: the closure may move")), cx);
  });
}

template <Future F>
auto captured_pin(F future) {
  return PollFn(
      [captive = Box<F>::pin(std::move(future))](Context& cx) mutable { return captive.poll(cx); });
}

}  // namespace pinprick::harness
