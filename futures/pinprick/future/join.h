#pragma once

// Two futures side by side.
//
// What it is: `Join<A, B>`, ready with both outputs as a pair when both are ready.
//
// What it promises: every poll polls A first and then B, leaving out the one that is ready. Each
// is destroyed as soon as it is ready, its output kept in its place until the other is there. No
// allocation. Both are structurally pinned: a Join is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "Join".
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

namespace pinprick {

template <class A, class B>
class [[nodiscard]] Join final {
 public:
  using PinnedFields = Fields<A, B>;
  using Output = std::pair<typename A::Output, typename B::Output>;

  constexpr Join(A a, B b) : a_(std::move(a)), b_(std::move(b)) {}

  static constexpr Poll<Output> poll(Pin<Join&> self, Context& cx) {
    if (self.get_ref().a_.is_taken()) panic(PanicReason::kPolledAfterReady, "Join");
    const Unsafe why("a field, only ever reached through a Pin");
    auto a = self.map_unchecked_mut([](Join& me) -> MaybeDone<A>& { return me.a_; }, why);
    auto b = self.map_unchecked_mut([](Join& me) -> MaybeDone<B>& { return me.b_; }, why);
    const bool a_done = MaybeDone<A>::poll_done(a, cx);
    const bool b_done = MaybeDone<B>::poll_done(b, cx);
    if (!a_done || !b_done) return kPending;
    auto first = MaybeDone<A>::take_output(a);
    return Poll<Output>::ready(Output(std::move(first), MaybeDone<B>::take_output(b)));
  }

 private:
  MaybeDone<A> a_;
  MaybeDone<B> b_;
};

// Both outputs, when both are there.
template <Future A, Future B>
constexpr Join<A, B> join(A a, B b) {
  return Join<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick
