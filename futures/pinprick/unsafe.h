#pragma once

// The word that every unsafe call has to say.
//
// What it is: a token that carries a reason. Each function that Rust would mark `unsafe` takes one
// as its last parameter, so that no such function can be called without a visible
// `Unsafe("why this is all right")` at the call site.
//
// What it promises: a program whose source never says `Unsafe` uses only the safe half of the
// library, and a text search finds every place that does not.
//
// What breaks it: giving a reason that is not true. The token checks nothing; it makes the caller,
// not the library, answerable for the contract of the function it is handed to.
//
// Example:
//
//     #include "pinprick/pin.h"
//
//     int number = 3;
//     auto pin = Pin<int&>::new_unchecked(number, Unsafe("a local that is not moved"));
//     assert(*pin == 3);

namespace pinprick {

// Costs one pointer, allocates nothing. It cannot be default constructed or converted from a
// literal by accident: `f(x, "reason")` and `f(x, {})` are refused.
class Unsafe {
 public:
  // `reason` says why the contract holds here. It must outlive the token; use a literal.
  explicit constexpr Unsafe(const char* reason) noexcept : reason_(reason) {}

  // The reason given at the call site.
  [[nodiscard]] constexpr const char* reason() const noexcept { return reason_; }

 private:
  const char* reason_;
};

}  // namespace pinprick
