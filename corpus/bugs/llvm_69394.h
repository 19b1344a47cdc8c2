// A trait answers that a type may be moved as bytes because of a property that has little to do
// with it, here that its destructor does nothing; a container asks the trait and copies the bytes
// of elements which point into themselves (llvm 69394, abseil 1625).
// Claim: Unpin
// Shows: make, call push(1), move, call next
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace pinprick::bugs::llvm_69394 {

// Walks in a circle through its three numbers.
class Cursor {
 public:
  explicit Cursor(int first) : numbers_{first, first + 1, first + 2}, at_(numbers_) {}
  Cursor(const Cursor& other) noexcept { *this = other; }
  Cursor& operator=(const Cursor& other) noexcept {
    std::memcpy(numbers_, other.numbers_, sizeof numbers_);
    at_ = numbers_ + (other.at_ - other.numbers_);
    return *this;
  }

  int next() {
    const int number = *at_++;
    if (at_ == numbers_ + 3) at_ = numbers_;
    return number;
  }

 private:
  int numbers_[3] = {};
  int* at_ = nullptr;
};

template <class T, bool kMended>
inline constexpr bool kRelocatable =
    kMended ? std::is_trivially_copyable_v<T> : std::is_trivially_destructible_v<T>;
static_assert(kRelocatable<Cursor, false> && !kRelocatable<Cursor, true>);

// Has room for four cursors inside itself.
template <bool kMended>
class Inlined {
 public:
  Inlined() = default;
  Inlined(Inlined&& other) noexcept { take(other); }
  Inlined& operator=(Inlined&& other) noexcept {
    if (this != &other) {
      std::destroy_n(data(), std::exchange(size_, 0));
      take(other);
    }
    return *this;
  }
  ~Inlined() { std::destroy_n(data(), size_); }

  void push(int first) {
    if (size_ < kRoom) ::new (room_ + size_++ * sizeof(Cursor)) Cursor(first % 1000);
  }
  // The sum of what all of them are at, each of which goes on.
  int next() {
    int sum = 0;
    for (std::size_t i = 0; i < size_; ++i) sum += data()[i].next();
    return sum;
  }

 private:
  static constexpr std::size_t kRoom = 4;

  // Expects to be empty.
  void take(Inlined& other) noexcept {
    size_ = std::exchange(other.size_, 0);
    if (size_ == 0) return;
    if constexpr (kRelocatable<Cursor, kMended>) {
      std::memcpy(room_, other.room_, size_ * sizeof(Cursor));
    } else {
      std::uninitialized_move_n(other.data(), size_, data());
      std::destroy_n(other.data(), size_);
    }
  }
  Cursor* data() { return reinterpret_cast<Cursor*>(room_); }

  alignas(Cursor) std::byte room_[kRoom * sizeof(Cursor)];
  std::size_t size_ = 0;
};

}  // namespace pinprick::bugs::llvm_69394
