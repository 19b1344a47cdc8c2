#pragma once

// All items of a stream, as a future.
//
// What it is: `Collect<S>`, ready with a std::vector of the items of S, in their order.
//
// What it promises: a poll polls S until it answers Pending (the items so far are kept) or none:
// then S is destroyed, and the vector is handed over. Allocates as the vector grows. S is
// destroyed before the items kept. An exception out of S passes and changes nothing. S is
// structurally pinned, the items are not: a Collect is Unpin when S is.
//
// What breaks it: polling it after Ready, which panics as "Collect"; a stream without end. If there
// is no memory for an item, or moving it throws, that item is lost.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/iter.h"
//
//     assert(block_on(stream::collect(stream::iter({1, 2}))) == std::vector<int>({1, 2}));

#include <optional>
#include <utility>
#include <vector>

#include "pinprick/future.h"
#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Collect final {
 public:
  using PinnedFields = Fields<S>;
  using Output = std::vector<typename S::Item>;

  explicit constexpr Collect(S stream) : stream_(std::move(stream)) {}

  static constexpr Poll<Output> poll(Pin<Collect&> self, Context& cx) {
    Collect& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    if (me.stream_.is_terminated()) panic(PanicReason::kPolledAfterReady, "Collect");
    auto child = Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("pinned as its Collect is"));
    for (;;) {
      auto answer = Fuse<S>::poll_next(child, cx);
      if (answer.is_pending()) return kPending;
      if (!answer.value().has_value()) return Poll<Output>::ready(std::move(me.items_));
      me.items_.push_back(*std::move(answer.value()));
    }
  }

 private:
  // In the reverse of the order in which they are destroyed.
  Output items_;
  Fuse<S> stream_;
};

// All items of `stream`.
template <Stream S>
constexpr Collect<S> collect(S stream) {
  return Collect<S>(std::move(stream));
}

}  // namespace pinprick::stream
