// A future made of the library's MaybeDone.
//
// It polls the one inside until that is ready. What that gave is left in its place until the next
// poll, which takes it: the poll that finds the end answers Pending, and wakes.
#pragma once

#include "pinprick/future.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/project.h"

namespace pinprick::harness {

template <class F>
class Kept {
 public:
  using Output = typename F::Output;

  explicit Kept(F future) : slot_(std::move(future)) {}

  static Poll<Output> poll(Pin<Kept&> self, Context& cx) {
    auto [slot, is_done] = project(self);
    if (slot.get_ref().is_taken()) panic(PanicReason::kPolledAfterReady, "MaybeDone");
    const bool was_done = is_done;
    is_done = MaybeDone<F>::poll_done(slot, cx);
    if (!is_done) return kPending;
    if (was_done) return Poll<Output>::ready(MaybeDone<F>::take_output(slot));
    cx.waker().wake_by_ref();
    return kPending;
  }

 private:
  MaybeDone<F> slot_;
  bool is_done_ = false;

 public:
  using PinnedFields = Members<PinnedMember<&Kept::slot_>, PlainMember<&Kept::is_done_>>;
};

}  // namespace pinprick::harness
