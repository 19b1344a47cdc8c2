// A vector that is asked to push a reference to its own last element grows first, which moves that
// element away, and copies from the reference afterwards (EASTL 524).
// Claim: Unpin
// Shows: make, call push("a") x3, move (which packs: the capacity is 3), call push_last_again: the
//     fourth is empty
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace pinprick::bugs::eastl_524 {

// A move takes the elements to a block of just their number. So there are programs that push at
// capacity only if there was a move before.
template <bool kMended>
class Vector {
  using Block = std::allocator<std::string>;

 public:
  Vector() = default;
  Vector(Vector&& other) {
    swap(other);
    if (size_ < capacity_) regrow(size_);
  }
  Vector& operator=(Vector&& other) {
    Vector(std::move(other)).swap(*this);
    return *this;
  }
  ~Vector() {
    std::destroy_n(data_, size_);
    if (data_ != nullptr) Block().deallocate(data_, capacity_);
  }

  void push(std::string text) { push_back(text); }
  void push_last_again() {
    if (size_ > 0) push_back(data_[size_ - 1]);
  }
  void pop() {
    if (size_ > 0) std::destroy_at(data_ + --size_);
  }
  // The lengths of all of them.
  int result() const {
    int sum = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      sum = (sum * 31 + static_cast<int>(data_[i].size())) % 10'007;
    }
    return sum;
  }

 private:
  static constexpr std::size_t kMost = 64;

  void push_back(const std::string& text) {
    if (size_ == kMost) return;
    if (size_ < capacity_) {
      std::construct_at(data_ + size_++, text);
      return;
    }
    const std::size_t capacity = std::max<std::size_t>(1, capacity_ * 2);
    std::string* data = Block().allocate(capacity);
    if constexpr (kMended) std::construct_at(data + size_, text);
    std::uninitialized_move_n(data_, size_, data);
    if constexpr (!kMended) std::construct_at(data + size_, text);  // the defect: too late
    replace(data, capacity);
    ++size_;
  }
  void regrow(std::size_t capacity) {
    std::string* data = Block().allocate(capacity);
    std::uninitialized_move_n(data_, size_, data);
    replace(data, capacity);
  }
  void replace(std::string* data, std::size_t capacity) {
    std::destroy_n(data_, size_);
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

}  // namespace pinprick::bugs::eastl_524
