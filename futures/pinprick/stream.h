#pragma once

// What it takes to be a stream.
//
// What it is: the concept `Stream<S>`: a type S with a member type `Item` and a static function
//   static Poll<std::optional<Item>> poll_next(Pin<S&> self, Context& cx);
// which is Rust's `fn poll_next(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Option<Item>>`. A
// stream is a future that is ready more than once: each time with an item, and in the end with
// none. A Pin of a stream is a stream (`Pin<S&>` is how one is lent), and so is a Box of one that
// is Unpin.
//
// What it promises (what each stream must keep): a poll never blocks; when it answers Pending, the
// waker of the latest poll's context will be woken as soon as there is something to do. After it
// has answered none, a further poll either answers none again or panics, and is never a memory
// error. A stream that always answers none again is called fused, and its header says so; nothing
// here polls a stream again that has ended, but those that merely pass polls on when polled again.
//
// What breaks it: polling again a stream that has ended and is not fused, and moving a stream that
// is not Unpin after it was first pinned (see pin.h).
//
// Example:
//
//     // The numbers from 3 down to 1.
//     class Countdown {
//      public:
//       using Item = int;
//
//       static PollNext<int> poll_next(Pin<Countdown&> self, Context&) {
//         Countdown& me = self.get_mut();
//         if (me.left_ == 0) return PollNext<int>::ready(std::nullopt);
//         return PollNext<int>::ready(me.left_--);
//       }
//
//      private:
//       int left_ = 3;
//     };
//
//     int main() {
//       static_assert(Stream<Countdown> && Stream<Pin<Countdown&>>);
//       const Waker waker = Waker::noop();
//       Context cx(waker);
//       Countdown countdown;
//       auto pin = Pin<Countdown&>::make(countdown);
//       for (const int expected : {3, 2, 1}) assert(pin.poll_next(cx).value() == expected);
//       assert(pin.poll_next(cx).value() == std::nullopt);
//     }

#include <concepts>
#include <optional>

#include "pinprick/context.h"
#include "pinprick/pin.h"
#include "pinprick/poll.h"

namespace pinprick {

// What a stream of T answers: Pending, an item, or none for "that was all".
template <class T>
using PollNext = Poll<std::optional<T>>;

template <class S>
concept Stream = requires(Pin<S&> self, Context& cx) {
  typename S::Item;
  { S::poll_next(self, cx) } -> std::same_as<PollNext<typename S::Item>>;
};

// What a stream gives each time.
template <Stream S>
using ItemOf = typename S::Item;

}  // namespace pinprick
