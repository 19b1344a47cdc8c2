#pragma once

// Two futures side by side.
//
// What it is: `Join<A, B>`, ready with both outputs as a pair when both are ready.
//
// What it promises: every poll polls A first and then B, leaving out the one that is ready. Each
// is destroyed as soon as it is ready, its output kept in its place until the other is there.
// Dropped while it is pending, it drops A (or its output) before B. No allocation. Both are
// structurally pinned: a Join is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "Join". If a future throws, everything
// stays as it is, and the next poll polls that one again.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/future/yield_n.h"
//
//     const auto [number, letter] = block_on(join(ready(3), yield_n(2, 'c')));
//     assert(number == 3 && letter == 'c');

#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/project.h"

namespace pinprick {

template <class A, class B>
class [[nodiscard]] Join final {
 public:
  using Output = std::pair<typename A::Output, typename B::Output>;

  constexpr Join(A a, B b) : b_(std::move(b)), a_(std::move(a)) {}

  static constexpr Poll<Output> poll(Pin<Join&> self, Context& cx) {
    auto [a, b] = project(self);
    if (a.get_ref().is_taken()) panic(PanicReason::kPolledAfterReady, "Join");
    const bool a_done = MaybeDone<A>::poll_done(a, cx);
    const bool b_done = MaybeDone<B>::poll_done(b, cx);
    if (!a_done || !b_done) return kPending;
    auto first = MaybeDone<A>::take_output(a);
    return Poll<Output>::ready(Output(std::move(first), MaybeDone<B>::take_output(b)));
  }

 private:
  friend struct internal::NicheOf;
  static consteval internal::Niche<Join> niche() {
    return internal::niche_in<Join, MaybeDone<B>>();
  }

  // B comes first, so that A is destroyed first.
  MaybeDone<B> b_;
  MaybeDone<A> a_;

 public:
  using PinnedFields = Members<PinnedMember<&Join::a_>, PinnedMember<&Join::b_>>;
};

// Both outputs, when both are there.
template <Future A, Future B>
constexpr Join<A, B> join(A a, B b) {
  return Join<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick
