// A column keeps strings in a vector of raw bytes; when that one grows it copies bytes and knows
// nothing of the strings which point into themselves (ROOT 22925).
// Claim: Unpin
// Shows: make, call push("a") x2, call read(0)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pinprick::bugs::root_22925 {

class RawStrings {
 public:
  RawStrings() = default;
  RawStrings(RawStrings&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  RawStrings& operator=(RawStrings&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~RawStrings() {
    for (std::size_t i = 0; i < size(); ++i) std::destroy_at(&(*this)[i]);
  }

  void push_back(std::string text) {
    bytes_.resize(bytes_.size() + sizeof(std::string));  // the defect
    ::new (bytes_.data() + bytes_.size() - sizeof(std::string)) std::string(std::move(text));
  }
  std::size_t size() const { return bytes_.size() / sizeof(std::string); }
  std::string& operator[](std::size_t i) {
    return *std::launder(reinterpret_cast<std::string*>(bytes_.data() + i * sizeof(std::string)));
  }

 private:
  std::vector<std::byte> bytes_;
};

template <bool kMended>
class Column {
 public:
  void push(std::string text) {
    if (rows_.size() < kMost) rows_.push_back(std::move(text));
  }
  // The length of a row and its letters; 0 if there is no such row.
  int read(std::uint8_t row) {
    if (row >= rows_.size()) return 0;
    int sum = static_cast<int>(rows_[row].size());
    for (const char letter : rows_[row]) sum = (sum * 31 + letter) % 10'007;
    return sum;
  }

 private:
  static constexpr std::size_t kMost = 64;

  std::conditional_t<kMended, std::vector<std::string>, RawStrings> rows_;
};

}  // namespace pinprick::bugs::root_22925
