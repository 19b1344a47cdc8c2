#pragma once

// One future after another.
//
// What it is: `Then<F, Fn>`: Fn makes a second future out of what F gives. It is what
// `fn(f.await).await` becomes.
//
// What it promises: when F is ready, F is destroyed, then Fn is called and destroyed, and then the
// second future is polled for the first time, all within one poll. When the second is ready it is
// destroyed at once. No allocation: both live in the same place, one after the other. A Then is
// Unpin when both futures are. `.await` itself does not move anything: a second future moves only
// into its place, before it is ever pinned.
//
// What breaks it: polling it after Ready, which panics as "Then". If Fn throws, the Then is done.

#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#include "futures/future.h"

namespace pinprick {

template <class F, class Fn>
class [[nodiscard]] Then final {
 public:
  using Second = std::remove_cvref_t<std::invoke_result_t<Fn, typename F::Output>>;
  using PinnedFields = Fields<F, Second>;
  using Output = typename Second::Output;

  constexpr Then(F future, Fn fn)
      : state_(std::in_place_index<kFirst>, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<Then&> self, Context& cx) {
    Then& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (auto* first = std::get_if<kFirst>(&me.state_)) {
      auto child = Pin<F&>::new_unchecked(first->future, Unsafe("pinned as its Then is"));
      auto answer = F::poll(child, cx);
      if (answer.is_pending()) return kPending;
      me.begin_second(std::move(first->fn), std::move(answer).value());
    }
    auto* second = std::get_if<kSecond>(&me.state_);
    if (second == nullptr) panic(PanicReason::kPolledAfterReady, "Then");
    auto child = Pin<Second&>::new_unchecked(second->future, Unsafe("pinned as its Then is"));
    auto answer = Second::poll(child, cx);
    if (answer.is_ready()) me.state_.template emplace<kDone>();
    return answer;
  }

 private:
  static constexpr std::size_t kFirst = 0;
  static constexpr std::size_t kSecond = 1;
  static constexpr std::size_t kDone = 2;

  struct Before {
    constexpr Before(F f, Fn g) : future(std::move(f)), fn(std::move(g)) {}
    F future;
    [[no_unique_address]] Fn fn;
  };
  struct After {
    explicit constexpr After(Second f) : future(std::move(f)) {}
    Second future;
  };

  // By value: the function leaves the state before the state goes, and is destroyed on return.
  constexpr void begin_second(Fn fn, typename F::Output output) {
    state_.template emplace<kDone>();
    state_.template emplace<kSecond>(std::invoke(std::move(fn), std::move(output)));
  }

  std::variant<Before, After, std::monostate> state_;
};

// The future that `fn` makes of what `future` gives.
template <Future F, class Fn>
constexpr Then<F, std::decay_t<Fn>> then(F future, Fn&& fn) {
  return Then<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
