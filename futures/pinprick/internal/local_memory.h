#pragma once

// What lock-free code is made of where there is only one thread.
//
// What it is: `LocalMemory`, which stands in for StdMemory: its atomics are plain values with the
// interface of std::atomic.
//
// What it promises: no locked instruction. The same code, compiled on either memory, does the same
// on one thread.
//
// What breaks it: a second thread.

#include <atomic>
#include <utility>

#include "pinprick/internal/memory.h"

namespace pinprick::internal {

struct LocalMemory {
  template <class T>
  class Atomic {
   public:
    constexpr Atomic(T value) noexcept : value_(value) {}  // NOLINT: as std::atomic
    Atomic(const Atomic&) = delete;
    Atomic& operator=(const Atomic&) = delete;
    ~Atomic() = default;

    [[nodiscard]] T load(std::memory_order) const noexcept { return value_; }
    void store(T value, std::memory_order) noexcept { value_ = value; }
    T exchange(T value, std::memory_order) noexcept { return std::exchange(value_, value); }
    T fetch_add(T by, std::memory_order) noexcept { return std::exchange(value_, value_ + by); }
    T fetch_sub(T by, std::memory_order) noexcept { return std::exchange(value_, value_ - by); }
    bool compare_exchange_weak(T& expected, T desired, std::memory_order,
                               std::memory_order) noexcept {
      expected = std::exchange(value_, desired);  // nobody came in between
      return true;
    }

   private:
    T value_;
  };

  template <class T>
  using Cell = StdMemory::Cell<T>;
};

}  // namespace pinprick::internal
