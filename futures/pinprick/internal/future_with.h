#pragma once

// A future, and the function that its output is for.
//
// What it is: what a Map, a Then, an Inspect keep until their future is ready.
//
// What it promises: the future is destroyed first, the function then. A function without state, as
// most are, takes no room: of one like it the next is as good, so it is not kept but made again.
// (Kept as an empty member it would take some wherever two of the same type are nested, because
// they may not have one address.)
//
// What breaks it: taking the function twice.

#include <bit>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "pinprick/internal/niche.h"

namespace pinprick::internal {

template <class Fn>
concept Stateless = std::is_empty_v<Fn> && sizeof(Fn) == 1 && std::is_trivially_copyable_v<Fn> &&
                    std::is_trivially_destructible_v<Fn>;

template <class F, class Fn>
class FutureWith final {
 public:
  constexpr FutureWith(F&& f, Fn&& g) : fn_(std::move(g)), future(std::move(f)) {}

  [[nodiscard]] constexpr Fn take_fn() { return std::move(fn_); }

 private:
  friend struct NicheOf;
  static consteval Niche<FutureWith> niche() {
    return niche_in<FutureWith, F>(offset_behind<Fn, F>());
  }

  // It comes first, so that it is destroyed last.
  Fn fn_;

 public:
  F future;
};

template <class F, Stateless Fn>
class FutureWith<F, Fn> final {
 public:
  constexpr FutureWith(F&& f, Fn&&) : future(std::move(f)) {}

  [[nodiscard]] constexpr Fn take_fn() const noexcept { return std::bit_cast<Fn>(std::byte()); }

 private:
  friend struct NicheOf;
  static consteval Niche<FutureWith> niche() { return niche_in<FutureWith, F>(); }

 public:
  F future;
};

}  // namespace pinprick::internal
