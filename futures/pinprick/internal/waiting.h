#pragma once

// How to wait and to wake, with a lock, and with no stranger's code under it.
//
// What it is: `ready_or_wait`, the poll of every future that waits in a list, and `wake_each` and
// `wake_all`, which wake many.
//
// What it promises: the functions of a waker (clone, wake, drop) run while the lock is not held, so
// that they may poll, drop or notify whatever they like, the neighbours in the same list included.
// Nothing is allocated. Whoever is taken out of the list before its turn is not woken.
//   In this order: to wait is to clone the waker, if the one kept is for another task; to link; to
// drop the waker that was kept before. To wake many is to take the first out and then to wake it,
// until there is none, from a list on the stack to which whoever does it has moved them.
//
// What breaks it: a wake that ends the primitive whose lock and list these are.

#include <exception>
#include <mutex>
#include <utility>

#include "pinprick/internal/kept_waker.h"
#include "pinprick/internal/wait_list.h"

namespace pinprick::internal {

// The same for one whose waker is not kept yet.
template <class Lock, class IsReady, class Link>
[[gnu::always_inline]] inline bool ready_or_wait_anew(Lock& mutex, KeptWaker& node,
                                                      const Waker& waker, IsReady& is_ready,
                                                      Link& link) {
  Waker spare = waker.clone();  // before the lock, so that it is dropped after it is let go
  const std::lock_guard lock(mutex);
  if (is_ready()) return true;
  spare = node.keep_instead(std::move(spare));
  link();
  return false;
}

// Asks `is_ready` with the lock held. If it says no, sees to it that `node` keeps a waker for the
// task of `waker`, and calls `link`. As a waker is cloned without the lock, `is_ready` is asked
// once more after that. Says what it was told last. If the clone throws, nothing has changed.
// Inlined, because a call would want the two functions in memory, which costs more than they do.
template <class Lock, class IsReady, class Link>
[[gnu::always_inline]] inline bool ready_or_wait(Lock& mutex, KeptWaker& node, const Waker& waker,
                                                 IsReady&& is_ready, Link&& link) {
  {
    const std::lock_guard lock(mutex);
    if (is_ready()) return true;
    if (node.keeps(waker)) {
      link();
      return false;
    }
  }
  return ready_or_wait_anew(mutex, node, waker, is_ready, link);
}

// Wakes those that `next` gives, until it gives null. It is called with `lock` held, as this
// function is; it is let go for each wake. If a wake throws, the others are woken all the same, and
// the first exception is passed on.
template <class Lock, class Next>
void wake_each(std::unique_lock<Lock>& lock, Next next) {
  std::exception_ptr thrown;
  while (KeptWaker* const node = next()) {
    Waker waker = node->take_waker();
    lock.unlock();
    try {
      std::move(waker).wake();
    } catch (...) {
      if (thrown == nullptr) thrown = std::current_exception();
    }
    lock.lock();
  }
  if (thrown != nullptr) std::rethrow_exception(std::move(thrown));
}

// Wakes all of `list`, the one that has waited longest first, each after it was unlinked.
template <class Lock>
void wake_all(std::unique_lock<Lock>& lock, WaitList& list) {
  wake_each(lock, [&list] {
    WaitNode* const node = list.front();
    if (node != nullptr) WaitList::unlink(*node);
    return node;
  });
}

}  // namespace pinprick::internal
