#pragma once

// The first items of a stream.
//
// What it is: `Take<S>`, the stream S and how many of its items are still wanted.
//
// What it promises: each poll polls S once, as long as items are wanted. S is destroyed as soon as
// it has given the last of them, before that one is handed on, and as soon as it ends by itself;
// every later poll answers none, so a Take is fused. If no item is wanted at all, the first poll
// destroys S without polling it. An exception out of S passes and changes nothing. No allocation. S
// is structurally pinned: a Take is Unpin when S is.
//
// What breaks it: nothing beyond what breaks S.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//
//     auto two = stream::take(stream::iter({1, 2, 3}), 2);
//     assert(block_on(stream::collect(std::move(two))) == std::vector<int>({1, 2}));

#include <cstddef>
#include <utility>

#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Take final {
 public:
  using PinnedFields = Fields<S>;
  using Item = typename S::Item;

  constexpr Take(S stream, std::size_t n) : stream_(std::move(stream)), left_(n) {}

  static constexpr PollNext<Item> poll_next(Pin<Take&> self, Context& cx) {
    Take& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    auto child = Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("pinned as its Take is"));
    if (me.left_ == 0) Fuse<S>::finish(child);
    auto answer = Fuse<S>::poll_next(child, cx);
    if (answer.is_ready() && answer.value().has_value() && --me.left_ == 0) {
      Fuse<S>::finish(child);
    }
    return answer;
  }

 private:
  Fuse<S> stream_;
  std::size_t left_;
};

// The first `n` items of `stream`, or fewer if it has no more.
template <Stream S>
constexpr Take<S> take(S stream, std::size_t n) {
  return Take<S>(std::move(stream), n);
}

}  // namespace pinprick::stream
