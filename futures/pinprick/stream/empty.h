#pragma once

// The stream of nothing.
//
// What it is: `Empty<T>`, a stream of T that has ended before it began.
//
// What it promises: every poll answers none; it is fused. It is empty, and Unpin whatever T is. No
// allocation.
//
// What breaks it: nothing.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//
//     assert(block_on(stream::collect(stream::empty<int>())).empty());

#include <optional>

#include "pinprick/stream.h"

namespace pinprick::stream {

template <class T>
class [[nodiscard]] Empty {
 public:
  using Item = T;

  static constexpr PollNext<T> poll_next(Pin<Empty&>, Context&) {
    return PollNext<T>::ready(std::nullopt);
  }
};

// No T at all.
template <class T>
constexpr Empty<T> empty() noexcept {
  return {};
}

}  // namespace pinprick::stream
