#pragma once

// The first of two futures, and the other one back.
//
// What it is: `Select<A, B>`, ready as soon as one of them is, with its output and with the other
// future, to be polled on, selected again or dropped. The Output is an `Either`: on the left the
// output of A with B, on the right the output of B with A. Since a future that is handed back
// moves, both must be Unpin. A future that is not is pinned first and selected by reference, as
// Rust's `select!` does: a `Pin<F&>` is a future too, may move, and what comes back is the Pin.
//
// What it promises: every poll polls A first; B only if A is pending. The winner is destroyed
// before the poll returns. Dropped while it is pending, it drops A before B. No allocation.
//
// What breaks it: polling it after Ready, which panics as "Select". If a future throws, everything
// stays as it is, and the next poll polls it again. If an output or the other future cannot be
// moved out, the Select is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     auto first = block_on(select(yield_n(3, 'a'), yield_n(1, 'b')));
//     assert(first.is_right());
//     auto [b, a] = std::move(first).right();
//     assert(b == 'b');
//     assert(block_on(std::move(a)) == 'a');
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/example.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/pin_local.h"
//
//     PINPRICK_PIN_MUT(work, example(8, 1));  // not Unpin: it stays where it is
//     for (int ticks = 0;; ++ticks) {
//       auto first = block_on(select(work, ready('t')));
//       if (first.is_left()) {
//         assert(ticks == 2 && first.left().first == 37);
//         break;
//       }
//     }

#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/either.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/two_futures.h"

namespace pinprick {

template <class A, class B>
class [[nodiscard]] Select final {
  static_assert(Unpin<A> && Unpin<B>,
                "select needs Unpin futures, because it hands one back: pin a future that is not, "
                "and select by its Pin<F&>");

 public:
  using PinnedFields = Fields<A, B>;
  using Output = Either<std::pair<typename A::Output, B>, std::pair<typename B::Output, A>>;

  constexpr Select(A a, B b) : state_(std::in_place, std::move(a), std::move(b)) {}

  static constexpr Poll<Output> poll(Pin<Select&> self, Context& cx) {
    Select& me = self.get_mut();
    Both* both = me.state_.first();
    if (both == nullptr) panic(PanicReason::kPolledAfterReady, "Select");
    if (auto a = A::poll(Pin<A&>::make(both->a), cx); a.is_ready()) {
      const End end{me};
      return Poll<Output>::ready(Output::of_left({std::move(a.value()), std::move(both->b)}));
    }
    if (auto b = B::poll(Pin<B&>::make(both->b), cx); b.is_ready()) {
      const End end{me};
      return Poll<Output>::ready(Output::of_right({std::move(b.value()), std::move(both->a)}));
    }
    return kPending;
  }

 private:
  using Both = internal::TwoFutures<A, B>;
  using State = OneOf<Both, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Select> niche() { return internal::niche_in<Select, State>(); }

  // Destroys the winner when the answer is complete, or cannot be completed.
  struct End {
    constexpr ~End() { select.state_.clear(); }
    Select& select;
  };

  // Empty once ready.
  State state_;
};

// The output of whichever of both is ready first, and the other one.
template <Future A, Future B>
constexpr Select<A, B> select(A a, B b) {
  return Select<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick
