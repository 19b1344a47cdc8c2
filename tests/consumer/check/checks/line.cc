// A type that says the truth: it knows places in its text by their number, so it may move at any
// time.

#include <pinprick/check.h>
#include <shop/checksum.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace shop {

class Line {
 public:
  void type(std::uint8_t byte) {
    text_.insert(cursor_, 1, static_cast<char>('a' + byte % 26));
    ++cursor_;
  }
  void home() { cursor_ = 0; }
  int sum() const { return checksum(text_); }

 private:
  std::string text_;
  std::size_t cursor_ = 0;
};

}  // namespace shop

[[maybe_unused]] const auto& line = pinprick::check::type<shop::Line>("Line")
                                        .call("type", &shop::Line::type)
                                        .call("home", &shop::Line::home)
                                        .result(&shop::Line::sum)
                                        .claims(pinprick::check::Unpin());
