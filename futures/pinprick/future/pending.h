#pragma once

// A future that is never ready.
//
// What it is: Pending, for ever. It keeps no waker, so nothing ever wakes its task.
//
// What it promises: every poll answers Pending. It is empty, and Unpin.
//
// What breaks it: nothing. Waiting for it alone stalls, which executors notice.
//
// Example:
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     auto never = pending<int>();
//     assert(Pin<Pending<int>&>::make(never).poll(cx).is_pending());

#include "pinprick/future.h"

namespace pinprick {

template <class T>
class [[nodiscard]] Pending {
 public:
  using Output = T;

  static constexpr Poll<T> poll(Pin<Pending&>, Context&) { return kPending; }
};

// A future of a T that never comes.
template <class T>
constexpr Pending<T> pending() {
  return {};
}

}  // namespace pinprick
