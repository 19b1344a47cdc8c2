#pragma once

// A future whose output is passed through a function.
//
// What it is: `Map<F, Fn>`, the future F and the function Fn side by side in one object.
//
// What it promises: when F is ready, F is destroyed first and Fn is called then, once. Dropped
// before that, it drops F and then Fn. No allocation. F is structurally pinned, Fn is not: a Map is
// Unpin when F is. Moving a Map moves F by its move constructor.
//
// What breaks it: polling it after Ready, which panics as "Map". If Fn throws, the Map is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     auto future = map(ready(3), [](int three) { return std::to_string(three); });
//     assert(block_on(std::move(future)) == "3");

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/future_with.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F, class Fn>
class [[nodiscard]] Map final {
 public:
  using PinnedFields = Fields<F>;
  using Output = std::remove_cvref_t<std::invoke_result_t<Fn, typename F::Output>>;

  constexpr Map(F future, Fn fn) : state_(std::in_place, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<Map&> self, Context& cx) {
    Map& me = self.get_unchecked_mut(Unsafe("the future is only ever reached through a Pin"));
    Running* running = me.state_.first();
    if (running == nullptr) panic(PanicReason::kPolledAfterReady, "Map");
    auto child = Pin<F&>::new_unchecked(running->future, Unsafe("pinned as its Map is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return kPending;
    Fn fn = running->take_fn();
    me.state_.clear();
    return Poll<Output>::ready(std::invoke(std::move(fn), std::move(answer).value()));
  }

 private:
  using Running = internal::FutureWith<F, Fn>;
  using State = OneOf<Running, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Map> niche() { return internal::niche_in<Map, State>(); }

  // Empty once ready.
  State state_;
};

// `fn` of what `future` gives.
template <Future F, class Fn>
constexpr Map<F, std::decay_t<Fn>> map(F future, Fn&& fn) {
  return Map<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
