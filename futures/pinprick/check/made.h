#pragma once

// How what wraps a T is made: in place, of whatever makes a T.
//
// What it is: for the adapters of this folder, which register a wrapper in place of the type that
// they are about. `make_of<T, World>(make)` is the make() of a T: `make`, or if that is left out
// one that makes a T of its world, or of nothing. `wrapped<Wrapper>(make)` is that of a wrapper,
// which is constructed of a function that gives a T.
//
// What it promises: the T is constructed where it stays, so that it needs no move constructor.
//
// What breaks it: a wrapper that does not keep the T in its own bytes, for it is the wrapper that
// programs move. And a T that is trivially copied, of two words at most, and knows its own address
// from its constructor on: functions return such in registers. Give it a destructor.

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/check.h"

namespace pinprick::check::internal {

// What gives a T in place.
template <class F, class T>
concept Makes = std::is_invocable_v<F&> && std::is_same_v<std::invoke_result_t<F&>, T>;

template <class T, class World, class F>
F make_of(F make) {
  return make;
}

template <class T, class World>
auto make_of() {
  static_assert(std::is_constructible_v<T, World&> || std::is_default_constructible_v<T>,
                "pinprick::check: the type can be made neither of its world nor of nothing; say "
                "how, as the last argument");
  if constexpr (std::is_constructible_v<T, World&>) {
    return [](World& world) { return T(world); };
  } else {
    return [] { return T(); };
  }
}

template <class Wrapper, class F, class... Args>
auto wrapped(F make, List<Args...>) {
  return [make](Args... args) mutable {
    const auto in_place = [&]() -> decltype(auto) {
      return std::invoke(make, std::forward<Args>(args)...);
    };
    static_assert(std::is_constructible_v<Wrapper, decltype(in_place)>,
                  "pinprick::check: what makes one gives another type than the one registered");
    return Wrapper(in_place);
  };
}

template <class Wrapper, class F>
auto wrapped(F make) {
  return wrapped<Wrapper>(std::move(make), typename Parameters<F>::type());
}

}  // namespace pinprick::check::internal
