#pragma once

// A future whose output somebody looks at in passing.
//
// What it is: `Inspect<F, Fn>`, the future F and a function that is shown what F gives.
//
// What it promises: when F is ready, F is destroyed first and Fn is called then, once, with a const
// reference to the output, which is handed on unchanged. Dropped before that, it drops F and then
// Fn. No allocation. F is structurally pinned, Fn is not: an Inspect is Unpin when F is.
//
// What breaks it: polling it after Ready, which panics as "Inspect". If Fn throws, the Inspect is
// done and the output lost. An exception of F leaves F where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     int seen = 0;
//     assert(block_on(inspect(ready(3), [&](const int& value) { seen = value; })) == 3);
//     assert(seen == 3);

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/future_with.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F, class Fn>
class [[nodiscard]] Inspect final {
  static_assert(std::is_invocable_v<Fn, const typename F::Output&>,
                "inspect needs a function of a const reference to the output");

 public:
  using PinnedFields = Fields<F>;
  using Output = typename F::Output;

  constexpr Inspect(F future, Fn fn) : state_(std::in_place, std::move(future), std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<Inspect&> self, Context& cx) {
    Inspect& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    Running* running = me.state_.first();
    if (running == nullptr) panic(PanicReason::kPolledAfterReady, "Inspect");
    auto child = Pin<F&>::new_unchecked(running->future, Unsafe("pinned as its Inspect is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return kPending;
    Fn fn = running->take_fn();
    me.state_.clear();
    std::invoke(std::move(fn), std::as_const(answer.value()));
    return answer;
  }

 private:
  using Running = internal::FutureWith<F, Fn>;
  using State = OneOf<Running, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Inspect> niche() { return internal::niche_in<Inspect, State>(); }

  // Empty once ready.
  State state_;
};

// What `future` gives, after `fn` has looked at it.
template <Future F, class Fn>
constexpr Inspect<F, std::decay_t<Fn>> inspect(F future, Fn&& fn) {
  return Inspect<F, std::decay_t<Fn>>(std::move(future), std::forward<Fn>(fn));
}

}  // namespace pinprick
