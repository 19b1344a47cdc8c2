#pragma once

// A value, or the error that came instead.
//
// What it is: `Result<T, E>`, Rust's: what a future gives that may fail. T and E are object types,
// possibly the same, possibly move-only.
//
// What it promises: it holds either inline, allocates nothing, copies and compares if both can, and
// is Unpin if both are. Asking for the wrong one is a Panic, never undefined behaviour.
//
// What breaks it: asking for the value of an error, or for the error of a value, which panics as
// "Result".
//
// Example:
//
//     using Parsed = Result<int, std::string>;
//     const Parsed good = Parsed::ok(3);
//     const Parsed bad = Parsed::err("no digits");
//     assert(good.is_ok() && good.value() == 3);
//     assert(bad.is_err() && bad.error() == "no digits");
//     assert(Parsed(good).map([](int n) { return n * 1.5; }).value() == 4.5);
//     assert(Parsed(bad).map_err([](std::string why) { return why.size(); }).error() == 9);

#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#include "pinprick/panic.h"
#include "pinprick/unpin.h"

namespace pinprick {

template <class T, class E>
class [[nodiscard]] Result final {
  static_assert(std::is_object_v<T> && std::is_object_v<E>,
                "Result<T, E> holds object types: no reference or void (use Unit)");

 public:
  using PinnedFields = Fields<T, E>;
  using Value = T;
  using Error = E;

  // Success. Moves `value` in.
  static constexpr Result ok(T value) { return Result(std::in_place_index<0>, std::move(value)); }

  // Failure. Moves `error` in.
  static constexpr Result err(E error) { return Result(std::in_place_index<1>, std::move(error)); }

  [[nodiscard]] constexpr bool is_ok() const noexcept { return either_.index() == 0; }
  [[nodiscard]] constexpr bool is_err() const noexcept { return either_.index() == 1; }

  // The value. Panics (kNotReady, "Result") on an error.
  [[nodiscard]] constexpr T& value() & { return *checked(std::get_if<0>(&either_)); }
  [[nodiscard]] constexpr const T& value() const& { return *checked(std::get_if<0>(&either_)); }
  [[nodiscard]] constexpr T value() && { return std::move(value()); }

  // The error. Panics (kNotReady, "Result") on a value.
  [[nodiscard]] constexpr E& error() & { return *checked(std::get_if<1>(&either_)); }
  [[nodiscard]] constexpr const E& error() const& { return *checked(std::get_if<1>(&either_)); }
  [[nodiscard]] constexpr E error() && { return std::move(error()); }

  // A value becomes `fn` of it, an error stays. Calls `fn` at most once.
  template <class Fn>
  constexpr auto map(Fn&& fn) && -> Result<std::remove_cvref_t<std::invoke_result_t<Fn, T>>, E> {
    using Mapped = Result<std::remove_cvref_t<std::invoke_result_t<Fn, T>>, E>;
    if (!is_ok()) return Mapped::err(std::move(error()));
    return Mapped::ok(std::invoke(std::forward<Fn>(fn), std::move(value())));
  }

  // An error becomes `fn` of it, a value stays. Calls `fn` at most once.
  template <class Fn>
  constexpr auto map_err(
      Fn&& fn) && -> Result<T, std::remove_cvref_t<std::invoke_result_t<Fn, E>>> {
    using Mapped = Result<T, std::remove_cvref_t<std::invoke_result_t<Fn, E>>>;
    if (!is_err()) return Mapped::ok(std::move(value()));
    return Mapped::err(std::invoke(std::forward<Fn>(fn), std::move(error())));
  }

  // Both ok with equal values, or both err with equal errors.
  friend constexpr bool operator==(const Result& a, const Result& b)
    requires requires(const T& t, const E& e) {
      t == t;
      e == e;
    }
  {
    return a.either_ == b.either_;
  }

 private:
  template <std::size_t kIndex, class V>
  constexpr Result(std::in_place_index_t<kIndex> index, V&& value)
      : either_(index, std::forward<V>(value)) {}

  template <class V>
  static constexpr V* checked(V* value) {
    if (value == nullptr) panic(PanicReason::kNotReady, "Result");
    return value;
  }

  std::variant<T, E> either_;
};

namespace internal {

template <class T>
inline constexpr bool kIsResult = false;
template <class T, class E>
inline constexpr bool kIsResult<Result<T, E>> = true;

}  // namespace internal

}  // namespace pinprick
