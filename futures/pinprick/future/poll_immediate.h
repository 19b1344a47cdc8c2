#pragma once

// One poll, whatever it brings.
//
// What it is: `PollImmediate<F>`, ready at its first poll: with the output of F, or with nothing if
// F was pending.
//
// What it promises: it polls F once, and F is destroyed then, ready or not. To try a future and go
// on with it afterwards, hand over a `Pin<F&>`, which is a future too. No allocation. F is
// structurally pinned: a PollImmediate is Unpin when F is.
//
// What breaks it: polling it after Ready, which panics as "PollImmediate". An exception of F leaves
// F where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_now.h"
//     #include "pinprick/pin_local.h"
//
//     PINPRICK_PIN_MUT(second_time, yield_now());
//     assert(block_on(poll_immediate(second_time)) == std::nullopt);
//     assert(block_on(poll_immediate(second_time)) == Unit{});

#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F>
class [[nodiscard]] PollImmediate final {
 public:
  using PinnedFields = Fields<F>;
  using Output = std::optional<typename F::Output>;

  explicit constexpr PollImmediate(F future) : future_(std::in_place, std::move(future)) {}

  static constexpr Poll<Output> poll(Pin<PollImmediate&> self, Context& cx) {
    PollImmediate& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    F* future = me.future_.first();
    if (future == nullptr) panic(PanicReason::kPolledAfterReady, "PollImmediate");
    auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its PollImmediate is"));
    auto answer = F::poll(child, cx);
    me.future_.clear();
    Output output;
    if (answer.is_ready()) output.emplace(std::move(answer).value());
    return Poll<Output>::ready(std::move(output));
  }

 private:
  using State = OneOf<F, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<PollImmediate> niche() {
    return internal::niche_in<PollImmediate, State>();
  }

  // Empty once polled.
  State future_;
};

// What `future` gives if it is polled now, or nothing.
template <Future F>
constexpr PollImmediate<F> poll_immediate(F future) {
  return PollImmediate<F>(std::move(future));
}

}  // namespace pinprick
