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

#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class T>
class Ready;

template <class T>
inline constexpr bool enable_unpin<Ready<T>> = true;

template <class T>
class [[nodiscard]] Ready {
 public:
  using Output = T;

  explicit constexpr Ready(T value) : value_(std::in_place, std::move(value)) {}

  static constexpr Poll<T> poll(Pin<Ready&> self, Context&) {
    Ready& me = self.get_mut();
    T* value = me.value_.first();
    if (value == nullptr) panic(PanicReason::kPolledAfterReady, "Ready");
    Poll<T> answer = Poll<T>::ready(std::move(*value));
    me.value_.clear();
    return answer;
  }

 private:
  using Value = OneOf<T, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Ready> niche() { return internal::niche_in<Ready, Value>(); }

  // Empty once ready.
  Value value_;
};

// A future that is ready with `value`.
template <class T>
constexpr Ready<std::remove_cvref_t<T>> ready(T&& value) {
  return Ready<std::remove_cvref_t<T>>(std::forward<T>(value));
}

}  // namespace pinprick
