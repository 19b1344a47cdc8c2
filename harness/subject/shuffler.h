// A future whose destructor forgets that it was pinned.
//
// A destructor gets a plain reference, although the value may have been pinned: it must behave as
// if it had been given a Pin. This one moves its structurally pinned child to another box before
// the child is destroyed, as if to hand it back to somebody.
#pragma once

#include <utility>

#include "harness/program/program.h"
#include "harness/subject/inner_box.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class Shuffler {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  Shuffler(ValueId owner, F future) : child_(owner, std::move(future)) {}
  Shuffler(Shuffler&&) noexcept = default;
  Shuffler& operator=(Shuffler&&) = delete;
  ~Shuffler() {
    if (!child_.is_empty()) child_.move_content();
  }

  static Poll<Output> poll(Pin<Shuffler&> self, Context& cx) {
    Shuffler& me = self.get_unchecked_mut(Unsafe("the child is only reached through a Pin"));
    return F::poll(Pin<F&>::new_unchecked(*me.child_, Unsafe("pinned as its owner is")), cx);
  }

 private:
  InnerBox<F> child_;
};

}  // namespace pinprick::harness
