#pragma once

// What it takes to be a future.
//
// What it is: the concept `Future<F>`: a type F with a member type `Output` and a static function
//   static Poll<Output> poll(Pin<F&> self, Context& cx);
// which is Rust's `fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Output>`.
//
// What it promises (what each future must keep): a poll never blocks; it answers Ready once; when
// it answers Pending, the waker of the latest poll's context will be woken as soon as there is
// something to do; polling after Ready is a panic that names the type, never a memory error.
//
// What breaks it: the caller who polls again after Ready, and the one who moves a future that is
// not Unpin after it was first pinned (see pin.h).
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     // Ready at its second poll.
//     class Twice {
//      public:
//       using Output = int;
//
//       static Poll<int> poll(Pin<Twice&> self, Context& cx) {
//         if (++self.get_mut().polls_ == 2) return poll_ready(2);
//         cx.waker().wake_by_ref();
//         return kPending;
//       }
//
//      private:
//       int polls_ = 0;
//     };
//
//     int main() {
//       static_assert(Future<Twice> && !Future<int>);
//       static_assert(std::same_as<OutputOf<Twice>, int>);
//       assert(block_on(Twice()) == 2);
//     }

#include <concepts>

#include "pinprick/context.h"
#include "pinprick/pin.h"
#include "pinprick/poll.h"

namespace pinprick {

template <class F>
concept Future = requires(Pin<F&> self, Context& cx) {
  typename F::Output;
  { F::poll(self, cx) } -> std::same_as<Poll<typename F::Output>>;
};

// What a future gives when it is ready.
template <Future F>
using OutputOf = typename F::Output;

}  // namespace pinprick
