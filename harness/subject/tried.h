// A future that may fail: its odd outputs are errors.
//
// It adds nothing else. The future inside is structurally pinned and lives as long as this one
// does, so that its end shows when a combinator destroyed it.
#pragma once

#include <utility>

#include "harness/subject/judged.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class Tried {
 public:
  using PinnedFields = Fields<F>;
  using Output = Judged;

  explicit Tried(F future) : future_(std::move(future)) {}

  static Poll<Output> poll(Pin<Tried&> self, Context& cx) {
    const Unsafe why("the future is only reached through its Pin");
    return F::poll(self.map_unchecked_mut([](Tried& me) -> F& { return me.future_; }, why), cx)
        .map(Judge());
  }

 private:
  F future_;
};

}  // namespace pinprick::harness
