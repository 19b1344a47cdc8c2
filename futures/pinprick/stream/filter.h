#pragma once

// The items of a stream that satisfy a predicate.
//
// What it is: `Filter<S, Fn>`, the stream S and the predicate Fn, a function of a const Item& that
// gives a bool.
//
// What it promises: a poll polls S until it has an item for which Fn says true, which is the
// answer, or until S answers Pending or none, which pass as they are; a Filter is fused when S is.
// Fn is called once for each item, and one that is refused is destroyed before S is polled again.
// S is destroyed before Fn, both with the Filter. No allocation, no byte beyond those of S and Fn.
// S is structurally pinned, Fn is not: a Filter is Unpin when S is.
//
// What breaks it: a stream that has items without end and none that Fn lets pass, which is never
// left. If Fn throws, that item is lost and the Filter goes on with the next.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//
//     auto odd = stream::filter(stream::iter({1, 2, 3}), [](int n) { return n % 2 == 1; });
//     assert(block_on(stream::collect(std::move(odd))) == std::vector<int>({1, 3}));

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/stream.h"

namespace pinprick::stream {

template <Stream S, class Fn>
class [[nodiscard]] Filter final {
  static_assert(std::predicate<Fn&, const typename S::Item&>,
                "stream::filter needs a predicate: a function of a const Item& that gives a bool");

 public:
  using PinnedFields = Fields<S>;
  using Item = typename S::Item;

  constexpr Filter(S stream, Fn fn) : fn_(std::move(fn)), stream_(std::move(stream)) {}

  static constexpr PollNext<Item> poll_next(Pin<Filter&> self, Context& cx) {
    Filter& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    auto child = Pin<S&>::new_unchecked(me.stream_, Unsafe("pinned as its Filter is"));
    for (;;) {
      auto answer = S::poll_next(child, cx);
      if (answer.is_pending()) return answer;
      if (!answer.value().has_value()) return answer;
      if (std::invoke(me.fn_, std::as_const(*answer.value()))) return answer;
    }
  }

 private:
  // In the reverse of the order in which they are destroyed.
  [[no_unique_address]] Fn fn_;
  S stream_;
};

// The items of `stream` for which `fn` is true.
template <Stream S, class Fn>
constexpr Filter<S, std::decay_t<Fn>> filter(S stream, Fn&& fn) {
  return Filter<S, std::decay_t<Fn>>(std::move(stream), std::forward<Fn>(fn));
}

}  // namespace pinprick::stream
