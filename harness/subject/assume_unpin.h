// A wrapper that claims to be Unpin whatever it wraps.
//
// Its one field is structurally pinned: a pin of the wrapper gives a pin of the field. So the
// wrapper may be Unpin only if the field is; here it says so of every field.
#pragma once

#include <utility>

#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class AssumeUnpin;

}  // namespace pinprick::harness

template <class F>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::AssumeUnpin<F>> = true;

namespace pinprick::harness {

template <class F>
class AssumeUnpin {
 public:
  using Output = typename F::Output;

  explicit AssumeUnpin(F future) : future_(std::move(future)) {}

  static Poll<Output> poll(Pin<AssumeUnpin&> self, Context& cx) {
    const Unsafe why("the field is only reached through a Pin");
    return F::poll(self.map_unchecked_mut([](AssumeUnpin& me) -> F& { return me.future_; }, why),
                   cx);
  }

 private:
  F future_;
};

}  // namespace pinprick::harness
