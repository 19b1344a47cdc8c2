// A vector grows by copying the bytes of its strings, though a short string points into itself; the
// old block is freed, and the string reads it, or frees a part of it in the end (folly 316 / 498).
// Claim: Unpin
// Shows: make, call emplace("a") x3, drop
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

namespace pinprick::bugs::folly_316 {

template <bool kMended>
class Vector {
  using Block = std::allocator<std::string>;

 public:
  Vector() = default;
  Vector(Vector&& other) noexcept { swap(other); }
  Vector& operator=(Vector&& other) noexcept {
    Vector(std::move(other)).swap(*this);
    return *this;
  }
  ~Vector() {
    std::destroy_n(data_, size_);
    if (data_ != nullptr) Block().deallocate(data_, capacity_);
  }

  void emplace(std::string text) {
    if (size_ == kMost) return;
    if (size_ == capacity_) grow();
    std::construct_at(data_ + size_++, std::move(text));
  }
  void erase_last() {
    if (size_ > 0) std::destroy_at(data_ + --size_);
  }
  // The lengths and the first letters of all of them.
  int result() const {
    int sum = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::string& text = data_[i];
      sum = (sum * 31 + static_cast<int>(text.size()) + (text.empty() ? 0 : text[0])) % 10'007;
    }
    return sum;
  }

 private:
  static constexpr std::size_t kMost = 64;

  void grow() {
    const std::size_t capacity = std::max<std::size_t>(1, capacity_ * 2);
    std::string* data = Block().allocate(capacity);
    if constexpr (kMended) {
      std::uninitialized_move_n(data_, size_, data);
      std::destroy_n(data_, size_);
    } else if (size_ > 0) {
      std::memcpy(static_cast<void*>(data), data_, size_ * sizeof(std::string));
    }
    if (data_ != nullptr) Block().deallocate(data_, capacity_);
    data_ = data;
    capacity_ = capacity;
  }
  void swap(Vector& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  std::string* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace pinprick::bugs::folly_316
