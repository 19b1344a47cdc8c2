// The waker that wakes nobody is one for each thread, and a reference to it is handed out as if it
// lived for ever; it dies with the thread that was asked. (RUSTSEC-2020-0061)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call take(), call wake()
#pragma once

#include <memory>
#include <thread>

#include "pinprick/waker.h"

namespace pinprick::bugs::rustsec_2020_0061 {

template <bool kMended>
class Notifier {
 public:
  // Asks another thread for its waker, and waits for the end of that thread.
  void take() {
    const Waker* taken = nullptr;
    std::thread([&taken] { taken = &of_this_thread(); }).join();
    waker_ = taken;
  }

  void wake() {
    if (waker_ != nullptr) waker_->wake_by_ref();
  }

 private:
  static const Waker& of_this_thread() {
    if constexpr (kMended) {
      static const Waker of_all = Waker::noop();
      return of_all;
    } else {
      // On the heap, because what is in a dead thread's own storage can be read for long after.
      thread_local const auto of_this = std::make_unique<const Waker>(Waker::noop());
      return *of_this;
    }
  }

  const Waker* waker_ = nullptr;
};

}  // namespace pinprick::bugs::rustsec_2020_0061
