#pragma once

// Pinning without a heap: in the scope that runs now.
//
// What it is: two macros, one for each spelling that Rust has.
//
//   auto p = PINPRICK_PIN(example(8, 1));        // std's expression: p.as_mut() is a Pin<T&>
//   PINPRICK_PIN_MUT(p, example(8, 1));          // tokio's statement: p itself is a Pin<T&>
//
// What it promises: the value of the expression becomes part of an object that can be neither
// copied nor moved, in the scope that declares it, and is destroyed when that scope is left. A
// temporary is built right there; `std::move(x)` moves x there first; an lvalue is copied, or
// refused if it cannot be. Rust binds a reference to a temporary whose life it prolongs; clang 22
// does not prolong it through `auto p = Aggregate{...}` (g++ does), and holding the value needs no
// such rule: it cannot dangle wherever the expression is written.
//
// What breaks it: leaving the scope by a jump that skips destructors breaks the contract of every
// value pinned in it. Naming LocalPin's member, or making a LocalPin without the macro, gets round
// the pin.
//
// Example:
//
//     #include "pinprick/future/example.h"
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//
//     auto owner = PINPRICK_PIN(example());
//     assert(owner.as_mut().poll(cx).is_pending());
//
//     PINPRICK_PIN_MUT(future, example());
//     assert(future.poll(cx).is_pending());

#include <type_traits>

#include "pinprick/pin.h"

namespace pinprick {

namespace internal {

// Keeps an aggregate from being copied or moved without giving it a constructor.
struct Immovable {
  constexpr Immovable() = default;
  Immovable(const Immovable&) = delete;
  Immovable& operator=(const Immovable&) = delete;
};

}  // namespace internal

// What PINPRICK_PIN gives: the pinned value itself. Only the macro makes one, and only the
// functions use its member, which cannot be private because then the class were no aggregate and
// could not be built around a temporary without moving it.
template <class T>
struct [[nodiscard]] LocalPin {
  static_assert(std::is_object_v<T>, "PINPRICK_PIN pins an object");

  T private_to_the_macro_;
  internal::Immovable immovable_ = {};

  // The pinned value.
  [[nodiscard]] constexpr Pin<T&> as_mut() noexcept {
    return Pin<T&>::new_unchecked(private_to_the_macro_, Unsafe("part of what cannot be moved"));
  }
  [[nodiscard]] constexpr Pin<const T&> as_ref() const noexcept {
    return Pin<const T&>::new_unchecked(private_to_the_macro_,
                                        Unsafe("part of what cannot be moved"));
  }

  // So that it can be handed to whoever wants a Pin<T&>.
  constexpr operator Pin<T&>() noexcept { return as_mut(); }  // NOLINT

  // Polls the pinned value.
  template <class Cx>
  constexpr auto poll(Cx& cx)
    requires internal::Pollable<T>
  {
    return as_mut().poll(cx);
  }

  // Polls the pinned value for its next item.
  template <class Cx>
  constexpr auto poll_next(Cx& cx)
    requires internal::PollableNext<T>
  {
    return as_mut().poll_next(cx);
  }
};

template <class T>
LocalPin(T) -> LocalPin<T>;

// The lambda makes a temporary of any expression, without moving one that is a temporary already
// and without writing the expression twice (two lambdas in it would have different types).
#define PINPRICK_PIN(...)           \
  ::pinprick::LocalPin {            \
    [&]() { return __VA_ARGS__; }() \
  }

#define PINPRICK_PIN_MUT(name, ...)                           \
  auto pinprick_local_for_##name = PINPRICK_PIN(__VA_ARGS__); \
  auto name = pinprick_local_for_##name.as_mut()

}  // namespace pinprick
