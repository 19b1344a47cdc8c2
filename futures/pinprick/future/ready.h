#pragma once

// A future that is ready at once.
//
// What it is: a value that waits to be asked for.
//
// What it promises: the first poll answers Ready with the value. It is Unpin whatever T is: it
// never pins its value, it only hands it over.
//
// What breaks it: polling it twice, which panics as "Ready".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     assert(block_on(ready(3)) == 3);

#include <optional>
#include <utility>

#include "pinprick/future.h"

namespace pinprick {

template <class T>
class Ready;

template <class T>
inline constexpr bool enable_unpin<Ready<T>> = true;

template <class T>
class [[nodiscard]] Ready {
 public:
  using Output = T;

  explicit constexpr Ready(T value) : value_(std::move(value)) {}

  static constexpr Poll<T> poll(Pin<Ready&> self, Context&) {
    Ready& me = self.get_mut();
    if (!me.value_.has_value()) panic(PanicReason::kPolledAfterReady, "Ready");
    Poll<T> answer = Poll<T>::ready(*std::move(me.value_));
    me.value_.reset();
    return answer;
  }

 private:
  std::optional<T> value_;
};

// A future that is ready with `value`.
template <class T>
constexpr Ready<std::remove_cvref_t<T>> ready(T&& value) {
  return Ready<std::remove_cvref_t<T>>(std::forward<T>(value));
}

}  // namespace pinprick
