#pragma once

// What lock-free code is made of, named so that a checker can put its own in its place.
//
// What it is: `StdMemory`, the memory of the machine: std::atomic, and a cell for what the atomics
// guard. The cores whose orderings matter take it as a template parameter, so that the tests run
// the very same code on a memory that tries every interleaving and every stale value the C++
// memory model allows, and that sees a race on a cell.
//
// What it promises: no cost over the naked types.
//
// What breaks it: nothing here; what two threads do to one cell is up to the code around it.

#include <atomic>
#include <utility>

namespace pinprick::internal {

struct StdMemory {
  template <class T>
  using Atomic = std::atomic<T>;

  template <class T>
  class Cell {
   public:
    explicit constexpr Cell(T value) noexcept : value_(std::move(value)) {}

    // The value, which nobody else may be using.
    [[nodiscard]] constexpr T& get() noexcept { return value_; }

   private:
    T value_;
  };
};

}  // namespace pinprick::internal
