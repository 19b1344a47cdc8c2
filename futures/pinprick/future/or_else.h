#pragma once

// One future in case that another fails.
//
// What it is: `OrElse<F, Fn>`: Fn makes a second future out of the error of F. A value of F is the
// end: it becomes the output, and Fn is not called. Both outputs are Results with the same Value.
// It is and_then.h with the sides exchanged.
//
// What it promises: when F is ready, F is destroyed, then Fn is called (unless there is a value)
// and destroyed, and then the second future is polled for the first time, all within one poll. When
// the second is ready it is destroyed at once. Dropped before that, it drops F and then Fn. No
// allocation: both futures live in the same place, one after the other. An OrElse is Unpin when
// both are.
//
// What breaks it: polling it after Ready, which panics as "OrElse". If Fn throws, the OrElse is
// done. An exception of either future leaves that future where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     using Answer = Result<int, std::string>;
//     const auto length = [](const std::string& why) {
//       return ready(Result<int, Unit>::ok(static_cast<int>(why.size())));
//     };
//     assert(block_on(or_else(ready(Answer::ok(8)), length)).value() == 8);
//     assert(block_on(or_else(ready(Answer::err("odd")), length)).value() == 3);

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/future_with.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/result.h"

namespace pinprick {

template <class F, class Fn>
class [[nodiscard]] OrElse final {
  using First = typename F::Output;
  static_assert(internal::kIsResult<First>, "or_else needs a future of a Result");

 public:
  using Second = std::remove_cvref_t<std::invoke_result_t<Fn, typename First::Error>>;
  static_assert(Future<Second>, "or_else needs a function that makes a Future");
  using PinnedFields = Fields<F, Second>;
  using Output = typename Second::Output;
  static_assert(internal::kIsResult<Output>,
                "or_else needs a function that makes a future of a Result");
  static_assert(std::same_as<typename Output::Value, typename First::Value>,
                "or_else needs two futures with the same Value");

  constexpr OrElse(F future, Fn fn) : state_(std::in_place, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<OrElse&> self, Context& cx) {
    OrElse& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (Before* before = me.state_.first()) {
      auto child = Pin<F&>::new_unchecked(before->future, Unsafe("pinned as its OrElse is"));
      auto answer = F::poll(child, cx);
      if (answer.is_pending()) return kPending;
      First first = std::move(answer).value();
      me.leave_first(before->take_fn(), first);
      if (first.is_ok()) return Poll<Output>::ready(Output::ok(std::move(first).value()));
    }
    Second* second = me.state_.second();
    if (second == nullptr) panic(PanicReason::kPolledAfterReady, "OrElse");
    auto child = Pin<Second&>::new_unchecked(*second, Unsafe("pinned as its OrElse is"));
    auto answer = Second::poll(child, cx);
    if (answer.is_ready()) me.state_.clear();
    return answer;
  }

 private:
  using Before = internal::FutureWith<F, Fn>;
  using State = OneOf<Before, Second>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<OrElse> niche() { return internal::niche_in<OrElse, State>(); }

  // By value: the function leaves the state before the state goes, and is destroyed on return.
  constexpr void leave_first(Fn fn, First& first) {
    state_.clear();
    if (first.is_ok()) return;
    state_.become_second(
        [&]() -> Second { return std::invoke(std::move(fn), std::move(first.error())); });
  }

  // Empty once ready.
  State state_;
};

// The value of `future`, or the future that `fn` makes of its error.
template <Future F, class Fn>
constexpr OrElse<F, std::decay_t<Fn>> or_else(F future, Fn&& fn) {
  return OrElse<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
