#pragma once

// A number of permits, and those who wait for some.
//
// What it is: `Semaphore`, tokio's. `acquire(n)` makes a future, `Acquire`, whose output is a
// `SemaphorePermit` that stands for n permits and gives them back when it is destroyed, or an
// `AcquireError` if the semaphore is closed. Semaphore is fit for threads; LocalSemaphore is for
// one thread and locks nothing. Neither moves.
//
// What it promises: it is fair. Whoever waits is served in order, and nobody overtakes: while the
// first wants more permits than there are, the others wait, even where there are enough for them.
//   An Acquire, when first polled, takes its permits and is ready if nobody waits and there are
// enough; else it joins the end of the list. Whenever permits come back, are added, or one that
// waits leaves, the first is granted what it wants and taken off the list if there are enough, then
// the next, and so on. Polled again, a future is ready if it was granted. Dropped while it waits,
// it leaves the list. Dropped after it was granted and before it was polled again, it gives its
// permits back as a permit does.
//   close takes all off the list and wakes them; from then on nobody is granted anything, and every
// Acquire that is polled gives the error, also one that was granted before (it gives its permits
// back). Permits that were handed out before are good until they are destroyed.
//   All that can be granted is, before the first is woken; wakes go in order, outside of the lock,
// and one that is dropped or polled before its turn is not woken. If a wake throws, the rest are
// woken first; out of a destructor it ends the program. Constant time for each future, no
// allocation: the node lies in the future, which is not Unpin; a permit is, and takes two words.
//
// What breaks it: polling an Acquire after Ready, which panics as "Acquire". Ending a Semaphore
// that a future or a permit still belongs to, or by one of its wakes. More permits than
// a std::size_t can count. Waiting for more than there will ever be is waiting for ever.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     LocalSemaphore semaphore(3);
//     {
//       auto two = block_on(semaphore.acquire(2)).value();
//       assert(semaphore.available_permits() == 1);
//       assert(semaphore.try_acquire(2).error() == TryAcquireError::kNoPermits);
//     }
//     assert(semaphore.available_permits() == 3);
//     semaphore.close();
//     assert(block_on(semaphore.acquire(1)).is_err());

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/waiting.h"
#include "pinprick/result.h"

namespace pinprick {

// The semaphore is closed.
struct AcquireError {
  friend constexpr bool operator==(AcquireError, AcquireError) = default;
};

// Why there was no permit at once.
enum class TryAcquireError : std::uint8_t {
  kClosed,
  kNoPermits,  // too few, or somebody waits for them
};

template <class Lock>
class BasicAcquire;
template <class Lock>
class BasicSemaphorePermit;

// It knows where the semaphore is, and nobody knows where it is.
template <class Lock>
inline constexpr bool enable_unpin<BasicSemaphorePermit<Lock>> = true;

template <class Lock>
class BasicSemaphore final {
 public:
  explicit BasicSemaphore(std::size_t permits) noexcept : permits_(permits) {}
  BasicSemaphore(const BasicSemaphore&) = delete;
  BasicSemaphore& operator=(const BasicSemaphore&) = delete;

  // A future that is ready when it has `n` permits, or when the semaphore is closed.
  BasicAcquire<Lock> acquire(std::size_t n = 1) noexcept { return BasicAcquire<Lock>(*this, n); }

  // `n` permits if they are there and nobody waits.
  Result<BasicSemaphorePermit<Lock>, TryAcquireError> try_acquire(std::size_t n = 1) {
    using Answer = Result<BasicSemaphorePermit<Lock>, TryAcquireError>;
    const std::lock_guard guard(lock_);
    if (is_closed_) return Answer::err(TryAcquireError::kClosed);
    if (!take(n)) return Answer::err(TryAcquireError::kNoPermits);
    return Answer::ok(BasicSemaphorePermit<Lock>(*this, n));
  }

  // `n` permits more, for whoever waits.
  void add_permits(std::size_t n) {
    std::unique_lock lock(lock_);
    permits_ += n;
    grant(lock);
  }

  // Nobody gets a permit from now on. Whoever waits is told.
  void close() {
    internal::WaitList woken;
    std::unique_lock lock(lock_);
    is_closed_ = true;
    woken.push_back_all(waiters_);
    internal::wake_all(lock, woken);
  }

  [[nodiscard]] bool is_closed() const {
    const std::lock_guard guard(lock_);
    return is_closed_;
  }

  // How many nobody has, those included that the first who waits finds too few.
  [[nodiscard]] std::size_t available_permits() const {
    const std::lock_guard guard(lock_);
    return permits_;
  }

 private:
  friend class BasicAcquire<Lock>;
  friend class BasicSemaphorePermit<Lock>;

  struct Node : internal::WaitNode {
    explicit Node(std::size_t n) noexcept : wanted(n) {}
    std::size_t wanted;
    bool is_granted = false;
  };

  // These are called with the lock held.

  // Takes `n` permits for one who has not waited, if there are enough and nobody waits.
  bool take(std::size_t n) noexcept {
    if (!waiters_.is_empty() || permits_ < n) return false;
    permits_ -= n;
    return true;
  }

