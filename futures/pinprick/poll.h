#pragma once

// What a future answers: Ready with a value, or Pending.
//
// What it is: `Poll<T>`, a value or the news that there is none yet. T may be move-only.
//
// What it promises: it holds its value inline, allocates nothing, and tells a missing value by
// name (a Panic), never by undefined behaviour.
//
// What breaks it: asking a pending Poll for its value.
//
// Example:
//
//     const Poll<int> pending = kPending;
//     assert(pending.is_pending());
//     const Poll<int> three = poll_ready(3);
//     assert(three.is_ready() && three.value() == 3);
//     assert(Poll<int>::ready(3).map([](int n) { return n / 2.0; }).value() == 1.5);

#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/panic.h"

namespace pinprick {

namespace internal {

// An optional value without uninitialised bytes, for values that are copied as bytes and, with the
// flag, returned in registers. std::optional<int> leaves its value unset while it is empty, and
// g++ 12 warns where a pending Poll of that kind is returned or copied.
template <class T>
class BytesOrNone {
 public:
  constexpr BytesOrNone() noexcept : none_{}, has_value_(false) {}
  explicit constexpr BytesOrNone(T value) noexcept : value_(std::move(value)), has_value_(true) {}

  [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
  constexpr T& operator*() & noexcept { return value_; }
  constexpr const T& operator*() const& noexcept { return value_; }
  constexpr T&& operator*() && noexcept { return std::move(value_); }

  friend constexpr bool operator==(const BytesOrNone& a, const BytesOrNone& b)
    requires requires(const T& v) { v == v; }
  {
    if (!a.has_value_ || !b.has_value_) return a.has_value_ == b.has_value_;
    return a.value_ == b.value_;
  }

 private:
  union {
    unsigned char none_[sizeof(T)];
    T value_;
  };
  bool has_value_;
};

// Small enough for that. Bigger ones would cost more to clear than to leave alone.
template <class T>
inline constexpr bool kBytesOrNone =
    std::is_scalar_v<T> || (std::is_trivially_copyable_v<T> && sizeof(T) < 2 * sizeof(void*));

}  // namespace internal

// The type of `kPending`. The future that never ends is called Pending (see pending.h).
struct PollPending {
  friend constexpr bool operator==(PollPending, PollPending) = default;
};

// Converts to a pending Poll of any type: `return kPending;`.
inline constexpr PollPending kPending{};

template <class T>
class [[nodiscard]] Poll {
  static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                "Poll<T> holds an object type: no reference, array, const or void");

 public:
  using Value = T;

  constexpr Poll(PollPending) noexcept {}  // NOLINT: `return kPending;` is the point

  // The answer Ready. Moves `value` in.
  static constexpr Poll ready(T value) { return Poll(std::in_place, std::move(value)); }

  // The answer Pending, for places where the conversion from `kPending` does not apply.
  static constexpr Poll pending() noexcept { return kPending; }

  [[nodiscard]] constexpr bool is_ready() const noexcept { return value_.has_value(); }
  [[nodiscard]] constexpr bool is_pending() const noexcept { return !value_.has_value(); }

  // The value of a ready Poll. Panics (kNotReady, "Poll") on a pending one.
  [[nodiscard]] constexpr T& value() & { return checked(), *value_; }
  [[nodiscard]] constexpr const T& value() const& { return checked(), *value_; }
  [[nodiscard]] constexpr T value() && { return checked(), *std::move(value_); }

  // Ready(v) becomes Ready(fn(v)); Pending stays Pending. Calls `fn` at most once.
  template <class Fn>
  constexpr auto map(Fn&& fn) && -> Poll<std::remove_cvref_t<std::invoke_result_t<Fn, T>>> {
    using Mapped = Poll<std::remove_cvref_t<std::invoke_result_t<Fn, T>>>;
    if (is_pending()) return kPending;
    return Mapped::ready(std::forward<Fn>(fn)(*std::move(value_)));
  }

  friend constexpr bool operator==(const Poll& a, const Poll& b)
    requires requires(const T& v) { v == v; }
  {
    return a.value_ == b.value_;
  }

 private:
  constexpr Poll(std::in_place_t, T&& value) : value_(std::move(value)) {}

  constexpr void checked() const {
    if (is_pending()) panic(PanicReason::kNotReady, "Poll");
  }

  std::conditional_t<internal::kBytesOrNone<T>, internal::BytesOrNone<T>, std::optional<T>> value_;
};

// Ready with a value whose type is deduced.
template <class T>
constexpr Poll<std::remove_cvref_t<T>> poll_ready(T&& value) {
  return Poll<std::remove_cvref_t<T>>::ready(std::forward<T>(value));
}

}  // namespace pinprick
