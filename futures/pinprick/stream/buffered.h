#pragma once

// The outputs of a stream of futures, up to n of them under way at once, in their order.
//
// What it is: `Buffered<S>`, where S is a stream of futures.
//
// What it promises: a poll first polls S and starts what it gives, as long as fewer than n futures
// are under way or have an output that waits for its turn, until S answers Pending or none (S is
// then destroyed). Then it polls the futures under way, the one started first first; each that is
// ready is destroyed and its output kept in its place. As soon as the output of the first is there,
// which is looked at before the others are polled, it is the answer. If it is not, the answer is
// Pending, or none if no place is taken and S has ended. It is fused.
//
// All those under way are polled, with the task's own waker, as by a BufferUnordered.
//
// One allocation, when it is made: n places, where the futures are built and stay. S is destroyed
// before the futures and the outputs, those in the order of their start. S is structurally pinned;
// the futures are pinned, but not here: a Buffered is Unpin when S is.
//
// What breaks it: n = 0, which panics (kBadArgument, "Buffered") when it is made. An exception out
// of S passes and changes nothing. A future that throws is destroyed, the exception passes at once,
// out of order, and the next poll goes on with the others.
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
//     auto outputs = stream::buffered(std::move(futures), 2);
//     assert(block_on(stream::collect(std::move(outputs))) == std::vector<int>({3, 1, 2}));

#include <cstddef>
#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/internal/slots.h"
#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Buffered final {
  using F = typename S::Item;
  static_assert(Future<F>, "stream::buffered needs a stream of futures");

 public:
  using PinnedFields = Fields<S>;
  using Item = typename F::Output;

  Buffered(S stream, std::size_t n) : futures_(n), stream_(std::move(stream)) {
    if (n == 0) panic(PanicReason::kBadArgument, "Buffered");
  }

  static PollNext<Item> poll_next(Pin<Buffered&> self, Context& cx) {
    Buffered& me = self.get_unchecked_mut(Unsafe("only the stream is pinned in it"));
    internal::fill(me.futures_, Pin<Fuse<S>&>::new_unchecked(me.stream_, Unsafe("as we are")), cx);
    for (std::size_t i = 0; i < me.futures_.size(); ++i) {
      if (me.poll_future(i, cx) && i == 0) return me.give_first();
    }
    if (me.futures_.size() > 0 || !me.stream_.is_terminated()) return kPending;
    return PollNext<Item>::ready(std::nullopt);
  }

 private:
  Pin<MaybeDone<F>&> pinned(std::size_t i) {
    return Pin<MaybeDone<F>&>::new_unchecked(futures_[i], Unsafe("in a place of its own"));
  }

  // Whether the output is there.
  bool poll_future(std::size_t i, Context& cx) {
    try {
      return MaybeDone<F>::poll_done(pinned(i), cx);
    } catch (...) {
      futures_.erase(i);
      throw;
    }
  }

  PollNext<Item> give_first() {
    std::optional<Item> output(std::in_place, MaybeDone<F>::take_output(pinned(0)));
    futures_.erase(0);
    return PollNext<Item>::ready(std::move(output));
  }

  // In the reverse of the order in which they are destroyed.
  internal::Slots<MaybeDone<F>> futures_;
  Fuse<S> stream_;
};

// The outputs of the futures that `stream` gives, at most `n` of which are under way at once.
template <Stream S>
Buffered<S> buffered(S stream, std::size_t n) {
  return Buffered<S>(std::move(stream), n);
}

}  // namespace pinprick::stream
