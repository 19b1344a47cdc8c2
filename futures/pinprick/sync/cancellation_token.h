#pragma once

// Word that something is to stop.
//
// What it is: `CancellationToken`, tokio's: a counted handle of a flag that is set once, and of
// those who wait for it. Copies share the flag. `child_token()` makes a flag that is set along with
// this one, but may be set alone. `cancelled()` makes a future, `Cancelled`, output Unit. The token
// is fit for threads; LocalCancellationToken is for one thread and locks nothing.
//
// What it promises. cancel: if the flag is not set, sets it and those of all descendants, and wakes
// all that wait for any of these: those of this token first, then those of each child in the order
// in which they were made, each child followed by its own children; of one token, the one that has
// waited longest first. A second cancel does nothing. A child of a cancelled token is cancelled
// from the start.
//   A Cancelled is ready when polled if the flag is set, else it waits at the end of the list.
// Dropped at any time, it leaves the list and hands nothing on.
//   All flags are set before the first wake; wakes happen outside of the lock, and a future that is
// dropped or polled before its turn is not woken. If a wake throws, the rest are woken first.
//   Each flag is one allocation; copying a token, waiting and cancelling allocate nothing. A future
// and a child keep what they come from alive, so that every token may be dropped at any time, by a
// wake too; dropping tokens cancels nothing. A token is Unpin and one word; a Cancelled is not
// Unpin, as the node lies in it. Cancelling is linear in the descendants, all else constant. A tree
// of tokens has one lock.
//
// What breaks it: polling a Cancelled after Ready, which panics as "Cancelled". Using a token that
// was moved from, which panics (kEmpty) as "CancellationToken".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     LocalCancellationToken server;
//     LocalCancellationToken request = server.child_token();
//     LocalCancellationToken other = server.child_token();
//     request.cancel();
//     block_on(request.cancelled());
//     assert(!server.is_cancelled() && !other.is_cancelled());
//     server.cancel();
//     assert(other.is_cancelled());

#include <atomic>
#include <mutex>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/owner_count.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/unit.h"

namespace pinprick {

template <class Lock>
class BasicCancelled;
template <class Lock>
class BasicCancellationToken;

// It knows where the flag is, and nobody knows where it is.
template <class Lock>
inline constexpr bool enable_unpin<BasicCancellationToken<Lock>> = true;

namespace internal {

// The flag, in a tree whose root has the lock for all. A child owns its parent, the parent only
// knows its children.
template <class Lock>
class CancelFlag {
 public:
  // `parent`, or null, is handed over as a share.
  explicit CancelFlag(CancelFlag* parent) : root_(parent ? parent->root_ : this), parent_(parent) {
    if (parent_ == nullptr) return;
    const std::lock_guard guard(lock());
    is_set_.store(parent_->is_set(), std::memory_order_relaxed);
    previous_ = parent_->last_child_;
    (previous_ ? previous_->next_ : parent_->first_child_) = this;
    parent_->last_child_ = this;
  }
  CancelFlag(const CancelFlag&) = delete;
  CancelFlag& operator=(const CancelFlag&) = delete;

  void acquire() noexcept { owners_.add(); }

  // Gives a share up. A loop, as ancestors may end along with it, however many.
  static void release(CancelFlag* flag) noexcept {
    while (flag != nullptr && flag->owners_.drop()) {
      CancelFlag* const parent = flag->parent_;
      flag->leave_parent();
      delete std::exchange(flag, parent);
    }
  }

  [[nodiscard]] Lock& lock() noexcept { return root_->lock_; }
  [[nodiscard]] bool is_set() const noexcept { return is_set_.load(std::memory_order_acquire); }
  [[nodiscard]] WaitList& waiters() noexcept { return waiters_; }

  // Sets all flags from here down and wakes all that wait for them. The caller has a share.
  void set() {
    WaitList woken;
    std::unique_lock held(lock());
    for (CancelFlag* flag = this; flag != nullptr;) {
      // Below one that was set before there is nothing left to do.
      const bool was_set = flag->is_set();
      flag->is_set_.store(true, std::memory_order_release);
      woken.push_back_all(flag->waiters_);
      flag = flag->next_below(*this, !was_set);
    }
    wake_all(held, woken);
  }

 private:
  ~CancelFlag() = default;

  // The next in the tree below `top`, in or out of what lies below this one.
  CancelFlag* next_below(const CancelFlag& top, bool descend) noexcept {
    if (descend && first_child_ != nullptr) return first_child_;
    CancelFlag* flag = this;
    while (flag != &top && flag->next_ == nullptr) flag = flag->parent_;
    return flag == &top ? nullptr : flag->next_;
  }

  void leave_parent() noexcept {
    if (parent_ == nullptr) return;
    const std::lock_guard guard(lock());
    (previous_ ? previous_->next_ : parent_->first_child_) = next_;
    (next_ ? next_->previous_ : parent_->last_child_) = previous_;
  }

