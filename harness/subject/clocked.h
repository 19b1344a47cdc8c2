// A future with a deadline, and the clock that it goes by.
//
// Each poll first lets one tick pass, and then polls the Timeout. The clock lies on the heap,
// because it does not move; the node by which the clock knows who waits lies in the Timeout, so
// that moving this after the first poll leaves the clock with the place that was left. Polled after
// Ready it panics as a Timeout.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/time/clock.h"
#include "pinprick/time/timeout.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class Clocked {
  using Inner = Timeout<F, Sleep<LocalVirtualClock>>;
  static constexpr std::chrono::milliseconds kTick{1};

 public:
  using PinnedFields = Fields<Inner>;
  using Output = typename Inner::Output;

  Clocked(F future, std::uint8_t ticks)
      : clock_(std::make_unique<LocalVirtualClock>()),
        timeout_(timeout(*clock_, ticks * kTick, std::move(future))) {}
  Clocked(Clocked&&) = default;
  // Member by member, the old clock would go before the Timeout that waits for it.
  Clocked& operator=(Clocked&&) = delete;
  ~Clocked() = default;

  static Poll<Output> poll(Pin<Clocked&> self, Context& cx) {
    Clocked& me = self.get_unchecked_mut(Unsafe("the Timeout is only reached through a Pin"));
    me.clock_->advance(kTick);
    const Unsafe why("pinned as what it is in");
    return Inner::poll(Pin<Inner&>::new_unchecked(me.timeout_, why), cx);
  }

 private:
  std::unique_ptr<LocalVirtualClock> clock_;
  Inner timeout_;
};

}  // namespace pinprick::harness
