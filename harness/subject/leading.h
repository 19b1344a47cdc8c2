// A future that gives a future: the second leaf, made of what the first one gives.
//
// It adds nothing else. The first leaf lives as long as it does, structurally pinned, so that when
// a combinator destroys the one can be seen by the other.
#pragma once

#include <utility>

#include "harness/subject/second.h"
#include "pinprick/future.h"
#include "pinprick/project.h"

namespace pinprick::harness {

template <class F>
class Leading {
 public:
  using Output = F;

  Leading(F future, MakeSecond<F> make) : future_(std::move(future)), make_(make) {}

  static Poll<Output> poll(Pin<Leading&> self, Context& cx) {
    auto [future, make] = project(self);
    return future.poll(cx).map(make);
  }

 private:
  F future_;
  MakeSecond<F> make_;

 public:
  using PinnedFields = Members<PinnedMember<&Leading::future_>, PlainMember<&Leading::make_>>;
};

}  // namespace pinprick::harness