  std::conditional_t<std::is_same_v<Lock, LocalLock>, LocalOwnerCount, OwnerCount> owners_;
  std::atomic<bool> is_set_ = false;  // set with the lock held
  CancelFlag* const root_;
  CancelFlag* const parent_;
  CancelFlag* previous_ = nullptr;  // this and the rest: guarded by the lock
  CancelFlag* next_ = nullptr;
  CancelFlag* first_child_ = nullptr;
  CancelFlag* last_child_ = nullptr;
  WaitList waiters_;
  [[no_unique_address]] Lock lock_;
};

// A share of a flag, or none.
template <class Lock>
class CancelShare {
 public:
  // Takes over a share.
  explicit CancelShare(CancelFlag<Lock>* flag) noexcept : flag_(flag) {}
  CancelShare(const CancelShare& other) noexcept : flag_(other.flag_) {
    if (flag_ != nullptr) flag_->acquire();
  }
  CancelShare(CancelShare&& other) noexcept : flag_(other.take()) {}
  CancelShare& operator=(CancelShare other) noexcept {
    std::swap(flag_, other.flag_);
    return *this;
  }
  ~CancelShare() { CancelFlag<Lock>::release(flag_); }

  [[nodiscard]] CancelFlag<Lock>* get() const noexcept { return flag_; }

  // Hands the share over.
  [[nodiscard]] CancelFlag<Lock>* take() noexcept { return std::exchange(flag_, nullptr); }

 private:
  CancelFlag<Lock>* flag_;
};

}  // namespace internal

template <class Lock>
class [[nodiscard]] BasicCancellationToken final {
 public:
  // A token of its own. One allocation.
  BasicCancellationToken() : flag_(new Flag(nullptr)) {}

  // A token that is cancelled with this one. One allocation.
  [[nodiscard]] BasicCancellationToken child_token() const {
    checked();
    internal::CancelShare<Lock> parent = flag_;
    BasicCancellationToken child{internal::CancelShare<Lock>(new Flag(parent.get()))};
    (void)parent.take();
    return child;
  }

  // Cancels this token, its copies and its descendants.
  void cancel() const {
    checked();
    const internal::CancelShare<Lock> share = flag_;  // a wake may drop this token
    share.get()->set();
  }

  [[nodiscard]] bool is_cancelled() const { return checked().is_set(); }

  // A future that is ready when this token is cancelled.
  BasicCancelled<Lock> cancelled() const {
    checked();
    return BasicCancelled<Lock>(flag_);
  }

 private:
  using Flag = internal::CancelFlag<Lock>;

  explicit BasicCancellationToken(internal::CancelShare<Lock> flag) noexcept
      : flag_(std::move(flag)) {}

  Flag& checked() const {
    if (flag_.get() == nullptr) panic(PanicReason::kEmpty, "CancellationToken");
    return *flag_.get();
  }

  internal::CancelShare<Lock> flag_;
};

// The future of `cancelled()`.
template <class Lock>
class [[nodiscard]] BasicCancelled final {
 public:
  using Output = Unit;

  BasicCancelled(BasicCancelled&&) = default;
  BasicCancelled& operator=(BasicCancelled&&) = delete;
  ~BasicCancelled() {
    if (flag_.get() == nullptr) return;
    const std::lock_guard guard(flag_.get()->lock());
    if (node_.is_linked()) internal::WaitList::unlink(node_);
  }

  static Poll<Unit> poll(Pin<BasicCancelled&> self, Context& cx) {
    BasicCancelled& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    internal::CancelFlag<Lock>* const flag = me.flag_.get();
    if (flag == nullptr) panic(PanicReason::kPolledAfterReady, "Cancelled");
    const bool ready = internal::ready_or_wait(
        flag->lock(), me.node_, cx.waker(), [&] { return me.is_cancelled(*flag); },
        [&] {
          if (!me.node_.is_linked()) flag->waiters().push_back(me.node_);
        });
    if (!ready) return kPending;
    me.flag_ = internal::CancelShare<Lock>(nullptr);
    return Poll<Unit>::ready({});
  }

 private:
  friend class BasicCancellationToken<Lock>;

  explicit BasicCancelled(internal::CancelShare<Lock> flag) noexcept : flag_(std::move(flag)) {}

  // Called with the lock held. Unlinks the node if it says yes.
  bool is_cancelled(const internal::CancelFlag<Lock>& flag) noexcept {
    if (!flag.is_set()) return false;
    // Told, it may not have been taken out yet.
    if (node_.is_linked()) internal::WaitList::unlink(node_);
    return true;
  }

  internal::CancelShare<Lock> flag_;  // none once ready
  internal::WaitNode node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Fit for threads.
using CancellationToken = BasicCancellationToken<std::mutex>;
using Cancelled = BasicCancelled<std::mutex>;

// For one thread.
using LocalCancellationToken = BasicCancellationToken<internal::LocalLock>;
using LocalCancelled = BasicCancelled<internal::LocalLock>;

}  // namespace pinprick
