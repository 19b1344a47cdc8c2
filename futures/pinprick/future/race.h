#pragma once

// The first of two futures; the other is dropped.
//
// What it is: `Race<A, B>`, ready as soon as one of them is. Where both give the same type, that is
// its Output; otherwise it is an `Either` of the two, so that one can tell who won.
//
// What it promises: every poll polls A first; B only if A is pending. As soon as one is ready both
// are destroyed where they are, A before B, within the same poll: the loser is cancelled at once,
// and need not be Unpin, because it is not handed back. Dropped while it is pending, it drops A
// before B. No allocation. Both are structurally pinned: a Race is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "Race". If a future throws, everything
// stays as it is, and the next poll polls it again.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/pending.h"
//     #include "pinprick/future/yield_n.h"
//
//     assert(block_on(race(yield_n(3, 'a'), yield_n(1, 'b'))) == 'b');
//     const auto winner = block_on(race(pending<std::string>(), yield_n(1, 5)));
//     assert(winner.is_right() && winner.right() == 5);

#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/either.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/two_futures.h"

namespace pinprick {

template <class A, class B>
class [[nodiscard]] Race final {
  using OutputA = typename A::Output;
  using OutputB = typename B::Output;
  static constexpr bool kSame = std::is_same_v<OutputA, OutputB>;

 public:
  using PinnedFields = Fields<A, B>;
  using Output = std::conditional_t<kSame, OutputA, Either<OutputA, OutputB>>;

  constexpr Race(A a, B b) : state_(std::in_place, std::move(a), std::move(b)) {}

  static constexpr Poll<Output> poll(Pin<Race&> self, Context& cx) {
    Race& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    Both* both = me.state_.first();
    if (both == nullptr) panic(PanicReason::kPolledAfterReady, "Race");
    const Unsafe why("pinned as its Race is");
    if (auto a = A::poll(Pin<A&>::new_unchecked(both->a, why), cx); a.is_ready()) {
      me.state_.clear();
      if constexpr (kSame)
        return a;
      else
        return std::move(a).map(&Output::of_left);
    }
    if (auto b = B::poll(Pin<B&>::new_unchecked(both->b, why), cx); b.is_ready()) {
      me.state_.clear();
      if constexpr (kSame)
        return b;
      else
        return std::move(b).map(&Output::of_right);
    }
    return kPending;
  }

 private:
  using Both = internal::TwoFutures<A, B>;
  using State = OneOf<Both, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Race> niche() { return internal::niche_in<Race, State>(); }

  // Empty once ready.
  State state_;
};

// The output of whichever of both is ready first.
template <Future A, Future B>
constexpr Race<A, B> race(A a, B b) {
  return Race<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick
