#pragma once

// A future that is given only so much time.
//
// What it is: `Timeout<F, S>`: the future F, and S, a future such as Sleep, which says when the
// time is over. Its output is a Result of what F gives, or of `Elapsed`.
//
// What it promises: every poll polls F first. If F is ready, that is the output, even if the time
// is over as well. Else it polls S; if S is ready, the output is Elapsed. In either case F is
// destroyed at once, and S after it, before the poll returns. If the Timeout is dropped, F goes
// first, too. If F throws, the Timeout is as it was before the poll. No allocation. Both are
// structurally pinned: over a Sleep it is never Unpin.
//
// What breaks it: polling it after Ready, which panics as "Timeout".
//
// Example:
//
//     #include "pinprick/future/pending.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/time/block_on_timers.h"
//
//     using namespace std::chrono_literals;
//     LocalVirtualClock clock;
//     assert(block_on_timers(clock, timeout(clock, 5ms, ready(3))).value() == 3);
//     assert(block_on_timers(clock, timeout(clock, 5ms, pending<int>())).is_err());
//     assert(clock.now() == Instant(5ms));

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/two_futures.h"
#include "pinprick/result.h"
#include "pinprick/time/clock.h"
#include "pinprick/time/sleep.h"

namespace pinprick {

// The time was over first.
struct Elapsed {
  friend constexpr bool operator==(Elapsed, Elapsed) = default;
};

template <Future F, Future S>
class [[nodiscard]] Timeout final {
 public:
  using PinnedFields = Fields<F, S>;
  using Output = Result<typename F::Output, Elapsed>;

  // `future`, until `over` is ready.
  Timeout(F future, S over) : state_(std::in_place, std::move(future), std::move(over)) {}

  static Poll<Output> poll(Pin<Timeout&> self, Context& cx) {
    Timeout& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    Running* running = me.state_.first();
    if (running == nullptr) panic(PanicReason::kPolledAfterReady, "Timeout");
    const Unsafe why("pinned as its Timeout is");
    auto answer = F::poll(Pin<F&>::new_unchecked(running->a, why), cx);
    if (answer.is_ready()) {
      me.state_.clear();
      return Poll<Output>::ready(Output::ok(std::move(answer).value()));
    }
    if (S::poll(Pin<S&>::new_unchecked(running->b, why), cx).is_pending()) return kPending;
    me.state_.clear();
    return Poll<Output>::ready(Output::err({}));
  }

 private:
  using Running = internal::TwoFutures<F, S>;
  using State = OneOf<Running, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Timeout> niche() { return internal::niche_in<Timeout, State>(); }

  // Empty once ready.
  State state_;
};

// What `future` gives before `deadline`.
template <Clock C, Future F>
Timeout<F, Sleep<C>> timeout_at(C& clock, Instant deadline, F future) {
  return Timeout<F, Sleep<C>>(std::move(future), sleep_until(clock, deadline));
}

// What `future` gives within `duration` from now.
template <Clock C, Future F>
Timeout<F, Sleep<C>> timeout(C& clock, Duration duration, F future) {
  return Timeout<F, Sleep<C>>(std::move(future), sleep(clock, duration));
}

}  // namespace pinprick
