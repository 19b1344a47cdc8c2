#pragma once

// A stream whose items are passed through a function.
//
// What it is: `Map<S, Fn>`, the stream S and the function Fn side by side in one object.
//
// What it promises: each poll polls S once and calls Fn once if there is an item. None and Pending
// pass as they are; a Map is fused when S is. S is destroyed before Fn, both with the Map. No
// allocation, no byte beyond those of S and Fn. S is structurally pinned, Fn is not: a Map is Unpin
// when S is.
//
// What breaks it: nothing beyond what breaks S. If Fn throws, that item is lost and the Map goes on
// with the next.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//
//     auto squares = stream::map(stream::iter({1, 2, 3}), [](int n) { return n * n; });
//     assert(block_on(stream::collect(std::move(squares))) == std::vector<int>({1, 4, 9}));

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/stream.h"

namespace pinprick::stream {

template <Stream S, class Fn>
class [[nodiscard]] Map final {
  static_assert(std::is_invocable_v<Fn&, typename S::Item>,
                "stream::map needs a function of an Item");

 public:
  using PinnedFields = Fields<S>;
  using Item = std::remove_cvref_t<std::invoke_result_t<Fn&, typename S::Item>>;

  constexpr Map(S stream, Fn fn) : fn_(std::move(fn)), stream_(std::move(stream)) {}

  static constexpr PollNext<Item> poll_next(Pin<Map&> self, Context& cx) {
    Map& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    auto child = Pin<S&>::new_unchecked(me.stream_, Unsafe("pinned as its Map is"));
    auto answer = S::poll_next(child, cx);
    if (answer.is_pending()) return kPending;
    if (!answer.value().has_value()) return PollNext<Item>::ready(std::nullopt);
    return PollNext<Item>::ready(
        std::optional<Item>(std::in_place, std::invoke(me.fn_, *std::move(answer.value()))));
  }

 private:
  // In the reverse of the order in which they are destroyed.
  [[no_unique_address]] Fn fn_;
  S stream_;
};

// `fn` of each item of `stream`.
template <Stream S, class Fn>
constexpr Map<S, std::decay_t<Fn>> map(S stream, Fn&& fn) {
  return Map<S, std::decay_t<Fn>>(std::move(stream), std::forward<Fn>(fn));
}

}  // namespace pinprick::stream
