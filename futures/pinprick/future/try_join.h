#pragma once

// Two futures side by side, either of which may fail.
//
// What it is: `TryJoin<A, B>`, whose futures give Results with one and the same error type. It is
// ready with both values as a pair when both are there, or with the first error.
//
// What it promises: every poll polls A first and then B, leaving out the one that is ready. Each
// is destroyed as soon as it is ready, its value kept in its place until the other is there. At
// the first error everything is dropped at once, A (or its value) before B, in the same poll; if A
// fails, B is not polled any more. Dropped while it is pending, it drops A before B. No
// allocation. Both are structurally pinned: a TryJoin is Unpin when both are.
//
// What breaks it: polling it after Ready, which panics as "TryJoin". If a future throws, everything
// stays as it is, and the next poll polls that one again. If a value cannot be moved, the TryJoin
// is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/future/yield_n.h"
//
//     using Parsed = Result<int, std::string>;
//     assert(block_on(try_join(ready(Parsed::ok(1)), yield_n(2, Parsed::ok(2)))).value() ==
//            std::pair(1, 2));
//     assert(block_on(try_join(ready(Parsed::ok(1)), yield_n(2, Parsed::err("no")))).error() ==
//            "no");

#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/try_future.h"

namespace pinprick {

template <class A, class B>
class [[nodiscard]] TryJoin final {
  static_assert(internal::TryFuture<A> && internal::TryFuture<B>,
                "try_join needs futures whose Output is a Result");
  using ValueA = typename A::Output::Value;
  using ValueB = typename B::Output::Value;
  using Error = typename A::Output::Error;
  static_assert(std::is_same_v<Error, typename B::Output::Error>,
                "try_join needs futures of one Error: make one of the other by map_err");

 public:
  using PinnedFields = Fields<A, B>;
  using Output = Result<std::pair<ValueA, ValueB>, Error>;

  constexpr TryJoin(A a, B b) : b_(std::in_place, std::move(b)), a_(std::in_place, std::move(a)) {}

  static constexpr Poll<Output> poll(Pin<TryJoin&> self, Context& cx) {
    TryJoin& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    if (me.a_.is_empty() || me.b_.is_empty()) panic(PanicReason::kPolledAfterReady, "TryJoin");
    std::optional<Error> error = poll_side(me.a_, cx);
    if (!error.has_value()) error = poll_side(me.b_, cx);
    if (error.has_value()) {
      me.clear();
      return Poll<Output>::ready(Output::err(*std::move(error)));
    }
    Got<ValueA>* a = me.a_.second();
    Got<ValueB>* b = me.b_.second();
    if (a == nullptr || b == nullptr) return kPending;
    const End end{me};
    return Poll<Output>::ready(Output::ok({std::move(a->value), std::move(b->value)}));
  }

 private:
  template <class Value>
  struct Got {
    Value value;
  };

  // Ends it when the answer is complete, or cannot be completed.
  struct End {
    constexpr ~End() { join.clear(); }
    TryJoin& join;
  };

  // Polls a future that is still there, and keeps its value. The error, if that is what it gave.
  template <class F, class Value>
  static constexpr std::optional<Error> poll_side(OneOf<F, Got<Value>>& side, Context& cx) {
    F* future = side.first();
    if (future == nullptr) return std::nullopt;
    auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its TryJoin is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return std::nullopt;
    if (answer.value().is_err()) return std::move(answer.value().error());
    side.become_second([&] { return Got<Value>{std::move(answer.value().value())}; });
    return std::nullopt;
  }

  constexpr void clear() noexcept {
    a_.clear();
    b_.clear();
  }

  // Both empty once ready. In this order, so that A is destroyed first.
  OneOf<B, Got<ValueB>> b_;
  OneOf<A, Got<ValueA>> a_;
};

// Both values, when both are there, or the first error.
template <Future A, Future B>
constexpr TryJoin<A, B> try_join(A a, B b) {
  return TryJoin<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick
