#pragma once

// A value that one task has at a time.
//
// What it is: `Mutex<T>`, tokio's: the value, and those who wait for it. `lock()` makes a future,
// `MutexLock<T>`, whose output is a `MutexGuard<T>`: whoever holds that holds the lock, across as
// many polls as it likes. Mutex is fit for threads; LocalMutex is for one thread and locks nothing.
// Neither moves.
//
// What it promises: it is fair. When a guard is destroyed, the lock goes to the future that has
// waited longest, if any, without being free in between; that one is taken off the list and woken.
// So nobody who comes later gets it first, be it by try_lock.
//   A MutexLock, when first polled, takes the lock if it is free and is ready; else it joins the
// end of the list. Polled again, it is ready if the lock was given to it. Dropped while it waits,
// it leaves the list; dropped after the lock was given to it and before it was polled again, it
// gives the lock to the next, or frees it, as a guard does.
//   Wakes happen outside of the lock inside, as the last thing. One that throws out of a destructor
// ends the program. What the holder before did to the value is visible to the next. Constant time,
// no allocation: the node lies in the future, which is not Unpin; a guard is, and takes one word.
//
// What breaks it: polling a MutexLock after Ready, which panics as "MutexLock". Using a guard that
// was moved from, which panics (kEmpty) as "MutexGuard". Ending a Mutex that a future or a guard
// still belongs to. A task that waits for a guard which it holds itself waits for ever.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     LocalMutex<int> mutex(3);
//     {
//       auto guard = block_on(mutex.lock());
//       *guard += 1;
//       assert(!mutex.try_lock().has_value());
//     }
//     assert(**mutex.try_lock() == 4);

#include <concepts>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/sole_ptr.h"
#include "pinprick/internal/waiting.h"

namespace pinprick {

template <class T, class Lock>
class BasicMutexGuard;
template <class T, class Lock>
class BasicMutexLock;

// It knows where the mutex is, and nobody knows where it is.
template <class T, class Lock>
inline constexpr bool enable_unpin<BasicMutexGuard<T, Lock>> = true;

template <class T, class Lock>
class BasicMutex final {
 public:
  // Builds the value of `args`, in its place. Nobody has the lock.
  template <class... Args>
    requires std::constructible_from<T, Args...>
  explicit BasicMutex(Args&&... args) : value_(std::forward<Args>(args)...) {}
  BasicMutex(const BasicMutex&) = delete;
  BasicMutex& operator=(const BasicMutex&) = delete;

  // A future that is ready with a guard when it has the lock.
  BasicMutexLock<T, Lock> lock() noexcept { return BasicMutexLock<T, Lock>(*this); }

  // A guard if nobody has the lock.
  [[nodiscard]] std::optional<BasicMutexGuard<T, Lock>> try_lock() {
    const std::lock_guard guard(lock_);
    if (is_locked_) return std::nullopt;
    is_locked_ = true;
    return BasicMutexGuard<T, Lock>(*this);
  }

 private:
  friend class BasicMutexGuard<T, Lock>;
  friend class BasicMutexLock<T, Lock>;

  // Gives the lock to the one that has waited longest, or frees it. Out of line, so that the
  // destructor of a guard that was moved from comes to nothing.
  [[gnu::noinline]] void unlock() {
    Waker waker = Waker::noop();
    {
      const std::lock_guard guard(lock_);
      internal::WaitNode* const node = waiters_.front();
      if (node == nullptr) {
        is_locked_ = false;
        return;
      }
      internal::WaitList::unlink(*node);
      waker = node->take_waker();
    }
    std::move(waker).wake();
  }

  T value_;
  internal::WaitList waiters_;  // empty while the lock is free
  bool is_locked_ = false;
  [[no_unique_address]] Lock lock_;
};

// Has the lock for as long as it lives.
template <class T, class Lock>
class [[nodiscard]] BasicMutexGuard final {
 public:
  BasicMutexGuard(BasicMutexGuard&&) = default;
  // Gives up the lock that it had before.
  BasicMutexGuard& operator=(BasicMutexGuard other) noexcept {
    std::swap(mutex_, other.mutex_);
    return *this;
  }
  ~BasicMutexGuard() {
    if (mutex_.get() != nullptr) mutex_.get()->unlock();
  }

