#pragma once

// A place for one of two values, or none.
//
// What it is: the tagged union inside the combinators, whose states follow one another in the same
// storage. It does what std::variant would, with less: the states are called first, second and
// empty; a member that cannot be assigned is no hindrance; and where the first value has a niche
// (niche.h) that the second leaves alone, the state is in there and takes no room.
//
// What it promises: inline storage, no allocation. A value is built in place, never moves while it
// is there, and is destroyed in place. Moving the whole moves the value by its move constructor
// and leaves a moved-from value behind, in the same state.
//
// What breaks it: asking for a state that it is not in gives a null pointer. With the state in a
// niche it counts as first until the first value is destroyed: a destructor of that value that
// reaches back into the object that it is in would find it half destroyed.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "pinprick/internal/niche.h"

namespace pinprick {

namespace internal {

// For a place that has no second value.
struct Never final {
  Never() = delete;
};

}  // namespace internal

template <class A, class B>
class OneOf final {
  static constexpr bool kNothrow =
      std::is_nothrow_move_constructible_v<A> && std::is_nothrow_move_constructible_v<B>;

  static constexpr bool kTrivialEnd =
      std::is_trivially_destructible_v<A> && std::is_trivially_destructible_v<B>;
  static constexpr bool kTrivialMove = kTrivialEnd && std::is_trivially_move_constructible_v<A> &&
                                       std::is_trivially_move_constructible_v<B>;

  enum class State : unsigned char { kFirst, kEmpty, kSecond };

  // The values of a niche that are needed: for empty, and for second if there is one.
  static constexpr unsigned kUsed = std::is_same_v<B, internal::Never> ? 1 : 2;
  static constexpr internal::Niche<A> kNiche = internal::niche_of<A>();
  static constexpr bool kInNiche =
      kNiche.count() >= kUsed && (std::is_empty_v<B> || sizeof(B) <= kNiche.offset);

 public:
  // Empty.
  constexpr OneOf() noexcept : none_() { mark(State::kEmpty); }

  template <class... Args>
  explicit constexpr OneOf(std::in_place_t, Args&&... args) : first_(std::forward<Args>(args)...) {}

  // What moves as bytes moves as bytes inside as well: so a compiler sees through a future that is
  // made of futures.
  constexpr OneOf(OneOf&&)
    requires kTrivialMove
  = default;
  constexpr OneOf(OneOf&& other) noexcept(kNothrow) : none_() { take(std::move(other)); }
  // If a move constructor throws, this object is empty.
  constexpr OneOf& operator=(OneOf&& other) noexcept(kNothrow) {
    if (this != &other) {
      clear();
      take(std::move(other));
    }
    return *this;
  }
  OneOf(const OneOf&) = delete;
  OneOf& operator=(const OneOf&) = delete;
  constexpr ~OneOf()
    requires kTrivialEnd
  = default;
  constexpr ~OneOf() { clear(); }

  // The value, or null if the state is another.
  [[nodiscard]] constexpr A* first() noexcept {
    return state() == State::kFirst ? std::addressof(first_) : nullptr;
  }
  [[nodiscard]] constexpr B* second() noexcept {
    return state() == State::kSecond ? std::addressof(second_) : nullptr;
  }
  [[nodiscard]] constexpr bool is_empty() const noexcept { return state() == State::kEmpty; }

  // Destroys the value, if any.
  constexpr void clear() noexcept {
    const State old = state();
    // Marked empty first, where that can be: a destructor that looks finds nothing.
    if (!kInNiche || old == State::kSecond) mark(State::kEmpty);
    if (old == State::kFirst) {
      std::destroy_at(std::addressof(first_));
      if (kInNiche) mark(State::kEmpty);
    } else if (old == State::kSecond) {
      std::destroy_at(std::addressof(second_));
    }
  }

  // Destroys the value, if any, then calls `make` and builds the second value from what it
  // returns, without a move. If `make` throws, this object is empty.
  template <class Make>
  void become_second(Make&& make) {
    clear();
    // Not construct_at, which would take the result as an argument and move it.
    ::new (static_cast<void*>(std::addressof(second_))) B(std::forward<Make>(make)());
    mark(State::kSecond);
  }

 private:
  friend struct internal::NicheOf;

  static consteval internal::Niche<OneOf> niche() {
    if (kInNiche) return kNiche.template without<OneOf>(kUsed);
    union Size {
      alignas(A) std::byte first[sizeof(A)];
      alignas(B) std::byte second[sizeof(B)];
    };
    return {sizeof(Size), kUsed + 1};
  }

  // The byte of a first value that need not be there.
  [[nodiscard]] unsigned char& niche_byte() noexcept {
    return reinterpret_cast<unsigned char*>(this)[kNiche.offset];
  }
  [[nodiscard]] unsigned char niche_byte() const noexcept {
    return reinterpret_cast<const unsigned char*>(this)[kNiche.offset];
  }

  [[nodiscard]] constexpr State state() const noexcept {
    if constexpr (kInNiche) {
      const unsigned spare = niche_byte() - kNiche.first;  // a large number for a first value
      return spare < kUsed ? static_cast<State>(spare + 1) : State::kFirst;
    } else {
      return flag_.state;
    }
  }

  constexpr void mark(State state) noexcept {
    if constexpr (!kInNiche) {
      flag_.state = state;
    } else if (state != State::kFirst) {  // which its value says
      niche_byte() = static_cast<unsigned char>(kNiche.first + static_cast<unsigned>(state) - 1);
    }
  }

  // Expects to be empty, or under construction.
  constexpr void take(OneOf&& other) noexcept(kNothrow) {
    const State state = other.state();
    if (state == State::kFirst) {
      take_first(std::move(other.first_));
    } else if (state == State::kSecond) {
      std::construct_at(std::addressof(second_), std::move(other.second_));
    }
    mark(state);
  }

  constexpr void take_first(A&& value) noexcept(kNothrow) {
    if constexpr (kInNiche && !kNothrow) {
      try {
        std::construct_at(std::addressof(first_), std::move(value));
      } catch (...) {
        // What was built of it may have written to the byte.
        mark(State::kEmpty);
        throw;
      }
    } else {
      std::construct_at(std::addressof(first_), std::move(value));
    }
  }

  struct Flag {
    State state = State::kFirst;
  };
  struct NoFlag {};

  union {
    char none_;
    A first_;
    B second_;
  };
  [[no_unique_address]] std::conditional_t<kInNiche, NoFlag, Flag> flag_;
};

}  // namespace pinprick
