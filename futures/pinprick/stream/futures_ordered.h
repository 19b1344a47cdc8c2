#pragma once

// Many futures of one type, whose outputs come in the order of the futures.
//
// What it is: `FuturesOrdered<F>`, a stream like FuturesUnordered, but with the outputs in the
// order in which the futures were pushed. `LocalFuturesOrdered<F>` is the same for wakes that come
// from the thread of the set only.
//
// What it promises: a poll whose first future is ready already answers with its output, without
// polling anybody. Otherwise futures are polled as by a FuturesUnordered, each that is ready being
// destroyed and its output kept in its place, until the first one is ready: its output is the item.
// The stream ends when the set is empty, and goes on when more is pushed.
//
// Allocation, moves, wakes and threads are those of FuturesUnordered; an output that waits for its
// turn takes no memory beyond its future's. What is left when the set is destroyed is dropped in
// the order of the pushes, outputs and futures alike.
//
// What breaks it: what breaks a FuturesUnordered. A future that throws is destroyed and has no
// item: the exception passes at once, out of order, and the next poll goes on with the others.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//     #include "pinprick/stream/collect.h"
//
//     FuturesOrdered<YieldN<int>> set;
//     for (const int n : {3, 1, 2}) set.push_back(yield_n(n, n));
//     assert(set.len() == 3);
//     assert(block_on(stream::collect(std::move(set))) == std::vector<int>({3, 1, 2}));
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/stream/next.h"
//
//     LocalFuturesOrdered<Ready<int>> set;
//     set.push_back(ready(1));
//     set.push_back(ready(2));
//     auto pin = Pin<LocalFuturesOrdered<Ready<int>>&>::make(set);
//     assert(block_on(stream::next(pin)) == 1);
//     assert(!set.is_empty());

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_memory.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/task_set.h"
#include "pinprick/stream.h"

namespace pinprick {

template <class F, class Memory>
class BasicFuturesOrdered;

// The set is a pointer to where the futures are.
template <class F, class Memory>
inline constexpr bool enable_unpin<BasicFuturesOrdered<F, Memory>> = true;

template <class F, class Memory>
class [[nodiscard]] BasicFuturesOrdered final {
  static_assert(Future<F>, "FuturesOrdered needs a Future: a type with Output and poll");

 public:
  using Item = typename F::Output;

  // An empty set. Allocates nothing.
  BasicFuturesOrdered() noexcept = default;
  // The source is empty afterwards, and may be pushed into anew.
  BasicFuturesOrdered(BasicFuturesOrdered&&) noexcept = default;
  // Drops what was here, after taking what is there.
  BasicFuturesOrdered& operator=(BasicFuturesOrdered&& other) noexcept {
    BasicFuturesOrdered old(std::move(*this));
    set_ = std::move(other.set_);
    return *this;
  }
  ~BasicFuturesOrdered() {
    if (set_.get() != nullptr) set_->close();
  }

  // Moves `future`, not pinned yet, into a place of its own. Its output comes behind those of all
  // that are here.
  void push_back(F future) {
    if (set_.get() == nullptr) set_ = internal::SetRef<Memory>::make();
    set_->add(*new Task(*set_, std::move(future)));
  }

  // The number of outputs that are still to come.
  [[nodiscard]] std::size_t len() const noexcept {
    return set_.get() == nullptr ? 0 : set_->size();
  }
  [[nodiscard]] bool is_empty() const noexcept { return len() == 0; }

  static PollNext<Item> poll_next(Pin<BasicFuturesOrdered&> self, Context& cx) {
    BasicFuturesOrdered& me = self.get_mut();
    if (me.is_empty()) return PollNext<Item>::ready(std::nullopt);
    internal::TaskSet<Memory>& set = *me.set_;
    // The first one that is ready need not be polled, nor the others.
    const bool is_ready = first_output(set) != nullptr ||
                          set.poll_woken(cx.waker(), [&set](internal::SetTask<Memory>& task) {
                            return poll_task(set, static_cast<Task&>(task)) && &task == set.first();
                          });
    if (!is_ready) return kPending;
    return take_first(set);
  }

 private:
  // A class of its own, so that the two states of a task differ in type even where F and Output do
  // not.
  struct Finished {
    Item output;
  };
  struct Task final : internal::SetTask<Memory> {
    Task(internal::TaskSet<Memory>& set, F f)
        : internal::SetTask<Memory>(set), state(std::in_place, std::move(f)) {}
    void drop_future() noexcept override { state.clear(); }

    OneOf<F, Finished> state;
  };

  static Finished* first_output(internal::TaskSet<Memory>& set) noexcept {
    return static_cast<Task*>(set.first())->state.second();
  }

  // Whether the output is there.
  static bool poll_task(internal::TaskSet<Memory>& set, Task& task) {
    F* const future = task.state.first();
    if (future == nullptr) return true;  // a late wake
    try {
      const internal::LentWaker waker = task.lend();
      Context cx(waker.get());
      auto pinned = Pin<F&>::new_unchecked(*future, Unsafe("the task never moves"));
      auto answer = F::poll(pinned, cx);
      if (answer.is_pending()) return false;
      task.state.become_second([&] { return Finished{std::move(answer).value()}; });
      return true;
    } catch (...) {
      task.drop_future();
      set.remove(task);
      throw;
    }
  }

  static PollNext<Item> take_first(internal::TaskSet<Memory>& set) {
    auto& task = static_cast<Task&>(*set.first());
    std::optional<Item> output(std::move(task.state.second()->output));
    task.drop_future();
    set.remove(task);
    return PollNext<Item>::ready(std::move(output));
  }

  internal::SetRef<Memory> set_;
};

template <class F>
using FuturesOrdered = BasicFuturesOrdered<F, internal::StdMemory>;
template <class F>
using LocalFuturesOrdered = BasicFuturesOrdered<F, internal::LocalMemory>;

}  // namespace pinprick
