#pragma once

// A place for one of two values, or none.
//
// What it is: the tagged union inside the combinators, whose states follow one another in the same
// storage. It does what std::variant would, with less: the states are called first, second and
// empty; it is empty while it changes; and a member that cannot be assigned is no hindrance.
//
// What it promises: inline storage, no allocation. A value is built in place, never moves while it
// is there, and is destroyed in place. Moving the whole moves the value by its move constructor
// and leaves a moved-from value behind, in the same state.
//
// What breaks it: asking for a state that it is not in gives a null pointer.

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace pinprick {

template <class A, class B>
class OneOf final {
  static constexpr bool kNothrow =
      std::is_nothrow_move_constructible_v<A> && std::is_nothrow_move_constructible_v<B>;

  static constexpr bool kTrivialEnd =
      std::is_trivially_destructible_v<A> && std::is_trivially_destructible_v<B>;
  static constexpr bool kTrivialMove = kTrivialEnd && std::is_trivially_move_constructible_v<A> &&
                                       std::is_trivially_move_constructible_v<B>;

 public:
  // Empty.
  constexpr OneOf() noexcept : none_(), state_(State::kEmpty) {}

  template <class... Args>
  explicit constexpr OneOf(std::in_place_t, Args&&... args)
      : first_(std::forward<Args>(args)...), state_(State::kFirst) {}

  // What moves as bytes moves as bytes inside as well: so a compiler sees through a future that is
  // made of futures.
  constexpr OneOf(OneOf&&)
    requires kTrivialMove
  = default;
  constexpr OneOf(OneOf&& other) noexcept(kNothrow) : none_(), state_(State::kEmpty) {
    take(std::move(other));
  }
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
    return state_ == State::kFirst ? std::addressof(first_) : nullptr;
  }
  [[nodiscard]] constexpr B* second() noexcept {
    return state_ == State::kSecond ? std::addressof(second_) : nullptr;
  }
  [[nodiscard]] constexpr bool is_empty() const noexcept { return state_ == State::kEmpty; }

  // Destroys the value, if any.
  constexpr void clear() noexcept {
    // Marked empty first: a destructor that looks must not find itself half destroyed.
    switch (std::exchange(state_, State::kEmpty)) {
      case State::kFirst:
        std::destroy_at(std::addressof(first_));
        break;
      case State::kSecond:
        std::destroy_at(std::addressof(second_));
        break;
      case State::kEmpty:
        break;
    }
  }

  // Destroys the value, if any, then calls `make` and builds the second value from what it
  // returns, without a move. If `make` throws, this object is empty.
  template <class Make>
  void become_second(Make&& make) {
    clear();
    // Not construct_at, which would take the result as an argument and move it.
    ::new (static_cast<void*>(std::addressof(second_))) B(std::forward<Make>(make)());
    state_ = State::kSecond;
  }

 private:
  enum class State : unsigned char { kFirst, kSecond, kEmpty };

  // Expects to be empty.
  constexpr void take(OneOf&& other) noexcept(kNothrow) {
    if (other.state_ == State::kFirst) {
      std::construct_at(std::addressof(first_), std::move(other.first_));
    } else if (other.state_ == State::kSecond) {
      std::construct_at(std::addressof(second_), std::move(other.second_));
    }
    state_ = other.state_;
  }

  union {
    char none_;
    A first_;
    B second_;
  };
  State state_;
};

}  // namespace pinprick
