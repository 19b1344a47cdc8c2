// A StaticExecutor of two tasks in a box, as a future.
//
// An executor cannot move, and what is meant to be one static object in a program without a heap is
// here one object for each future. Each poll lends it the thread until no task is woken. It gives
// both outputs when no task is left, -1 for one that threw; an exception passes, and leaves the
// other task where it is. Nobody wakes whoever polls it: a slot knows nothing of him. The box goes
// when it is ready, or with the future, and a waker that somebody has kept then has nothing left to
// wake: the misuse that it is here for. Polled after Ready it panics as "Slotted".
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "harness/base/check.h"
#include "harness/program/program.h"
#include "harness/subject/homes.h"
#include "pinprick/executor/static_executor.h"
#include "pinprick/future.h"
#include "pinprick/future/map.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class Slotted {
 public:
  using PinnedFields = Fields<>;
  using Output = std::array<std::int64_t, 2>;

  Slotted(ValueId owner, F first, F second) : box_(std::make_unique<Content>()) {
    homes().enter(box_.get(), sizeof(Content), owner);
    spawn(std::move(first), 0);
    spawn(std::move(second), 1);
  }

  static Poll<Output> poll(Pin<Slotted&> self, Context&) {
    Slotted& me = self.get_mut();
    if (me.box_ == nullptr) panic(PanicReason::kPolledAfterReady, "Slotted");
    me.box_->executor.run_until_stalled();
    if (me.box_->executor.task_count() > 0) return kPending;
    return Poll<Output>::ready(std::exchange(me.box_, nullptr)->outputs);
  }

 private:
  struct Write {
    std::int64_t* to;
    std::int64_t operator()(std::int64_t output) const { return *to = output; }
  };
  struct Content {
    Output outputs = {-1, -1};
    StaticExecutor<2, sizeof(Map<F, Write>)> executor;
  };

  void spawn(F future, std::size_t slot) {
    const auto spawned = box_->executor.spawn(map(std::move(future), Write{&box_->outputs[slot]}));
    PINPRICK_CHECK(spawned.is_ok());
  }

  // Null: it was ready, or moved from.
  std::unique_ptr<Content> box_;
};

}  // namespace pinprick::harness
