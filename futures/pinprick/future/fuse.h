#pragma once

// A future that may be polled after it was ready.
//
// What it is: `Fuse<F>`, the future F until it is ready, and nothing from then on. It is for loops
// that poll several futures over and over.
//
// What it promises: when F is ready, F is destroyed and its output handed on; every later poll
// answers Pending without waking anybody. No allocation. F is structurally pinned: a Fuse is Unpin
// when F is.
//
// What breaks it: nothing. Waiting for one that is terminated stalls. An exception of F leaves F
// where it was, not terminated.
//
// Example:
//
//     #include "pinprick/future/ready.h"
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     auto future = fuse(ready(3));
//     auto pin = Pin<Fuse<Ready<int>>&>::make(future);
//     assert(!future.is_terminated());
//     assert(pin.poll(cx).value() == 3);
//     assert(future.is_terminated());
//     assert(pin.poll(cx).is_pending());
//     assert(Fuse<Ready<int>>::terminated().is_terminated());

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F>
class [[nodiscard]] Fuse final {
 public:
  using PinnedFields = Fields<F>;
  using Output = typename F::Output;

  explicit constexpr Fuse(F future) : future_(std::in_place, std::move(future)) {}

  // One that is over already. A place for a future that comes later, by `set`.
  static constexpr Fuse terminated() { return Fuse(); }

  static constexpr Poll<Output> poll(Pin<Fuse&> self, Context& cx) {
    Fuse& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    F* future = me.future_.first();
    if (future == nullptr) return kPending;
    auto answer = F::poll(Pin<F&>::new_unchecked(*future, Unsafe("pinned as its Fuse is")), cx);
    if (answer.is_ready()) me.future_.clear();
    return answer;
  }

  // Whether it will never be ready (again).
  [[nodiscard]] constexpr bool is_terminated() const noexcept { return future_.is_empty(); }

 private:
  constexpr Fuse() = default;

  using State = OneOf<F, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Fuse> niche() { return internal::niche_in<Fuse, State>(); }

  // Empty once ready.
  State future_;
};

// `future`, and Pending for ever after.
template <Future F>
constexpr Fuse<F> fuse(F future) {
  return Fuse<F>(std::move(future));
}

}  // namespace pinprick
