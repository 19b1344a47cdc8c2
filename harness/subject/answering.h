// A future whose output is made an answer of.
//
// For combinators that give more than an answer has room for, such as the futures that were not
// ready: these are dropped when the answer has been made. The future inside is structurally pinned,
// lives as long as this one does, and is the one that dies by name when it is polled again.
#pragma once

#include <utility>

#include "harness/subject/answer.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// `make_answer` takes the output by value.
template <class F, auto make_answer>
class Answering {
 public:
  using PinnedFields = Fields<F>;
  using Output = Answer;

  explicit Answering(F future) : future_(std::move(future)) {}

  static Poll<Output> poll(Pin<Answering&> self, Context& cx) {
    const Unsafe why("the future is only reached through its Pin");
    return F::poll(self.map_unchecked_mut([](Answering& me) -> F& { return me.future_; }, why), cx)
        .map(make_answer);
  }

 private:
  F future_;
};

}  // namespace pinprick::harness
