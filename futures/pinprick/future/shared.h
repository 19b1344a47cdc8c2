#pragma once

// One future for many who wait for it.
//
// What it is: `Shared<F>`, a handle by which one of several tasks waits for F and gets a copy of
// its output. `shared(f)` makes the first, `clone` the others.
//
// What it promises: F is polled by whichever handle comes while nobody else polls it; a handle that
// comes meanwhile waits. A wake of F wakes the tasks of all handles that wait, in the order in
// which they began to wait; one that comes while F is polled does so as soon as that poll is over.
// So none is lost, whichever handle is dropped. When F is ready it is destroyed, its output takes
// its place, and the others are woken. Each handle copies the output once and lets go of it then;
// the last to let go destroys it. If F throws, every handle rethrows that exception. When the last
// handle is dropped before that, so is F.
//
// Handles may be on threads of their own, and F is polled on any of them; the copying is done
// without a lock. One allocation for all that they share; none to clone a handle, nor to wait: a
// handle holds its place in the list of those who wait, so it is not Unpin. It moves freely until
// it is pinned.
//
// What breaks it: polling it after Ready, which panics as "Shared"; cloning it then, which panics
// (kEmpty, "Shared"); a future that holds a handle of itself, which is never destroyed. If a copy
// of the output throws, that handle is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/join.h"
//     #include "pinprick/future/yield_n.h"
//
//     auto first = shared(yield_n(2, std::string("once")));
//     auto second = first.clone();
//     auto [a, b] = block_on(join(std::move(first), std::move(second)));
//     assert(a == "once" && b == "once");

#include <cstdint>
#include <exception>
#include <mutex>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/owner_count.h"
#include "pinprick/internal/try_poll.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/wake.h"

namespace pinprick {

namespace internal {

// What the handles share. The wakers that F is polled with own it too, but only the memory: were
// they to keep F, and F them, neither would ever go.
template <class F>
class SharedState final : public Wake {
  using Outcome = Caught<F>;

 public:
  explicit SharedState(F future) : content_(std::in_place, std::move(future)) {}

  // F is woken.
  void wake() override {
    // The waker that calls may end with F, if one of those woken lets F go.
    const WakeRef<SharedState> share = WakeRef<SharedState>::share(*this);
    WaitList woken;
    std::unique_lock lock(mutex_);
    if (phase_ == Phase::kPolling) {
      phase_ = Phase::kPollingAndWoken;
    } else {
      woken.push_back_all(waiting_);
      wake_all(lock, woken);
    }
  }

  // The outcome of F, or null: then `node` waits.
  [[nodiscard]] const Outcome* poll(WaitNode& node, Context& cx) {
    bool is_busy = false;
    const bool is_over = ready_or_wait(
        mutex_, node, cx.waker(), [this] { return phase_ == Phase::kOver; },
        [&] {
          if (!node.is_linked()) waiting_.push_back(node);
          is_busy = phase_ != Phase::kIdle;
          if (!is_busy) phase_ = Phase::kPolling;
        });
    if (!is_over && (is_busy || !poll_future(node))) return nullptr;
    return content_.second();
  }

  // One handle more.
  void enter() noexcept { handles_.add(); }

  // One handle less: the one of `node`.
  void leave(WaitNode& node) noexcept {
    {
      const std::lock_guard guard(mutex_);
      if (node.is_linked()) WaitList::unlink(node);
    }
    if (handles_.drop()) content_.clear();
  }

 private:
  enum class Phase : std::uint8_t { kIdle, kPolling, kPollingAndWoken, kOver };

  // Polls F on behalf of the handle of `node`, the only one to do so. Says whether it is over.
  bool poll_future(WaitNode& node) {
    const Waker waker = WakeRef<SharedState>::share(*this).waker();
    Context cx(waker);
    auto child = Pin<F&>::new_unchecked(*content_.first(), Unsafe("the allocation stays"));
    auto answer = try_poll(child, cx);
    const bool is_over = answer.is_ready();
    if (is_over) content_.become_second([&] { return std::move(answer.value()); });
    WaitList woken;
    std::unique_lock lock(mutex_);
    const bool was_woken = phase_ == Phase::kPollingAndWoken;
    phase_ = is_over ? Phase::kOver : Phase::kIdle;
    if (is_over && node.is_linked()) WaitList::unlink(node);
    if (is_over || was_woken) {
      woken.push_back_all(waiting_);
      wake_all(lock, woken);
    }
    return is_over;
  }

  std::mutex mutex_;
  OwnerCount handles_;
  // Guarded by the mutex.
  WaitList waiting_;
  Phase phase_ = Phase::kIdle;
  // F belongs to whoever set the phase to polling; the outcome, never changed, to all handles.
  OneOf<F, Outcome> content_;
};

}  // namespace internal

template <class F>
class [[nodiscard]] Shared final {
  static_assert(std::is_copy_constructible_v<typename F::Output>,
                "shared needs an Output that can be copied: each handle gets one of its own");
  static_assert(std::is_nothrow_move_constructible_v<typename F::Output>,
                "shared needs an Output whose move does not throw: it could be lost on the way");
  using State = internal::SharedState<F>;

 public:
  using Output = typename F::Output;

  // The first handle of `future`. One allocation.
  explicit Shared(F future) : Shared(WakeRef<State>::make(std::move(future))) {}
  Shared(Shared&&) noexcept = default;
  Shared& operator=(Shared&&) = delete;
  ~Shared() { leave(); }

  // Another handle for the same future. Allocates nothing.
  [[nodiscard]] Shared clone() const {
    if (state_.get() == nullptr) panic(PanicReason::kEmpty, "Shared");
    state_->enter();
    return Shared(state_);
  }

  static Poll<Output> poll(Pin<Shared&> self, Context& cx) {
    Shared& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    if (me.state_.get() == nullptr) panic(PanicReason::kPolledAfterReady, "Shared");
    const auto* outcome = me.state_->poll(me.node_, cx);
    if (outcome == nullptr) return kPending;
    const End end{me};
    if (outcome->is_err()) std::rethrow_exception(outcome->error());
    return Poll<Output>::ready(outcome->value());
  }

 private:
  // Lets go when the output is copied, or cannot be.
  struct End {
    ~End() { handle.leave(); }
    Shared& handle;
  };

  explicit Shared(WakeRef<State> state) noexcept : state_(std::move(state)) {}

  void leave() noexcept {
    const WakeRef<State> state = std::move(state_);
    if (state.get() != nullptr) state->leave(node_);
  }

  // Empty once ready.
  WakeRef<State> state_;
  internal::WaitNode node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// The first of many handles of `future`. One allocation.
template <Future F>
Shared<F> shared(F future) {
  return Shared<F>(std::move(future));
}

}  // namespace pinprick
