#pragma once

// The stream of one value.
//
// What it is: `Once<T>`, a value that is handed out as an item. A stream of what a future gives is
// FromFuture.
//
// What it promises: the first poll answers with the value, every later one with none; it is fused.
// It is Unpin whatever T is: the value is handed over, never pinned. No allocation.
//
// What breaks it: nothing. If moving the value throws, it is still there.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//
//     assert(block_on(stream::collect(stream::once(7))) == std::vector<int>{7});

#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/stream.h"

namespace pinprick::stream {

template <class T>
class [[nodiscard]] Once final {
 public:
  using PinnedFields = Fields<>;
  using Item = T;

  explicit constexpr Once(T value) : value_(std::in_place, std::move(value)) {}

  static constexpr PollNext<T> poll_next(Pin<Once&> self, Context&) {
    Once& me = self.get_mut();
    auto answer = PollNext<T>::ready(std::move(me.value_));
    me.value_.reset();
    return answer;
  }

 private:
  std::optional<T> value_;
};

// `value`, and then the end.
template <class T>
constexpr Once<std::remove_cvref_t<T>> once(T&& value) {
  return Once<std::remove_cvref_t<T>>(std::forward<T>(value));
}

}  // namespace pinprick::stream
