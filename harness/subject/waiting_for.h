// A future that waits for a source.
//
// It holds a share of the source beside the future that the source gives, and releases it after
// that one has ended: a primitive outlives whoever waits for it, as the library asks. What is moved
// from has no share and says nothing when it is destroyed.
//
// The source, an `Object`, has `wait(args)`, which makes the future, and `given(output)`, which
// does with the future's output what is to be done with it, and says what the whole gives.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/program/kind.h"
#include "harness/subject/source.h"
#include "pinprick/future.h"

namespace pinprick::harness {

template <class Object>
class WaitingFor {
 public:
  using Future = decltype(std::declval<Object&>().wait(LeafArgs()));
  using Output = std::int64_t;
  using PinnedFields = Fields<Future>;

  WaitingFor(const SourceHandle& source, const LeafArgs& args)
      : source_(source.share()), future_(source.as<Object>().wait(args)) {}

  static Poll<Output> poll(Pin<WaitingFor&> self, Context& cx) {
    const Unsafe why("the future is reached through its Pin only");
    auto output = Future::poll(
        self.map_unchecked_mut([](WaitingFor& me) -> Future& { return me.future_; }, why), cx);
    if (output.is_pending()) return kPending;
    return Poll<Output>::ready(Object::given(std::move(output).value()));
  }

 private:
  SourceHandle source_;
  Future future_;
};

}  // namespace pinprick::harness
