#pragma once

// Many futures of one type, whose outputs come as they are ready.
//
// What it is: `FuturesUnordered<F>`, a stream into which futures are pushed and out of which their
// outputs come: futures-rs' type of that name. `LocalFuturesUnordered<F>` is the same for wakes
// that come from the thread of the set only; a wake costs less than half, having no locked
// instruction.
//
// What it promises: a poll polls only those that were woken, in the order of their wakes, a new one
// counting as woken when it is pushed, until one is ready. That one is destroyed, and its output is
// the item; the others have their turn in the next poll. When those are through that were woken
// before the poll, it leaves the task's waker to be woken by the first wake that comes from then
// on, polls those that were woken during the poll, and answers Pending. A future has thus at most
// two turns in a poll, even if it wakes itself each time. The stream ends when the set is empty,
// and goes on when more is pushed. `push` wakes nobody: poll after it.
//
// One allocation a future and one a set (by the first push); what a wake costs does not depend on
// the number of futures, and nothing is allocated for it. A future never moves after the push, and
// the set moves freely: it is Unpin whatever F is. A waker that was cloned keeps the memory of its
// future (not the future), and may outlive the set. Those of a FuturesUnordered are good on any
// thread. What is left when the set is destroyed is dropped in the order of the pushes.
//
// What breaks it: destroying the set from inside a poll of one of its futures; on a
// LocalFuturesUnordered, a waker on another thread. A future that throws is destroyed, the
// exception passes, and the next poll goes on with the others.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//     #include "pinprick/stream/collect.h"
//
//     LocalFuturesUnordered<YieldN<int>> set;
//     for (const int n : {3, 1, 2}) set.push(yield_n(n, n));
//     assert(set.len() == 3);
//     assert(block_on(stream::collect(std::move(set))) == std::vector<int>({1, 2, 3}));
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/stream/next.h"
//
//     FuturesUnordered<Ready<int>> set;
//     set.push(ready(1));
//     auto pin = Pin<FuturesUnordered<Ready<int>>&>::make(set);
//     assert(block_on(stream::next(pin)) == 1);
//     assert(block_on(stream::next(pin)) == std::nullopt);

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_memory.h"
#include "pinprick/internal/task_set.h"
#include "pinprick/stream.h"

namespace pinprick {

template <class F, class Memory>
class BasicFuturesUnordered;

// The set is a pointer to where the futures are.
template <class F, class Memory>
inline constexpr bool enable_unpin<BasicFuturesUnordered<F, Memory>> = true;

template <class F, class Memory>
class [[nodiscard]] BasicFuturesUnordered final {
  static_assert(Future<F>, "FuturesUnordered needs a Future: a type with Output and poll");

 public:
  using Item = typename F::Output;

  // An empty set. Allocates nothing.
  BasicFuturesUnordered() noexcept = default;
  // The source is empty afterwards, and may be pushed into anew.
  BasicFuturesUnordered(BasicFuturesUnordered&&) noexcept = default;
  // Drops what was here, after taking what is there.
  BasicFuturesUnordered& operator=(BasicFuturesUnordered&& other) noexcept {
    BasicFuturesUnordered old(std::move(*this));
    set_ = std::move(other.set_);
    return *this;
  }
  ~BasicFuturesUnordered() {
    if (set_.get() != nullptr) set_->close();
  }

  // Moves `future`, not pinned yet, into a place of its own, from where it will be polled for the
  // first time when its turn has come.
  void push(F future) {
    if (set_.get() == nullptr) set_ = internal::SetRef<Memory>::make();
    set_->add(*new Task(*set_, std::move(future)));
  }

  // The number of futures that are not ready yet.
  [[nodiscard]] std::size_t len() const noexcept {
    return set_.get() == nullptr ? 0 : set_->size();
  }
  [[nodiscard]] bool is_empty() const noexcept { return len() == 0; }

  static PollNext<Item> poll_next(Pin<BasicFuturesUnordered&> self, Context& cx) {
    BasicFuturesUnordered& me = self.get_mut();
    std::optional<Item> output;
    if (!me.is_empty()) {
      internal::TaskSet<Memory>& set = *me.set_;
      const bool is_ready = set.poll_woken(cx.waker(), [&](internal::SetTask<Memory>& task) {
        return poll_task(set, static_cast<Task&>(task), output);
      });
      if (!is_ready) return kPending;
    }
    return PollNext<Item>::ready(std::move(output));
  }

 private:
  struct Task final : internal::SetTask<Memory> {
    Task(internal::TaskSet<Memory>& set, F f)
        : internal::SetTask<Memory>(set), future(std::in_place, std::move(f)) {}
    void drop_future() noexcept override { future.reset(); }

    std::optional<F> future;
  };

  // Whether it was ready, and is gone.
  static bool poll_task(internal::TaskSet<Memory>& set, Task& task, std::optional<Item>& output) {
    try {
      const internal::LentWaker waker = task.lend();
      Context cx(waker.get());
      auto pinned = Pin<F&>::new_unchecked(*task.future, Unsafe("the task never moves"));
      auto answer = F::poll(pinned, cx);
      if (answer.is_pending()) return false;
      output.emplace(std::move(answer).value());
    } catch (...) {
      task.drop_future();
      set.remove(task);
      throw;
    }
    task.drop_future();
    set.remove(task);
    return true;
  }

  internal::SetRef<Memory> set_;
};

template <class F>
using FuturesUnordered = BasicFuturesUnordered<F, internal::StdMemory>;
template <class F>
using LocalFuturesUnordered = BasicFuturesUnordered<F, internal::LocalMemory>;

}  // namespace pinprick
