#pragma once

// Two futures of which the first is destroyed first.
//
// What it is: what a Select, a Race, a Timeout keep until one of them is ready.
//
// What it promises: nothing but the order, and a niche where one of them has one.

#include <utility>

#include "pinprick/internal/niche.h"

namespace pinprick::internal {

template <class A, class B>
class TwoFutures final {
 public:
  constexpr TwoFutures(A&& first, B&& second) : b(std::move(second)), a(std::move(first)) {}

  // In this order, so that A is destroyed first.
  B b;
  A a;

 private:
  friend struct NicheOf;
  static consteval Niche<TwoFutures> niche() {
    if (niche_of<B>().count() > niche_of<A>().count()) return niche_in<TwoFutures, B>();
    return niche_in<TwoFutures, A>(offset_behind<B, A>());
  }
};

}  // namespace pinprick::internal
