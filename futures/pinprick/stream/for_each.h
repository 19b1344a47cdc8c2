#pragma once

// Something done with each item of a stream, as a future.
//
// What it is: `ForEach<S, Fn>`. Fn is called with each item. If it gives a future, that one is
// polled to its end before the next item is asked for; what it gives is thrown away. If it gives
// anything else, that is thrown away at once.
//
// What it promises: a poll goes on (item, function, future, item, ...) until S or a future answers
// Pending or S answers none: then S is destroyed, and the ForEach is ready. A future is built where
// it is polled and destroyed as soon as it is ready, before S is polled again. No allocation. S is
// destroyed before Fn and Fn before the future. S and the future are structurally pinned, Fn is
// not: a ForEach is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "ForEach". An exception out of S or a
// future passes and changes nothing. If Fn throws, that item is lost, and a further poll would go
// on with the next.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//     #include "pinprick/stream/iter.h"
//
//     int sum = 0;
//     block_on(stream::for_each(stream::iter({1, 2, 3}), [&sum](int n) { sum += n; }));
//     assert(sum == 6);
//     block_on(stream::for_each(stream::iter({1, 2}), [&sum](int n) {
//       sum *= n;
//       return yield_n(1, Unit{});
//     }));
//     assert(sum == 12);

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/stream/fuse.h"
#include "pinprick/unit.h"

namespace pinprick::stream {

template <Stream S, class Fn>
class [[nodiscard]] ForEach final {
  static_assert(std::is_invocable_v<Fn&, typename S::Item>,
                "stream::for_each needs a function of an Item");
  using Result = std::remove_cvref_t<std::invoke_result_t<Fn&, typename S::Item>>;
  static constexpr bool kWaits = Future<Result>;

 public:
  using PinnedFields = std::conditional_t<kWaits, Fields<S, Result>, Fields<S>>;
  using Output = Unit;

  constexpr ForEach(S stream, Fn fn) : fn_(std::move(fn)), stream_(std::move(stream)) {}

  static constexpr Poll<Unit> poll(Pin<ForEach&> self, Context& cx) {
    ForEach& me = self.get_unchecked_mut(Unsafe("what is pinned is only reached through a Pin"));
    if (me.stream_.is_terminated()) panic(PanicReason::kPolledAfterReady, "ForEach");
    auto child = Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("pinned as its ForEach is"));
    for (;;) {
      if constexpr (kWaits) {
        if (!me.finish_work(cx)) return kPending;
      }
      auto answer = Fuse<S>::poll_next(child, cx);
      if (answer.is_pending()) return kPending;
      if (!answer.value().has_value()) return Poll<Unit>::ready({});
      auto call = [&]() -> decltype(auto) {
        return std::invoke(me.fn_, *std::move(answer.value()));
      };
      if constexpr (kWaits) {
        me.work_.become_second(call);
      } else {
        static_cast<void>(call());
      }
    }
  }

 private:
  // Of its own type, because two Units in a row would not share a place.
  struct None {};
  // Empty while no future is under way.
  using Work = std::conditional_t<kWaits, OneOf<None, Result>, None>;

  // Polls the future if there is one. Says whether there is none left.
  constexpr bool finish_work(Context& cx) {
    Result* future = work_.second();
    if (future == nullptr) return true;
    auto child = Pin<Result&>::new_unchecked(*future, Unsafe("pinned as its ForEach is"));
    if (Result::poll(child, cx).is_pending()) return false;
    work_.clear();
    return true;
  }

  // In the reverse of the order in which they are destroyed.
  [[no_unique_address]] Work work_;
  [[no_unique_address]] Fn fn_;
  Fuse<S> stream_;
};

// Calls `fn` with each item of `stream`.
template <Stream S, class Fn>
constexpr ForEach<S, std::decay_t<Fn>> for_each(S stream, Fn&& fn) {
  return ForEach<S, std::decay_t<Fn>>(std::move(stream), std::forward<Fn>(fn));
}

}  // namespace pinprick::stream
