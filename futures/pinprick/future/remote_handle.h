#pragma once

// A future that is driven in one place and gives its output in another.
//
// What it is: `Remote<F>`, to be spawned where F shall run, and `RemoteHandle<T>`, a future of F's
// output for whoever asked for it. `remote_handle(f)` makes both.
//
// What it promises: the Remote polls F. When F is ready it is destroyed, its output goes to the
// handle, the task of the handle is woken, and the Remote is ready with a Unit. If F throws, the
// same happens with the exception, which the handle rethrows. Dropping the handle cancels: the
// task of the Remote is woken, and its next poll destroys F without polling it and is ready.
// `forget` lets F run on without its handle; its output or exception is then dropped. Dropping the
// Remote tells the handle first, whose next poll panics, and destroys F then. An end that is ready
// or gone lets go of its waker first, and its task is not woken any more. Both ends may be on
// threads of their own. One allocation, which both share. F is structurally pinned: a Remote is
// Unpin when F is; a RemoteHandle always is.
//
// What breaks it: polling the Remote or the handle after Ready, or after a move out of it, which
// panics by its name; waiting for a Remote that was dropped, which panics (kAbandoned,
// "RemoteHandle"). A handle that has thrown is done.
//
// Example:
//
//     #include "pinprick/executor/local_pool.h"
//     #include "pinprick/future/map.h"
//     #include "pinprick/future/yield_n.h"
//
//     LocalPool pool;
//     auto [remote, handle] = remote_handle(yield_n(2, 20));
//     pool.spawn(std::move(remote));
//     assert(pool.run_until(map(std::move(handle), [](int n) { return n + 1; })) == 21);

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/shared.h"
#include "pinprick/internal/try_poll.h"
#include "pinprick/result.h"
#include "pinprick/sync/atomic_waker.h"
#include "pinprick/unit.h"

namespace pinprick {

template <class F>
class Remote;
template <class T>
class RemoteHandle;

template <Future F>
std::pair<Remote<F>, RemoteHandle<typename F::Output>> remote_handle(F future);

namespace internal {

// What is between the two ends. Each end writes its own state once, and then wakes the other.
template <class T>
struct Link {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "remote_handle needs an Output whose move does not throw: it could be lost on the "
                "way");
  enum class Remote : std::uint8_t { kRuns, kSent, kGone };
  enum class Handle : std::uint8_t { kWaits, kForgotten, kGone };

  AtomicWaker remote_waker;
  AtomicWaker handle_waker;
  // The handle's once `remote` is kSent, the remote's until then.
  std::optional<Result<T, std::exception_ptr>> outcome;
  std::atomic<Remote> remote = Remote::kRuns;
  std::atomic<Handle> handle = Handle::kWaits;
};

}  // namespace internal

// The end that runs the future.
template <class F>
class [[nodiscard]] Remote final {
  using Link = internal::Link<typename F::Output>;

 public:
  using PinnedFields = Fields<F>;
  using Output = Unit;

  Remote(Remote&&) = default;
  Remote& operator=(Remote&&) = delete;
  ~Remote() { leave(Link::Remote::kGone); }

  static Poll<Unit> poll(Pin<Remote&> self, Context& cx) {
    Remote& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    Link* const link = me.link_.get();
    F* const future = me.future_.first();
    if (link == nullptr || future == nullptr) panic(PanicReason::kPolledAfterReady, "Remote");
    link->remote_waker.register_waker(cx.waker());
    if (link->handle.load(std::memory_order_acquire) != Link::Handle::kGone) {
      auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its Remote is"));
      auto answer = internal::try_poll(child, cx);
      if (answer.is_pending()) return kPending;
      link->outcome.emplace(std::move(answer.value()));
    }
    me.future_.clear();
    me.leave(Link::Remote::kSent);
    return poll_ready(Unit());
  }

 private:
  friend std::pair<Remote, RemoteHandle<typename F::Output>> remote_handle<F>(F future);

  Remote(F future, internal::Shared<Link, std::mutex> link)
      : future_(std::in_place, std::move(future)), link_(std::move(link)) {}

  // Tells the handle how it ended, and lets go of it.
  void leave(typename Link::Remote end) {
    const auto link = std::move(link_);
    if (link.get() == nullptr) return;
    // Release: the outcome.
    link.get()->remote.store(end, std::memory_order_release);
    // Nobody polls this end any more.
    (void)link.get()->remote_waker.take();
    link.get()->handle_waker.wake();
  }

  // Both empty once ready.
  OneOf<F, internal::Never> future_;
  internal::Shared<Link, std::mutex> link_;
};

// The end that gets the output. Dropping it cancels.
template <class T>
class [[nodiscard]] RemoteHandle final {
  using Link = internal::Link<T>;

 public:
  using PinnedFields = Fields<>;
  using Output = T;

  RemoteHandle(RemoteHandle&&) noexcept = default;
  // What is assigned to goes as if destroyed.
  RemoteHandle& operator=(RemoteHandle other) noexcept {
    std::swap(link_, other.link_);
    return *this;
  }
  ~RemoteHandle() { leave(Link::Handle::kGone); }

  static Poll<T> poll(Pin<RemoteHandle&> self, Context& cx) {
    RemoteHandle& me = self.get_mut();
    Link* const link = me.link_.get();
    if (link == nullptr) panic(PanicReason::kPolledAfterReady, "RemoteHandle");
    link->handle_waker.register_waker(cx.waker());
    const auto remote = link->remote.load(std::memory_order_acquire);
    if (remote == Link::Remote::kRuns) return kPending;
    const auto last = std::move(me.link_);
    if (remote == Link::Remote::kGone) panic(PanicReason::kAbandoned, "RemoteHandle");
    if (link->outcome->is_err()) std::rethrow_exception(std::move(link->outcome->error()));
    return Poll<T>::ready(std::move(link->outcome->value()));
  }

  // Uses the handle up and lets the future run on.
  void forget() && {
    (void)link_.checked("RemoteHandle");
    leave(Link::Handle::kForgotten);
  }

 private:
  template <Future F>
  friend std::pair<Remote<F>, RemoteHandle<typename F::Output>> remote_handle(F future);

  explicit RemoteHandle(internal::Shared<Link, std::mutex> link) noexcept
      : link_(std::move(link)) {}

  // Tells the remote end, and lets go of it.
  void leave(typename Link::Handle end) {
    const auto link = std::move(link_);
    if (link.get() == nullptr) return;
    link.get()->handle.store(end, std::memory_order_release);
    // Nobody polls this end any more.
    (void)link.get()->handle_waker.take();
    if (end == Link::Handle::kGone) link.get()->remote_waker.wake();
  }

  // Empty once ready.
  internal::Shared<Link, std::mutex> link_;
};

// Both ends of `future`. One allocation.
template <Future F>
std::pair<Remote<F>, RemoteHandle<typename F::Output>> remote_handle(F future) {
  auto link = internal::Shared<internal::Link<typename F::Output>, std::mutex>::make();
  return {Remote<F>(std::move(future), link), RemoteHandle<typename F::Output>(link)};
}

}  // namespace pinprick