  // Grants what can be granted, in order, and then wakes who got something.
  void grant(std::unique_lock<Lock>& lock) {
    if (!waiters_.is_empty()) grant_waiting(lock);
  }
  void grant_waiting(std::unique_lock<Lock>& lock) {
    internal::WaitList woken;
    while (auto* const node = static_cast<Node*>(waiters_.front())) {
      if (permits_ < node->wanted) break;
      permits_ -= node->wanted;
      node->is_granted = true;
      internal::WaitList::unlink(*node);
      woken.push_back(*node);
    }
    internal::wake_all(lock, woken);
  }

  std::size_t permits_;
  internal::WaitList waiters_;  // empty once closed
  bool is_closed_ = false;
  [[no_unique_address]] mutable Lock lock_;
};

// Gives its permits back when it is destroyed.
template <class Lock>
class [[nodiscard]] BasicSemaphorePermit final {
 public:
  BasicSemaphorePermit(BasicSemaphorePermit&&) = default;
  // Gives back the permits that it had before.
  BasicSemaphorePermit& operator=(BasicSemaphorePermit other) noexcept {
    std::swap(semaphore_, other.semaphore_);
    std::swap(n_, other.n_);
    return *this;
  }
  ~BasicSemaphorePermit() {
    if (semaphore_.get() != nullptr) give_back(*semaphore_.get(), n_);
  }

  // How many permits it stands for, none once it was moved from.
  [[nodiscard]] std::size_t num_permits() const noexcept {
    return semaphore_.get() == nullptr ? 0 : n_;
  }

  // Never gives them back: the semaphore has so many fewer from now on.
  void forget() && noexcept { semaphore_.take(); }

 private:
  friend class BasicSemaphore<Lock>;
  friend class BasicAcquire<Lock>;

  // Out of line, so that the destructor of one that was moved from comes to nothing.
  [[gnu::noinline]] static void give_back(BasicSemaphore<Lock>& semaphore, std::size_t n) {
    semaphore.add_permits(n);
  }

  // The permits were taken for it.
  BasicSemaphorePermit(BasicSemaphore<Lock>& semaphore, std::size_t n) noexcept
      : semaphore_(&semaphore), n_(n) {}

  internal::SolePtr<BasicSemaphore<Lock>> semaphore_;
  std::size_t n_;
};

// The future of `acquire()`.
template <class Lock>
class [[nodiscard]] BasicAcquire final {
 public:
  using Output = Result<BasicSemaphorePermit<Lock>, AcquireError>;

  BasicAcquire(BasicAcquire&&) = default;
  BasicAcquire& operator=(BasicAcquire&&) = delete;
  ~BasicAcquire() {
    if (semaphore_.get() != nullptr) leave(*semaphore_.get());
  }

  static Poll<Output> poll(Pin<BasicAcquire&> self, Context& cx) {
    BasicAcquire& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    Semaphore* const semaphore = me.semaphore_.get();
    if (semaphore == nullptr) panic(PanicReason::kPolledAfterReady, "Acquire");
    const bool ready = internal::ready_or_wait(
        semaphore->lock_, me.node_, cx.waker(), [&] { return me.is_over(*semaphore); },
        [&] {
          if (!me.node_.is_linked()) semaphore->waiters_.push_back(me.node_);
        });
    if (!ready) return kPending;
    me.semaphore_.take();
    if (!me.node_.is_granted) return Poll<Output>::ready(Output::err({}));
    return Poll<Output>::ready(Output::ok(BasicSemaphorePermit<Lock>(*semaphore, me.node_.wanted)));
  }

 private:
  using Semaphore = BasicSemaphore<Lock>;
  friend Semaphore;

  BasicAcquire(Semaphore& semaphore, std::size_t n) noexcept : semaphore_(&semaphore), node_(n) {}

  // Out of line, so that the destructor of one that is through comes to nothing.
  [[gnu::noinline]] void leave(Semaphore& semaphore) {
    std::unique_lock lock(semaphore.lock_);
    if (node_.is_linked()) internal::WaitList::unlink(node_);
    if (node_.is_granted) semaphore.permits_ += node_.wanted;
    semaphore.grant(lock);
  }

  // Called with the lock held. Whether the permits are there, which is_granted says, or will never
  // be. Unlinks the node then.
  bool is_over(Semaphore& semaphore) noexcept {
    if (semaphore.is_closed_) {
      if (std::exchange(node_.is_granted, false)) semaphore.permits_ += node_.wanted;
    } else if (!node_.is_granted) {
      if (node_.is_linked() || !semaphore.take(node_.wanted)) return false;
      node_.is_granted = true;
    }
    // Granted or told, it may not have been taken out yet.
    if (node_.is_linked()) internal::WaitList::unlink(node_);
    return true;
  }

  internal::SolePtr<Semaphore> semaphore_;  // null once ready
  typename Semaphore::Node node_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Fit for threads.
using Semaphore = BasicSemaphore<std::mutex>;
using SemaphorePermit = BasicSemaphorePermit<std::mutex>;
using Acquire = BasicAcquire<std::mutex>;

// For one thread.
using LocalSemaphore = BasicSemaphore<internal::LocalLock>;
using LocalSemaphorePermit = BasicSemaphorePermit<internal::LocalLock>;
using LocalAcquire = BasicAcquire<internal::LocalLock>;

}  // namespace pinprick
