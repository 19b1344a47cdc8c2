#pragma once

// One of two things; one of two futures.
//
// What it is: `Either<L, R>`, a left or a right. As a value it is what a select gives. Where both
// are futures of the same Output it is itself a future, so that two branches of a program may end
// in futures of different types.
//
// What it promises: it holds either inline, allocates nothing, and copies and compares if both can.
// A poll is a poll of the future inside and nothing else. That future lives as long as the Either,
// ready or not. Both are structurally pinned: an Either is Unpin when both are.
//
// What breaks it: asking for the one that is not there, which panics as "Either". What a poll after
// Ready does is up to the future inside. If a move constructor throws in an assignment, the Either
// that was assigned to is empty: neither left nor right, and a poll of it panics.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/future/yield_n.h"
//
//     using Both = Either<Ready<int>, YieldN<int>>;
//     const auto price = [](bool known) {
//       return known ? Both::of_left(ready(3)) : Both::of_right(yield_n(2, 4));
//     };
//     assert(price(true).is_left());
//     assert(block_on(price(true)) == 3);
//     assert(block_on(price(false)) == 4);
//
// Example:
//
//     const auto text = Either<int, std::string>::of_right("three");
//     assert(text.is_right() && text.right() == "three");

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "pinprick/future.h"

namespace pinprick {

namespace internal {

template <class L, class R>
concept FuturesOfOneOutput =
    Future<L> && Future<R> && std::same_as<typename L::Output, typename R::Output>;

// Gives Either the member type Output if it is a future.
template <class L, class R>
struct EitherOutput {};
template <class L, class R>
  requires FuturesOfOneOutput<L, R>
struct EitherOutput<L, R> {
  using Output = typename L::Output;
};

}  // namespace internal

template <class L, class R>
class [[nodiscard]] Either final : public internal::EitherOutput<L, R> {
 public:
  using PinnedFields = Fields<L, R>;
  using Left = L;
  using Right = R;

  // Moves the value in.
  static constexpr Either of_left(L left) {
    return Either(std::in_place_index<0>, std::move(left));
  }
  static constexpr Either of_right(R right) {
    return Either(std::in_place_index<1>, std::move(right));
  }

  constexpr Either(Either&&) = default;
  constexpr Either(const Either&) = default;
  constexpr Either& operator=(const Either&) = default;
  // Not the default one, which would ask for values that can be assigned, as lambdas cannot.
  constexpr Either& operator=(Either&& other) noexcept(std::is_nothrow_move_constructible_v<L> &&
                                                       std::is_nothrow_move_constructible_v<R>) {
    if (this == &other) return *this;
    if (other.is_left()) sides_.template emplace<0>(std::move(other.left()));
    if (other.is_right()) sides_.template emplace<1>(std::move(other.right()));
    return *this;
  }
  constexpr ~Either() = default;

  [[nodiscard]] constexpr bool is_left() const noexcept { return sides_.index() == 0; }
  [[nodiscard]] constexpr bool is_right() const noexcept { return sides_.index() == 1; }

  // The left value. Panics (kNotReady, "Either") if it is a right.
  [[nodiscard]] constexpr L& left() & { return *checked(std::get_if<0>(&sides_)); }
  [[nodiscard]] constexpr const L& left() const& { return *checked(std::get_if<0>(&sides_)); }
  [[nodiscard]] constexpr L left() && { return std::move(left()); }

  // The right value. Panics (kNotReady, "Either") if it is a left.
  [[nodiscard]] constexpr R& right() & { return *checked(std::get_if<1>(&sides_)); }
  [[nodiscard]] constexpr const R& right() const& { return *checked(std::get_if<1>(&sides_)); }
  [[nodiscard]] constexpr R right() && { return std::move(right()); }

  // Polls the future inside.
  template <class Cx>
  static constexpr auto poll(Pin<Either&> self, Cx& cx)
    requires internal::FuturesOfOneOutput<L, R>
  {
    Either& me = self.get_unchecked_mut(Unsafe("both futures are only reached through a Pin"));
    const Unsafe why("pinned as its Either is");
    if (L* left = std::get_if<0>(&me.sides_))
      return L::poll(Pin<L&>::new_unchecked(*left, why), cx);
    if (R* right = std::get_if<1>(&me.sides_))
      return R::poll(Pin<R&>::new_unchecked(*right, why), cx);
    panic(PanicReason::kEmpty, "Either");
  }

  // The same side with equal values.
  friend constexpr bool operator==(const Either& a, const Either& b)
    requires requires(const L& l, const R& r) {
      l == l;
      r == r;
    }
  {
    return a.sides_ == b.sides_;
  }

 private:
  template <std::size_t kIndex, class V>
  constexpr Either(std::in_place_index_t<kIndex> index, V&& value)
      : sides_(index, std::forward<V>(value)) {}

  template <class V>
  static constexpr V* checked(V* value) {
    if (value == nullptr) panic(PanicReason::kNotReady, "Either");
    return value;
  }

  std::variant<L, R> sides_;
};

}  // namespace pinprick