  // The value. Panics (kEmpty) on a moved-from guard.
  [[nodiscard]] T& operator*() { return checked().value_; }
  [[nodiscard]] const T& operator*() const { return checked().value_; }
  [[nodiscard]] T* operator->() { return std::addressof(checked().value_); }
  [[nodiscard]] const T* operator->() const { return std::addressof(checked().value_); }

 private:
  using Mutex = BasicMutex<T, Lock>;
  friend Mutex;
  friend class BasicMutexLock<T, Lock>;

  // The lock was taken for it.
  explicit BasicMutexGuard(Mutex& mutex) noexcept : mutex_(&mutex) {}

  [[nodiscard]] Mutex& checked() const {
    if (mutex_.get() == nullptr) panic(PanicReason::kEmpty, "MutexGuard");
    return *mutex_.get();
  }

  internal::SolePtr<Mutex> mutex_;
};

// The future of `lock()`.
template <class T, class Lock>
class [[nodiscard]] BasicMutexLock final {
 public:
  using Output = BasicMutexGuard<T, Lock>;

  BasicMutexLock(BasicMutexLock&&) = default;
  BasicMutexLock& operator=(BasicMutexLock&&) = delete;
  ~BasicMutexLock() {
    if (mutex_.get() != nullptr && has_waited_) leave(*mutex_.get());
  }

  static Poll<Output> poll(Pin<BasicMutexLock&> self, Context& cx) {
    BasicMutexLock& me = self.get_unchecked_mut(Unsafe("the node stays where it is"));
    Mutex* const mutex = me.mutex_.get();
    if (mutex == nullptr) panic(PanicReason::kPolledAfterReady, "MutexLock");
    const bool ready = internal::ready_or_wait(
        mutex->lock_, me.node_, cx.waker(), [&] { return me.takes_lock(*mutex); },
        [&] {
          if (me.node_.is_linked()) return;
          me.has_waited_ = true;
          mutex->waiters_.push_back(me.node_);
        });
    if (!ready) return kPending;
    return Poll<Output>::ready(Output(*me.mutex_.take()));
  }

 private:
  using Mutex = BasicMutex<T, Lock>;
  friend Mutex;

  explicit BasicMutexLock(Mutex& mutex) noexcept : mutex_(&mutex) {}

  // Out of line, so that the destructor of one that is through comes to nothing.
  [[gnu::noinline]] void leave(Mutex& mutex) {
    {
      const std::lock_guard guard(mutex.lock_);
      if (node_.is_linked()) return internal::WaitList::unlink(node_);
    }
    mutex.unlock();  // it was given the lock
  }

  // Called with the lock inside held. Whether this future has the lock now: one that has waited
  // and is off the list was given it.
  bool takes_lock(Mutex& mutex) noexcept {
    if (has_waited_) return !node_.is_linked();
    return !std::exchange(mutex.is_locked_, true);
  }

  internal::SolePtr<Mutex> mutex_;  // null once ready
  internal::WaitNode node_;
  bool has_waited_ = false;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Fit for threads.
template <class T>
using Mutex = BasicMutex<T, std::mutex>;
template <class T>
using MutexGuard = BasicMutexGuard<T, std::mutex>;
template <class T>
using MutexLock = BasicMutexLock<T, std::mutex>;

// For one thread.
template <class T>
using LocalMutex = BasicMutex<T, internal::LocalLock>;
template <class T>
using LocalMutexGuard = BasicMutexGuard<T, internal::LocalLock>;
template <class T>
using LocalMutexLock = BasicMutexLock<T, internal::LocalLock>;

}  // namespace pinprick
