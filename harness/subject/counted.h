// A future that empties a stream of vectors, and says how many there were and what their numbers
// add up to.
//
// It is what a user writes by hand around a stream: the stream lies in it, structurally pinned, and
// each step is a Next, made anew in every poll, because one that were kept would point at the
// stream beside it. The stream is destroyed when it is over. An exception out of it passes and
// changes nothing. Polled after Ready it panics as "Counted".
#pragma once

#include <cstdint>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/stream/fuse.h"
#include "pinprick/stream/next.h"

namespace pinprick::harness {

template <Stream S>
class Counted {
 public:
  using PinnedFields = Fields<S>;
  using Output = std::pair<std::int64_t, std::int64_t>;

  explicit Counted(S stream) : stream_(stream::fuse(std::move(stream))) {}

  static Poll<Output> poll(Pin<Counted&> self, Context& cx) {
    Counted& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    if (me.stream_.is_terminated()) panic(PanicReason::kPolledAfterReady, "Counted");
    const Unsafe why("pinned as its Counted is");
    for (;;) {
      auto next = stream::next(Pin<stream::Fuse<S>&>::new_unchecked(me.stream_, why));
      auto answer = Pin<decltype(next)&>::make(next).poll(cx);
      if (answer.is_pending()) return kPending;
      if (!answer.value().has_value()) return Poll<Output>::ready(me.count_);
      ++me.count_.first;
      for (const std::int64_t item : *answer.value()) me.count_.second += item;
    }
  }

 private:
  Output count_ = {0, 0};
  stream::Fuse<S> stream_;
};

}  // namespace pinprick::harness
