#pragma once

// The outputs of a stream of futures, up to n of them under way at once, as they come.
//
// What it is: `BufferUnordered<S>`, where S is a stream of futures.
//
// What it promises: a poll first polls S and starts what it gives, as long as fewer than n futures
// are under way, until S answers Pending or none (S is then destroyed). Then it polls the futures
// under way, the one started first first, until one is ready: that one is destroyed, and its output
// is the answer; the others have their turn in the next poll. If none is ready, the answer is
// Pending, or none if there is none under way and S has ended. It is fused.
//
// All those under way are polled, with the task's own waker: there is nothing to allocate or to
// count for a wake, at the price of n polls a wake; where n is big and wakes are few, a
// FuturesUnordered is better.
//
// One allocation, when it is made: n places, where the futures are built and stay. S is destroyed
// before the futures, those in the order of their start. S is structurally pinned; the futures are
// pinned, but not here: a BufferUnordered is Unpin when S is.
//
// What breaks it: n = 0, which panics (kBadArgument, "BufferUnordered") when it is made. An
// exception out of S passes and changes nothing. A future that throws is destroyed, the exception
// passes, and the next poll goes on with the others.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//     #include "pinprick/stream/map.h"
//
//     // Each yields as often as its number says.
//     auto futures = stream::map(stream::iter({3, 1, 2}), [](int n) { return yield_n(n, n); });
//     auto outputs = stream::buffer_unordered(std::move(futures), 2);
//     assert(block_on(stream::collect(std::move(outputs))) == std::vector<int>({1, 3, 2}));

#include <cstddef>
#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/slots.h"
#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] BufferUnordered final {
  using F = typename S::Item;
  static_assert(Future<F>, "stream::buffer_unordered needs a stream of futures");

 public:
  using PinnedFields = Fields<S>;
  using Item = typename F::Output;

  BufferUnordered(S stream, std::size_t n) : futures_(n), stream_(std::move(stream)) {
    if (n == 0) panic(PanicReason::kBadArgument, "BufferUnordered");
  }

  static PollNext<Item> poll_next(Pin<BufferUnordered&> self, Context& cx) {
    BufferUnordered& me = self.get_unchecked_mut(Unsafe("only the stream is pinned in it"));
    internal::fill(me.futures_, Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("as we are")), cx);
    for (std::size_t i = 0; i < me.futures_.size(); ++i) {
      auto answer = me.poll_future(i, cx);
      if (answer.is_pending()) continue;
      me.futures_.erase(i);
      return PollNext<Item>::ready(std::optional<Item>(std::in_place, std::move(answer).value()));
    }
    if (me.futures_.size() > 0 || !me.stream_.is_terminated()) return kPending;
    return PollNext<Item>::ready(std::nullopt);
  }

 private:
  Poll<Item> poll_future(std::size_t i, Context& cx) {
    try {
      return F::poll(Pin<F&>::new_unchecked(futures_[i], Unsafe("in a place of its own")), cx);
    } catch (...) {
      futures_.erase(i);
      throw;
    }
  }

  // In the reverse of the order in which they are destroyed.
  internal::Slots<F> futures_;
  Fuse<S> stream_;
};

// The outputs of the futures that `stream` gives, at most `n` of which are under way at once.
template <Stream S>
BufferUnordered<S> buffer_unordered(S stream, std::size_t n) {
  return BufferUnordered<S>(std::move(stream), n);
}

}  // namespace pinprick::stream
