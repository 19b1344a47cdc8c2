#pragma once

// One future after another.
//
// What it is: `Then<F, Fn>`: Fn makes a second future out of what F gives. It is what
// `fn(f.await).await` becomes.
//
// What it promises: when F is ready, F is destroyed, then Fn is called and destroyed, and then the
// second future is polled for the first time, all within one poll. When the second is ready it is
// destroyed at once. Dropped before that, it drops F and then Fn. No allocation: both live in the
// same place, one after the other. A Then is Unpin when both futures are. `.await` itself does not
// move anything: the second future is built where it is polled.
//
// What breaks it: polling it after Ready, which panics as "Then". If Fn throws, the Then is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     auto future = then(ready(3), [](int three) { return ready(three + 1); });
//     assert(block_on(std::move(future)) == 4);

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/future_with.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F, class Fn>
class [[nodiscard]] Then final {
 public:
  using Second = std::remove_cvref_t<std::invoke_result_t<Fn, typename F::Output>>;
  using PinnedFields = Fields<F, Second>;
  using Output = typename Second::Output;

  constexpr Then(F future, Fn fn) : state_(std::in_place, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<Then&> self, Context& cx) {
    Then& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (Before* before = me.state_.first()) {
      auto child = Pin<F&>::new_unchecked(before->future, Unsafe("pinned as its Then is"));
      auto answer = F::poll(child, cx);
      if (answer.is_pending()) return kPending;
      me.begin_second(before->take_fn(), std::move(answer).value());
    }
    Second* second = me.state_.second();
    if (second == nullptr) panic(PanicReason::kPolledAfterReady, "Then");
    auto child = Pin<Second&>::new_unchecked(*second, Unsafe("pinned as its Then is"));
    auto answer = Second::poll(child, cx);
    if (answer.is_ready()) me.state_.clear();
    return answer;
  }

 private:
  using Before = internal::FutureWith<F, Fn>;
  using State = OneOf<Before, Second>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Then> niche() { return internal::niche_in<Then, State>(); }

  // By value: the function leaves the state before the state goes, and is destroyed on return.
  constexpr void begin_second(Fn fn, typename F::Output output) {
    state_.become_second([&]() -> Second { return std::invoke(std::move(fn), std::move(output)); });
  }

  // Empty once ready.
  State state_;
};

// The future that `fn` makes of what `future` gives.
template <Future F, class Fn>
constexpr Then<F, std::decay_t<Fn>> then(F future, Fn&& fn) {
  return Then<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
