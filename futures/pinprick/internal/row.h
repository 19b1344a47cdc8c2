#pragma once

// Many values of one type, side by side.
//
// What it is: `InlineRow<T, kSize>`, which holds them itself, and `HeapRow<T>`, which holds them in
// one allocation; and `make_array`, which makes a std::array of them. What std::array and
// std::vector leave open is settled here: each value is built where it will stay, by a function of
// its index, and they are destroyed in order, the first one first, as Rust drops them.
//
// What it promises: if the function throws, the values built so far are destroyed. A value of a
// HeapRow never moves. Moving an InlineRow moves each value by its move constructor.
//
// What breaks it: nothing beyond what breaks a plain array.

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace pinprick::internal {

// Builds `size` values from `place` on, the i-th of what `make(i)` returns, without a move.
template <class T, class Make>
void build_row(T* place, std::size_t size, Make&& make) {
  struct Built {
    ~Built() { std::destroy_n(first, count); }
    T* first;
    std::size_t count = 0;
  } built{place};
  for (std::size_t i = 0; i != size; built.count = ++i) {
    // Not construct_at, which would take the result as an argument and move it.
    ::new (static_cast<void*>(place + i)) T(make(i));
  }
  built.count = 0;
}

template <class T, std::size_t kSize>
class InlineRow final {
 public:
  template <class Make>
  InlineRow(std::in_place_t, Make&& make) {
    build_row(values_.data(), kSize, std::forward<Make>(make));
  }
  InlineRow(InlineRow&& other) noexcept(std::is_nothrow_move_constructible_v<T>) {
    build_row(values_.data(), kSize,
              [&](std::size_t i) -> T&& { return std::move(other.values_[i]); });
  }
  InlineRow& operator=(InlineRow&& other) noexcept(std::is_nothrow_move_assignable_v<T>) {
    std::ranges::move(other.all(), values_.data());
    return *this;
  }
  InlineRow(const InlineRow&) = delete;
  InlineRow& operator=(const InlineRow&) = delete;
  ~InlineRow() { std::destroy_n(values_.data(), kSize); }

  // All values, in order.
  [[nodiscard]] std::span<T> all() noexcept { return {values_.data(), kSize}; }

 private:
  // In a union, so that the values are built and destroyed above. The array itself needs no
  // building: it is an object as soon as its storage is.
  union {
    std::array<T, kSize> values_;
  };
};

template <class T>
class HeapRow final {
 public:
  template <class Make>
  HeapRow(std::size_t size, Make&& make) : first_(std::allocator<T>().allocate(size)), size_(size) {
    try {
      build_row(first_, size, std::forward<Make>(make));
    } catch (...) {
      std::allocator<T>().deallocate(first_, size);
      throw;
    }
  }
  HeapRow(HeapRow&& other) noexcept
      : first_(std::exchange(other.first_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  HeapRow& operator=(HeapRow&& other) noexcept {
    HeapRow old(std::move(*this));
    first_ = std::exchange(other.first_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  HeapRow(const HeapRow&) = delete;
  HeapRow& operator=(const HeapRow&) = delete;
  ~HeapRow() {
    if (first_ == nullptr) return;
    std::destroy_n(first_, size_);
    std::allocator<T>().deallocate(first_, size_);
  }

  // Whether it was moved from. A row of no values is something else.
  [[nodiscard]] bool is_gone() const noexcept { return first_ == nullptr; }

  // All values, in order.
  [[nodiscard]] std::span<T> all() noexcept { return {first_, size_}; }

 private:
  T* first_;
  std::size_t size_;
};

// The array of what `make(0)`, `make(1)` and so on return.
template <class T, std::size_t kSize, class Make>
std::array<T, kSize> make_array(Make&& make) {
  struct Place {
    Place() {}   // NOLINT(modernize-use-equals-default): the union has no default
    ~Place() {}  // NOLINT(modernize-use-equals-default): the same
    union {
      std::array<T, kSize> array;
    };
  } place;
  build_row(place.array.data(), kSize, std::forward<Make>(make));
  struct End {
    ~End() { std::destroy_n(place.array.data(), kSize); }
    Place& place;
  } const end{place};
  return std::move(place.array);
}

}  // namespace pinprick::internal
