// A JoinSet that is asked for outcomes until there are no more, as a future.
//
// It gives the two that there are in the order in which they came. A poll takes as many as are
// there. The set lives as long as the future does. Polled after Ready it panics as "Drained".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "harness/subject/answer.h"
#include "pinprick/executor/join_set.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

class Drained {
  using Set = JoinSet<std::int64_t>;

 public:
  using PinnedFields = Fields<>;
  using Output = std::array<std::int64_t, 2>;

  // `set` holds two tasks.
  explicit Drained(Set set) : set_(std::move(set)) {}

  static Poll<Output> poll(Pin<Drained&> self, Context& cx) {
    Drained& me = self.get_mut();
    if (me.is_over_) panic(PanicReason::kPolledAfterReady, "Drained");
    for (;;) {
      auto next = me.set_.join_next();
      const auto answer = Pin<decltype(next)&>::make(next).poll(cx);
      if (answer.is_pending()) return kPending;
      if (!answer.value().has_value()) break;
      me.outcomes_[me.count_++] = number(*answer.value());
    }
    me.is_over_ = true;
    return Poll<Output>::ready(me.outcomes_);
  }

 private:
  Set set_;
  Output outcomes_ = {};
  std::size_t count_ = 0;
  bool is_over_ = false;
};

}  // namespace pinprick::harness
