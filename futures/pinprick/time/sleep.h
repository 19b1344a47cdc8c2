#pragma once

// Waiting for a time.
//
// What it is: `Sleep<C>`, a future on the clock C, output Unit. `sleep` makes one that ends some
// time after it was made, `sleep_until` one that ends at an instant.
//
// What it promises: it is ready when polled at its deadline or later, by its clock, whether it was
// woken or not; else it waits in the clock's timer list and is woken when that fires at the
// deadline or later. (Woken earlier than the clock says, because the list was told another time, it
// waits again.) Dropped at any time, it leaves the list. No allocation: the node lies in it, and it
// is not Unpin. Of deadlines that are equal, the one polled first is woken first.
//
// What breaks it: polling it after Ready, which panics as "Sleep". Ending the clock before it.
//
// Example:
//
//     #include "pinprick/pin_local.h"
//
//     using namespace std::chrono_literals;
//     LocalVirtualClock clock;
//     auto p = PINPRICK_PIN(sleep(clock, 5ms));
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     assert(p.poll(cx).is_pending());
//     clock.advance(5ms);
//     assert(p.poll(cx).is_ready());

#include "pinprick/future.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/timer_heap.h"
#include "pinprick/time/clock.h"
#include "pinprick/unit.h"

namespace pinprick {

template <Clock C>
class [[nodiscard]] Sleep final {
 public:
  using Output = Unit;

  // Ends at `deadline` of `clock`, which outlives it.
  Sleep(C& clock, Instant deadline) noexcept : clock_(&clock), node_(deadline) {}
  Sleep(Sleep&&) = default;
  Sleep& operator=(Sleep&&) = delete;
  ~Sleep() {
    if (clock_.get() != nullptr) clock_.get()->timers().remove(node_);
  }

  static Poll<Unit> poll(Pin<Sleep&> self, Context& cx) {
    Sleep& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    C* const clock = me.clock_.get();
    if (clock == nullptr) panic(PanicReason::kPolledAfterReady, "Sleep");
    const auto now = [clock] { return clock->now(); };
    if (!clock->timers().poll(me.node_, cx.waker(), now)) return kPending;
    me.clock_.take();
    return Poll<Unit>::ready({});
  }

  // When it ends.
  [[nodiscard]] Instant deadline() const noexcept { return node_.deadline(); }

 private:
  internal::SolePtr<C> clock_;  // null once ready
  internal::TimerNode node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// A future that ends at `deadline`.
template <Clock C>
Sleep<C> sleep_until(C& clock, Instant deadline) noexcept {
  return Sleep<C>(clock, deadline);
}

// A future that ends `duration` from now.
template <Clock C>
Sleep<C> sleep(C& clock, Duration duration) {
  return sleep_until(clock, later(clock.now(), duration));
}

}  // namespace pinprick
