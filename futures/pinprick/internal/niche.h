#pragma once

// A byte of a type that has values to spare.
//
// What it is: what Rust's compiler calls a niche, declared by hand. A byte inside every T, and the
// values from `first` to 255, which it never has while a T lives there. Who keeps a T may write one
// of them where the T was, to say that there is none, and needs no room for a flag of its own: a
// Map of a Map of a Ready is no larger than the Ready.
//
// What it promises: nothing is stored; all is known at compile time.
//
// What breaks it: a T that writes such a value into its byte, moved from or not. Writing one before
// the T is destroyed.
//
// A class declares its own by two lines, for which NicheOf has to be a friend:
//
//     friend struct internal::NicheOf;
//     static consteval internal::Niche<Map> niche() { return internal::niche_in<Map, State>(); }
//
// It names the class, because a class that inherits the function does not have the byte in the same
// place. Source: the Rust reference, "Type layout", and rustc's niche-filling enums.

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace pinprick::internal {

template <class T>
struct Niche {
  static constexpr unsigned kEnd = 256;

  std::size_t offset = 0;  // of the byte, in the T
  unsigned first = kEnd;

  // How many values there are to spare.
  [[nodiscard]] constexpr unsigned count() const noexcept { return kEnd - first; }

  // What is left when the first `used` values have got a meaning.
  template <class Whole>
  [[nodiscard]] constexpr Niche<Whole> without(unsigned used) const noexcept {
    return {offset, first + used};
  }
};

struct NicheOf {
  template <class T>
  static consteval Niche<T> get() {
    if constexpr (requires {
                    { T::niche() } -> std::same_as<Niche<T>>;
                  }) {
      return T::niche();
    } else {
      return {};
    }
  }
};

// The niche of T; one without values if it declares none.
template <class T>
consteval Niche<T> niche_of() {
  return NicheOf::get<T>();
}

// The niche of a Whole that has a Member at `at`.
template <class Whole, class Member>
consteval Niche<Whole> niche_in(std::size_t at = 0) {
  return {niche_of<Member>().offset + at, niche_of<Member>().first};
}

// Where the second of two members lies that are the first two of their class.
template <class First, class Second>
consteval std::size_t offset_behind() {
  return (sizeof(First) + alignof(Second) - 1) / alignof(Second) * alignof(Second);
}

}  // namespace pinprick::internal
