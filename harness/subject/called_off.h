// An abortable future that has its handle with it, and is called off by that before a poll whose
// number it was given.
//
// Polls are counted from 1, those that panic among them. It gives what the Abortable gives, and
// polled after Ready it panics as one.
#pragma once

#include <cstdint>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/abortable.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class CalledOff {
 public:
  using PinnedFields = Fields<Abortable<F>>;
  using Output = typename Abortable<F>::Output;

  CalledOff(F future, std::uint8_t before) : CalledOff(abortable(std::move(future)), before) {}

  static Poll<Output> poll(Pin<CalledOff&> self, Context& cx) {
    CalledOff& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    if (me.polls_left_ == 1) me.handle_.abort();
    if (me.polls_left_ > 0) --me.polls_left_;
    const Unsafe why("pinned as what it is in");
    return Abortable<F>::poll(Pin<Abortable<F>&>::new_unchecked(me.future_, why), cx);
  }

 private:
  CalledOff(std::pair<Abortable<F>, AbortHandle> ends, std::uint8_t before)
      : future_(std::move(ends.first)), handle_(std::move(ends.second)), polls_left_(before) {}

  Abortable<F> future_;
  AbortHandle handle_;
  std::uint8_t polls_left_;
};

}  // namespace pinprick::harness
