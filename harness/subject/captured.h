// Two closures that capture a future, and the future that calls a closure to be polled.
//
// `OldPollFn` claims to be Unpin whatever its closure is, because a closure is just data (as Rust's
// OldPollFn did until its issue 102737). That is true of `captured_pin`, whose closure owns a
// pinned box of the future. It is not true of `captured`, whose closure owns the future itself and
// pins it unchecked when it is called: what a closure captures moves with it.
#pragma once

#include <type_traits>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class Fn>
class OldPollFn;

}  // namespace pinprick::harness

template <class Fn>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::OldPollFn<Fn>> = true;

namespace pinprick::harness {

template <class Fn>
class OldPollFn {
 public:
  using Output = typename std::invoke_result_t<Fn&, Context&>::Value;

  explicit OldPollFn(Fn fn) : fn_(std::move(fn)) {}

  static Poll<Output> poll(Pin<OldPollFn&> self, Context& cx) { return self.get_mut().fn_(cx); }

 private:
  Fn fn_;
};

template <Future F>
auto captured(F future) {
  return OldPollFn([captive = std::move(future)](Context& cx) mutable {
    return F::poll(Pin<F&>::new_unchecked(captive, Unsafe("the misuse: the closure may move")), cx);
  });
}

template <Future F>
auto captured_pin(F future) {
  return OldPollFn(
      [captive = Box<F>::pin(std::move(future))](Context& cx) mutable { return captive.poll(cx); });
}

}  // namespace pinprick::harness
