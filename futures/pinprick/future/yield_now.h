#pragma once

// Lets the others go first, once.
//
// What it is: the future to await in the middle of long work. yield_n.h has the one that does so
// several times.
//
// What it promises: the first poll wakes the task by reference and answers Pending, the second one
// answers Ready. One byte, and Unpin.
//
// What breaks it: polling it after Ready, which panics as "YieldNow".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     assert(block_on(yield_now()) == Unit{});

#include <cstdint>

#include "pinprick/future.h"
#include "pinprick/unit.h"

namespace pinprick {

class [[nodiscard]] YieldNow final {
 public:
  using Output = Unit;

  static constexpr Poll<Unit> poll(Pin<YieldNow&> self, Context& cx) {
    YieldNow& me = self.get_mut();
    switch (me.state_) {
      case State::kStart:
        me.state_ = State::kYielded;
        cx.waker().wake_by_ref();
        return kPending;
      case State::kYielded:
        me.state_ = State::kDone;
        return Poll<Unit>::ready({});
      case State::kDone:
        break;
    }
    panic(PanicReason::kPolledAfterReady, "YieldNow");
  }

 private:
  enum class State : std::uint8_t { kStart, kYielded, kDone };

  State state_ = State::kStart;
};

// Pending once, ready then.
constexpr YieldNow yield_now() { return {}; }

}  // namespace pinprick
