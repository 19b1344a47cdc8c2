#pragma once

// A future, or what it gave.
//
// What it is: the building block of combinators that wait for several futures at once.
//
// What it promises: the future is destroyed as soon as it is ready, and its output takes its
// place. The future is structurally pinned, the output is not. No allocation.
//
// What breaks it: taking the output when there is none, which panics as "MaybeDone".
//
// Example:
//
//     #include "pinprick/box.h"
//     #include "pinprick/future/yield_n.h"
//
//     using Slot = MaybeDone<YieldN<int>>;
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     auto slot = Box<Slot>::pin(yield_n(1, 3));
//     assert(!Slot::poll_done(slot.as_mut(), cx));
//     assert(Slot::poll_done(slot.as_mut(), cx));
//     assert(Slot::poll_done(slot.as_mut(), cx));  // polls nothing any more
//     assert(Slot::take_output(slot.as_mut()) == 3);
//     assert(slot->is_taken());

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class F>
class [[nodiscard]] MaybeDone final {
 public:
  using PinnedFields = Fields<F>;

  explicit constexpr MaybeDone(F future) : state_(std::in_place, std::move(future)) {}

  // Polls the future if it is still there. Says whether it is not.
  static constexpr bool poll_done(Pin<MaybeDone&> self, Context& cx) {
    MaybeDone& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    F* future = me.state_.first();
    if (future == nullptr) return true;
    auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its MaybeDone is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return false;
    me.state_.become_second([&] { return Finished{std::move(answer).value()}; });
    return true;
  }

  // Whether the output was taken.
  [[nodiscard]] constexpr bool is_taken() const noexcept { return state_.is_empty(); }

  // Takes the output, once.
  static constexpr typename F::Output take_output(Pin<MaybeDone&> self) {
    MaybeDone& me = self.get_unchecked_mut(Unsafe("the output is not pinned"));
    Finished* finished = me.state_.second();
    if (finished == nullptr) panic(PanicReason::kNotReady, "MaybeDone");
    const End end{me};
    return std::move(finished->output);
  }

 private:
  // A class of its own, so that the two states differ in type even where F and Output do not.
  struct Finished {
    typename F::Output output;
  };

  // Ends it when the output has left, or cannot leave.
  struct End {
    constexpr ~End() { me.state_.clear(); }
    MaybeDone& me;
  };
  using State = OneOf<F, Finished>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<MaybeDone> niche() {
    return internal::niche_in<MaybeDone, State>();
  }

  State state_;
};

}  // namespace pinprick
