// A type that lies: it claims to be Unpin and points into itself. Moved, it writes where it was
// before.

#include <pinprick/check.h>

#include <cstdint>

namespace shop {

class Cursor {
 public:
  void put(std::uint8_t byte) {
    if (next_ == nullptr) next_ = buffer_;
    *next_ = byte;
    if (++count_ % 4 == 0) {
      next_ = buffer_;
    } else {
      ++next_;
    }
  }
  int count() const { return count_; }

 private:
  std::uint8_t buffer_[4] = {};
  std::uint8_t* next_ = nullptr;
  int count_ = 0;
};

}  // namespace shop

[[maybe_unused]] const auto& cursor = pinprick::check::type<shop::Cursor>("Cursor")
                                          .call("put", &shop::Cursor::put)
                                          .result(&shop::Cursor::count)
                                          .claims(pinprick::check::Unpin());
