#pragma once

// A future that may be missing.
//
// What it is: `OptionFuture<F>`, ready with an optional: the output of F, or nothing at once if
// there is no F.
//
// What it promises: F is destroyed as soon as it is ready. No allocation. F is structurally pinned:
// an OptionFuture is Unpin when F is.
//
// What breaks it: polling it after Ready, with or without F, which panics as "OptionFuture". An
// exception of F leaves F where it was.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     assert(block_on(option_future(std::optional(ready(3)))) == 3);
//     assert(block_on(option_future<Ready<int>>(std::nullopt)) == std::nullopt);

#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F>
class [[nodiscard]] OptionFuture final {
 public:
  using PinnedFields = Fields<F>;
  using Output = std::optional<typename F::Output>;

  explicit constexpr OptionFuture(std::optional<F>&& future)
      : state_(future.has_value() ? State(std::in_place, *std::move(future)) : State()) {
    if (state_.is_empty()) state_.become_second([] { return Missing{}; });
  }

  static constexpr Poll<Output> poll(Pin<OptionFuture&> self, Context& cx) {
    OptionFuture& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    if (me.state_.is_empty()) panic(PanicReason::kPolledAfterReady, "OptionFuture");
    Output output;
    if (F* future = me.state_.first()) {
      auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its OptionFuture is"));
      auto answer = F::poll(child, cx);
      if (answer.is_pending()) return kPending;
      output.emplace(std::move(answer).value());
    }
    me.state_.clear();
    return Poll<Output>::ready(std::move(output));
  }

 private:
  struct Missing {};
  using State = OneOf<F, Missing>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<OptionFuture> niche() {
    return internal::niche_in<OptionFuture, State>();
  }

  // Empty once ready.
  State state_;
};

// What `future` gives, if there is one.
template <Future F>
constexpr OptionFuture<F> option_future(std::optional<F> future) {
  return OptionFuture<F>(std::move(future));
}

}  // namespace pinprick
