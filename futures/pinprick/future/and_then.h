#pragma once

// One future that may fail after another.
//
// What it is: `AndThen<F, Fn>`: Fn makes a second future out of the value of F. An error of F is
// the end: it becomes the output, and Fn is not called. Both outputs are Results with the same
// Error.
//
// What it promises: when F is ready, F is destroyed, then Fn is called (unless there is an error)
// and destroyed, and then the second future is polled for the first time, all within one poll. When
// the second is ready it is destroyed at once. Dropped before that, it drops F and then Fn. No
// allocation: both futures live in the same place, one after the other. An AndThen is Unpin when
// both are.
//
// What breaks it: polling it after Ready, which panics as "AndThen". If Fn throws, the AndThen is
// done. An exception of either future leaves that future where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     using Answer = Result<int, std::string>;
//     const auto half = [](int n) {
//       return ready(n % 2 == 0 ? Answer::ok(n / 2) : Answer::err("odd"));
//     };
//     assert(block_on(and_then(half(8), half)) == Answer::ok(2));
//     assert(block_on(and_then(half(7), half)) == Answer::err("odd"));

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
class [[nodiscard]] AndThen final {
  using First = typename F::Output;
  static_assert(internal::kIsResult<First>, "and_then needs a future of a Result");

 public:
  using Second = std::remove_cvref_t<std::invoke_result_t<Fn, typename First::Value>>;
  static_assert(Future<Second>, "and_then needs a function that makes a Future");
  using PinnedFields = Fields<F, Second>;
  using Output = typename Second::Output;
  static_assert(internal::kIsResult<Output>,
                "and_then needs a function that makes a future of a Result");
  static_assert(std::same_as<typename Output::Error, typename First::Error>,
                "and_then needs two futures with the same Error");

  constexpr AndThen(F future, Fn fn) : state_(std::in_place, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<AndThen&> self, Context& cx) {
    AndThen& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (Before* before = me.state_.first()) {
      auto child = Pin<F&>::new_unchecked(before->future, Unsafe("pinned as its AndThen is"));
      auto answer = F::poll(child, cx);
      if (answer.is_pending()) return kPending;
      First first = std::move(answer).value();
      me.leave_first(before->take_fn(), first);
      if (first.is_err()) return Poll<Output>::ready(Output::err(std::move(first).error()));
    }
    Second* second = me.state_.second();
    if (second == nullptr) panic(PanicReason::kPolledAfterReady, "AndThen");
    auto child = Pin<Second&>::new_unchecked(*second, Unsafe("pinned as its AndThen is"));
    auto answer = Second::poll(child, cx);
    if (answer.is_ready()) me.state_.clear();
    return answer;
  }

 private:
  using Before = internal::FutureWith<F, Fn>;
  using State = OneOf<Before, Second>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<AndThen> niche() { return internal::niche_in<AndThen, State>(); }

  // By value: the function leaves the state before the state goes, and is destroyed on return.
  constexpr void leave_first(Fn fn, First& first) {
    state_.clear();
    if (first.is_err()) return;
    state_.become_second(
        [&]() -> Second { return std::invoke(std::move(fn), std::move(first.value())); });
  }

  // Empty once ready.
  State state_;
};

// The future that `fn` makes of the value of `future`, or the error of `future`.
template <Future F, class Fn>
constexpr AndThen<F, std::decay_t<Fn>> and_then(F future, Fn&& fn) {
  return AndThen<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
