#pragma once

// A future of a future, as one.
//
// What it is: `Flatten<F>`, the future F and after it the future that F gave: `f.await.await`.
//
// What it promises: when F is ready, F is destroyed and what it gave takes its place and is polled
// for the first time, all within one poll. When the second is ready it is destroyed at once. No
// allocation. Both are structurally pinned: a Flatten is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "Flatten". An exception of either future
// leaves that future where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/lazy.h"
//     #include "pinprick/future/ready.h"
//
//     auto future = flatten(lazy([](Context&) { return ready(3); }));
//     assert(block_on(std::move(future)) == 3);

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F>
class [[nodiscard]] Flatten final {
  static_assert(Future<typename F::Output>, "flatten needs a future whose Output is a Future");

 public:
  using Second = typename F::Output;
  using PinnedFields = Fields<F, Second>;
  using Output = typename Second::Output;

  explicit constexpr Flatten(F future) : state_(std::in_place, std::move(future)) {}

  static constexpr Poll<Output> poll(Pin<Flatten&> self, Context& cx) {
    Flatten& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (F* first = me.state_.first()) {
      auto answer = F::poll(Pin<F&>::new_unchecked(*first, Unsafe("pinned as its Flatten is")), cx);
      if (answer.is_pending()) return kPending;
      me.state_.become_second([&]() -> Second { return std::move(answer).value(); });
    }
    Second* second = me.state_.second();
    if (second == nullptr) panic(PanicReason::kPolledAfterReady, "Flatten");
    auto child = Pin<Second&>::new_unchecked(*second, Unsafe("pinned as its Flatten is"));
    auto answer = Second::poll(child, cx);
    if (answer.is_ready()) me.state_.clear();
    return answer;
  }

 private:
  using State = OneOf<F, Second>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Flatten> niche() { return internal::niche_in<Flatten, State>(); }

  // Empty once ready.
  State state_;
};

// What the future gives that `future` gives.
template <Future F>
constexpr Flatten<F> flatten(F future) {
  return Flatten<F>(std::move(future));
}

}  // namespace pinprick
