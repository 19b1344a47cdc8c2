#pragma once

// The items of a stream, several at a time.
//
// What it is: `Chunks<S>`, a stream of vectors of n items of S each; only the last may be shorter.
//
// What it promises: a poll polls S until the vector is full, which is the answer, or until S
// answers Pending (the items so far are kept) or none: then S is destroyed, and the answer is what
// there is of a vector, if anything. Every later poll answers none, so a Chunks is fused. One
// allocation for each vector, before its first item is asked for. S is destroyed before the items
// kept. An exception out of S passes and changes nothing. S is structurally pinned, the items are
// not: a Chunks is Unpin when S is.
//
// What breaks it: n = 0, which panics (kBadArgument, "Chunks") when it is made. If moving an item
// throws, that item is lost.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//
//     const auto pairs = block_on(stream::collect(stream::chunks(stream::iter({1, 2, 3}), 2)));
//     assert(pairs == std::vector<std::vector<int>>({{1, 2}, {3}}));

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Chunks final {
 public:
  using PinnedFields = Fields<S>;
  using Item = std::vector<typename S::Item>;

  Chunks(S stream, std::size_t n) : size_(n), stream_(std::move(stream)) {
    if (n == 0) panic(PanicReason::kBadArgument, "Chunks");
  }

  static PollNext<Item> poll_next(Pin<Chunks&> self, Context& cx) {
    Chunks& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    auto child = Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("pinned as its Chunks is"));
    while (!me.stream_.is_terminated()) {
      me.items_.reserve(me.size_);
      auto answer = Fuse<S>::poll_next(child, cx);
      if (answer.is_pending()) return kPending;
      if (!answer.value().has_value()) break;
      me.items_.push_back(*std::move(answer.value()));
      if (me.items_.size() == me.size_) return me.give();
    }
    if (me.items_.empty()) return PollNext<Item>::ready(std::nullopt);
    return me.give();
  }

 private:
  PollNext<Item> give() { return PollNext<Item>::ready(std::exchange(items_, Item())); }

  // In the reverse of the order in which they are destroyed.
  std::size_t size_;
  Item items_;
  Fuse<S> stream_;
};

// The items of `stream` in vectors of `n`.
template <Stream S>
Chunks<S> chunks(S stream, std::size_t n) {
  return Chunks<S>(std::move(stream), n);
}

}  // namespace pinprick::stream
