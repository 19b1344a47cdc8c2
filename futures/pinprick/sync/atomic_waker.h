#pragma once

// One waker that one task leaves and that any thread may wake.
//
// What it is: `AtomicWaker`, a place for the waker of the one task that waits for an event, and for
// those on other threads who bring the event about. The counterpart of futures-rs' AtomicWaker.
//
// What it promises: no wake is lost. The task registers first and looks for the event then; the
// others cause the event first and wake then. In whichever way the two cross, either the task
// sees the event when it looks, or its waker is woken. Whatever a thread did before `wake` is
// visible to the poll that this wake leads to, even where another thread did the waking. Nothing
// here locks, waits or allocates (cloning a waker may). Registering anew replaces the waker
// before; for the same task nothing is cloned. Three words. Wakers are cloned, woken and dropped
// outside, or under nothing that somebody else waits for. If cloning throws, the waker of before
// stays registered.
//
// What breaks it: two tasks that register. Only the later one is woken; of two that do so at the
// same moment one is told to poll again. Looking for the event before registering loses wakes.
//
// How it works: the state says who may touch the waker. `kWaiting`: nobody does. `kRegistering`:
// the task does. `kWaking`: the one thread does that found it waiting. A thread that comes to wake
// while the task registers only leaves the bit kWaking behind, and the task wakes itself when it
// sees that; one that comes while another wakes has nothing to do.
//
// Example:
//
//     #include <atomic>
//
//     #include "pinprick/executor/block_on.h"
//
//     int main() {
//       struct Flag {  // set by any thread, awaited by one task
//         using Output = bool;
//         static Poll<bool> poll(Pin<Flag&> self, Context& cx) {
//           Flag& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
//           me.waker.register_waker(cx.waker());
//           return me.is_set ? Poll<bool>::ready(true) : kPending;
//         }
//         void set() {
//           is_set = true;
//           waker.wake();
//         }
//         AtomicWaker waker;
//         std::atomic<bool> is_set = false;
//       };
//       Flag flag;
//       Waker noop = Waker::noop();
//       Context cx(noop);
//       auto pin = Pin<Flag&>::new_unchecked(flag, Unsafe("a local that cannot move"));
//       assert(Flag::poll(pin, cx).is_pending());
//       flag.set();
//       assert(block_on(pin));
//     }

#include <optional>
#include <utility>

#include "pinprick/internal/memory.h"
#include "pinprick/waker.h"

namespace pinprick {

template <class Memory = internal::StdMemory>
class BasicAtomicWaker {
 public:
  BasicAtomicWaker() noexcept = default;
  BasicAtomicWaker(const BasicAtomicWaker&) = delete;
  BasicAtomicWaker& operator=(const BasicAtomicWaker&) = delete;
  ~BasicAtomicWaker() = default;

  // From now on `wake` wakes the task of `waker`. To be called by that task only, before it looks
  // for the event.
  void register_waker(const Waker& waker) {
    unsigned state = kWaiting;
    // Acquire, when it succeeds: what the last one to touch the waker did to it, and what those did
    // who woke since the last registration: the task looks for that next. When it fails: what the
    // thread did that is waking now, because the poll that we ask for looks for it.
    if (!state_.compare_exchange_strong(state, kRegistering, std::memory_order_acquire,
                                        std::memory_order_acquire)) {
      // Somebody is waking the waker of before, which may be of another task than ours.
      waker.wake_by_ref();
      return;
    }
    // Outlives the state kRegistering: dropping a waker may run anything.
    Waker old = Waker::noop();
    try {
      if (!waker_.get().will_wake(waker)) old = std::exchange(waker_.get(), waker.clone());
    } catch (...) {
      end_registering();
      throw;
    }
    end_registering();
  }

  // Wakes the task that registered last, once for each registration. On any thread.
  void wake() {
    if (std::optional<Waker> waker = take()) std::move(*waker).wake();
  }

  // The waker that was registered last, for the caller to wake; empty if there is none, or if
  // somebody else will wake it. On any thread.
  [[nodiscard]] std::optional<Waker> take() {
    // Acquire: the waker that the task left. Release: what we did before, for whoever reads this
    // bit, or a later value of the state: all changes of it are read-modify-write, so that none
    // of them hides the ones before from an acquire.
    if (state_.fetch_or(kWaking, std::memory_order_acq_rel) != kWaiting) return std::nullopt;
    Waker waker = std::exchange(waker_.get(), Waker::noop());
    // Release: the place is free, and empty. Not a store, for the reason above: a thread that found
    // us waking left it to us to pass on what it did.
    state_.fetch_and(~kWaking, std::memory_order_release);
    if (waker.will_wake(Waker::noop())) return std::nullopt;
    return waker;
  }

 private:
  static constexpr unsigned kWaiting = 0;
  static constexpr unsigned kRegistering = 1;
  static constexpr unsigned kWaking = 2;

  void end_registering() {
    unsigned state = kRegistering;
    // Release: the waker. Nothing came in between, so there is nothing to acquire; and if something
    // did, the exchange below acquires it.
    if (state_.compare_exchange_strong(state, kWaiting, std::memory_order_release,
                                       std::memory_order_relaxed)) {
      return;
    }
    // Somebody woke meanwhile and left it to us.
    Waker waker = std::exchange(waker_.get(), Waker::noop());
    // Acquire: what all those did who left their bit, for the poll that follows. Release: the place
    // is free, and empty.
    state_.exchange(kWaiting, std::memory_order_acq_rel);
    std::move(waker).wake();
  }

  typename Memory::template Atomic<unsigned> state_ = kWaiting;
  typename Memory::template Cell<Waker> waker_{Waker::noop()};
};

using AtomicWaker = BasicAtomicWaker<>;

static_assert(sizeof(AtomicWaker) == 3 * sizeof(void*));

}  // namespace pinprick
