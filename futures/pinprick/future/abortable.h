#pragma once

// A future that can be called off from outside.
//
// What it is: `Abortable<F>`, a future that gives what F gives as ok, or `Aborted` as err once its
// `AbortHandle` has said so; and `AbortRegistration`, by which a handle that was made first gets
// its future later. `abortable(f)` makes both ends at once.
//
// What it promises: a poll looks whether it was aborted, then polls F, then keeps the waker and
// looks once more. As soon as F is ready or the Abortable has noticed that it was aborted, F is
// destroyed, within that poll. A future that is ready first has its output given, aborted or not.
// The first `abort` wakes the task that polled last; later ones do nothing. It may be called on
// any thread, and neither polls nor destroys anything: F dies where it is polled. Aborting what is
// done already, or gone, changes nothing; the task that polled it last is woken all the same. One
// allocation, which all handles share. F is structurally pinned: an Abortable is Unpin when F is.
//
// What breaks it: polling it after Ready, which panics as "Abortable"; using a handle or
// registration that was moved from, which panics (kEmpty). If F throws, everything stays as it is.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/pending.h"
//     #include "pinprick/future/ready.h"
//
//     auto [future, handle] = abortable(pending<int>());
//     handle.abort();
//     assert(block_on(std::move(future)) == (Result<int, Aborted>::err({})));
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     auto [handle, registration] = AbortHandle::new_pair();
//     const AbortHandle second = handle.clone();
//     Abortable future(ready(3), std::move(registration));
//     assert(!second.is_aborted());
//     assert(block_on(std::move(future)).value() == 3);

#include <atomic>
#include <mutex>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/shared.h"
#include "pinprick/result.h"
#include "pinprick/sync/atomic_waker.h"

namespace pinprick {

// What an aborted future gives.
struct Aborted {
  friend constexpr bool operator==(Aborted, Aborted) = default;
};

template <class F>
class Abortable;
class AbortRegistration;

namespace internal {

// What both ends share.
struct Abort {
  AtomicWaker waker;
  std::atomic<bool> is_aborted = false;
};

using AbortRef = Shared<Abort, std::mutex>;

}  // namespace internal

// Aborts one future, from any thread. Dropping it does nothing.
class [[nodiscard]] AbortHandle final {
 public:
  using PinnedFields = Fields<>;

  // A handle, and what makes a future its own. One allocation.
  static std::pair<AbortHandle, AbortRegistration> new_pair();

  AbortHandle(AbortHandle&&) noexcept = default;
  AbortHandle& operator=(AbortHandle&&) noexcept = default;

  // A second handle for the same future. Allocates nothing.
  [[nodiscard]] AbortHandle clone() const { return checked(), AbortHandle(abort_); }

  // Calls the future off and wakes its task.
  void abort() const {
    internal::Abort& abort = checked();
    // Release: what the caller did before, for the poll that finds it aborted.
    abort.is_aborted.store(true, std::memory_order_release);
    abort.waker.wake();
  }

  // Whether `abort` was called, on this handle or on another. The future may not know yet.
  [[nodiscard]] bool is_aborted() const {
    return checked().is_aborted.load(std::memory_order_acquire);
  }

 private:
  explicit AbortHandle(internal::AbortRef abort) noexcept : abort_(std::move(abort)) {}

  internal::Abort& checked() const { return abort_.checked("AbortHandle"); }

  internal::AbortRef abort_;
};

// The right to be aborted by a handle, for one future.
class [[nodiscard]] AbortRegistration final {
 public:
  using PinnedFields = Fields<>;

  AbortRegistration(AbortRegistration&&) noexcept = default;
  AbortRegistration& operator=(AbortRegistration&&) noexcept = default;

 private:
  friend class AbortHandle;
  template <class F>
  friend class Abortable;

  explicit AbortRegistration(internal::AbortRef abort) noexcept : abort_(std::move(abort)) {}

  internal::AbortRef abort_;
};

inline std::pair<AbortHandle, AbortRegistration> AbortHandle::new_pair() {
  auto abort = internal::AbortRef::make();
  return {AbortHandle(abort), AbortRegistration(abort)};
}

template <class F>
class [[nodiscard]] Abortable final {
 public:
  using PinnedFields = Fields<F>;
  using Output = Result<typename F::Output, Aborted>;

  Abortable(F future, AbortRegistration registration)
      : abort_(std::move(registration.abort_)), future_(std::in_place, std::move(future)) {
    (void)abort_.checked("AbortRegistration");
  }

  static Poll<Output> poll(Pin<Abortable&> self, Context& cx) {
    Abortable& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    internal::Abort& abort = me.abort_.checked("Abortable");
    F* future = me.future_.first();
    if (future == nullptr) panic(PanicReason::kPolledAfterReady, "Abortable");
    if (!is_aborted(abort)) {
      auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its Abortable is"));
      if (auto answer = F::poll(child, cx); answer.is_ready()) {
        me.future_.clear();
        return std::move(answer).map(&Output::ok);
      }
      abort.waker.register_waker(cx.waker());
      if (!is_aborted(abort)) return kPending;
    }
    me.future_.clear();
    return Poll<Output>::ready(Output::err({}));
  }

 private:
  static bool is_aborted(const internal::Abort& abort) noexcept {
    return abort.is_aborted.load(std::memory_order_acquire);
  }

  internal::AbortRef abort_;
  // Empty once ready.
  OneOf<F, internal::Never> future_;
};

// `future`, and the handle to abort it by. One allocation.
template <Future F>
std::pair<Abortable<F>, AbortHandle> abortable(F future) {
  auto [handle, registration] = AbortHandle::new_pair();
  return {Abortable<F>(std::move(future), std::move(registration)), std::move(handle)};
}

}  // namespace pinprick
