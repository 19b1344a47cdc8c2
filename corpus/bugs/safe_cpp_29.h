// A compiler that moves every object as bytes and forgets the source is handed a class with a
// string of libstdc++, which points into itself while it is short (safe-cpp 29).
// Claim: Relocatable
// Mended claim: Unpin (by its move constructor it moves at any time; as bytes it does not)
// Shows: make, relocate, call append("a")
#pragma once

#include <string>
#include <utility>

#include "pinprick/pin.h"
#include "pinprick/relocatable.h"

namespace pinprick::bugs::safe_cpp_29 {

// The twins differ in what they say of themselves.
template <bool kMended>
class Name {
 public:
  void set(std::string text) { text_ = std::move(text); }
  void append(std::string text) {
    if (text_.size() < 200) text_ += text;
  }
  int result() const {
    int sum = static_cast<int>(text_.size());
    for (const char letter : text_) sum = (sum * 31 + letter) % 10'007;
    return sum;
  }

 private:
  std::string text_ = "name";
};

}  // namespace pinprick::bugs::safe_cpp_29

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_relocatable<bugs::safe_cpp_29::Name<kMended>> = !kMended;
template <bool kMended>
inline constexpr bool enable_unpin<bugs::safe_cpp_29::Name<kMended>> = true;
}  // namespace pinprick
