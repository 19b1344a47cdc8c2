// A future with two projections to the same child.
//
// A field is either always structurally pinned or never. This type hands its child out pinned, to
// poll it, and after the second answer it hands it out once as a plain reference, through which it
// moves it to another box. From the next poll on, or in its destructor, the child reads a place
// that is gone.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/program/program.h"
#include "harness/subject/inner_box.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class TwoFaced {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  TwoFaced(ValueId owner, F future) : child_(owner, std::move(future)) {}

  static Poll<Output> poll(Pin<TwoFaced&> self, Context& cx) {
    TwoFaced& me = self.get_unchecked_mut(Unsafe("the misuse: see above"));
    Poll<Output> answer = F::poll(Pin<F&>::new_unchecked(*me.child_, Unsafe("the first face")), cx);
    me.turn();
    return answer;
  }

 private:
  // After the second answer, and then no more, the other face.
  void turn() {
    if (answers_left_ == 0) return;
    --answers_left_;
    if (answers_left_ == 0) child_.move_content();
  }

  InnerBox<F> child_;
  std::uint8_t answers_left_ = 2;
};

}  // namespace pinprick::harness
