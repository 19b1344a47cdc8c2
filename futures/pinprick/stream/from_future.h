#pragma once

// The stream of what a future gives.
//
// What it is: `FromFuture<F>`, a stream of one item, the output of F. Rust's futures call it once.
//
// What it promises: each poll polls F, until F is ready: then F is destroyed at once and its output
// is the item. Every later poll answers none; it is fused. An exception out of F passes and changes
// nothing. F is structurally pinned: a FromFuture is Unpin when F is. No allocation.
//
// What breaks it: nothing beyond what breaks F.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//     #include "pinprick/stream/collect.h"
//
//     auto one = stream::from_future(yield_n(2, 7));
//     assert(block_on(stream::collect(std::move(one))) == std::vector<int>{7});

#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/stream.h"

namespace pinprick::stream {

template <Future F>
class [[nodiscard]] FromFuture final {
 public:
  using PinnedFields = Fields<F>;
  using Item = typename F::Output;

  explicit constexpr FromFuture(F future) : state_(std::in_place, std::move(future)) {}

  static constexpr PollNext<Item> poll_next(Pin<FromFuture&> self, Context& cx) {
    FromFuture& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    F* future = me.state_.first();
    if (future == nullptr) return PollNext<Item>::ready(std::nullopt);
    auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its stream is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return kPending;
    me.state_.clear();
    return PollNext<Item>::ready(std::optional<Item>(std::in_place, std::move(answer).value()));
  }

 private:
  using State = OneOf<F, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<FromFuture> niche() {
    return internal::niche_in<FromFuture, State>();
  }

  // Empty once the future was ready.
  State state_;
};

// What `future` gives, and then the end.
template <Future F>
constexpr FromFuture<F> from_future(F future) {
  return FromFuture<F>(std::move(future));
}

}  // namespace pinprick::stream
