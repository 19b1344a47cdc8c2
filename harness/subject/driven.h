// An executor, and the two tasks that it runs, in one future.
//
// Each poll lends the executor its thread until no task is woken, and asks the handles of the tasks
// then. It gives both outcomes when both are there. Whoever polls it is woken when a task has come
// to its end, and not when a task could go on, of which only the executor knows. Destroyed earlier,
// it lets go of the handles first and of the executor then. Polled after Ready it panics as a Join.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "harness/subject/answer.h"
#include "pinprick/future.h"
#include "pinprick/future/join.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class Executor, class Handle>
class Driven {
  using Handles = Join<Handle, Handle>;

 public:
  // What is pinned is a task, and that is on the heap.
  using PinnedFields = Fields<>;
  using Output = std::pair<std::int64_t, std::int64_t>;

  Driven(std::unique_ptr<Executor> executor, Handle first, Handle second)
      : executor_(std::move(executor)), handles_(join(std::move(first), std::move(second))) {}

  static Poll<Output> poll(Pin<Driven&> self, Context& cx) {
    Driven& me = self.get_mut();
    me.executor_->run_until_stalled();
    return Handles::poll(Pin<Handles&>::make(me.handles_), cx).map([](const auto& outcomes) {
      return Output(number(outcomes.first), number(outcomes.second));
    });
  }

 private:
  std::unique_ptr<Executor> executor_;
  Handles handles_;
};

}  // namespace pinprick::harness
