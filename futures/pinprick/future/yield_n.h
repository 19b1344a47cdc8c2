#pragma once

// A future that lets others go first a given number of times.
//
// What it is: a countdown with a value at its end.
//
// What it promises: the first n polls wake the task by reference and answer Pending; the next one
// answers Ready with the value. It is Unpin whatever T is: the value is handed over, never pinned.
//
// What breaks it: polling it after Ready, which panics as "YieldN".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     assert(block_on(yield_n(2, 'c')) == 'c');

#include <cstddef>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class T>
class YieldN;

template <class T>
inline constexpr bool enable_unpin<YieldN<T>> = true;

template <class T>
class [[nodiscard]] YieldN {
 public:
  using Output = T;

  constexpr YieldN(std::size_t n, T value) : left_(n), value_(std::in_place, std::move(value)) {}

  static constexpr Poll<T> poll(Pin<YieldN&> self, Context& cx) {
    YieldN& me = self.get_mut();
    T* value = me.value_.first();
    if (value == nullptr) panic(PanicReason::kPolledAfterReady, "YieldN");
    if (me.left_ > 0) {
      --me.left_;
      cx.waker().wake_by_ref();
      return kPending;
    }
    Poll<T> answer = Poll<T>::ready(std::move(*value));
    me.value_.clear();
    return answer;
  }

 private:
  using Value = OneOf<T, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<YieldN> niche() {
    return internal::niche_in<YieldN, Value>(internal::offset_behind<std::size_t, Value>());
  }

  std::size_t left_;
  // Empty once ready.
  Value value_;
};

// Yields `n` times and is then ready with `value`.
template <class T>
constexpr YieldN<std::remove_cvref_t<T>> yield_n(std::size_t n, T&& value) {
  return YieldN<std::remove_cvref_t<T>>(n, std::forward<T>(value));
}

}  // namespace pinprick
