// A stream that was split in two halves is made whole again by moving it out of the cell that the
// halves share, though a half may have pinned it there (RUSTSEC-2023-0005).
// Claim: Unpin
// Shows: make, call split, call poll_read, call unsplit, poll
#pragma once

#include <memory>

#include "pinprick/pin.h"

namespace pinprick::bugs::rustsec_2023_0005 {

// Counts its reads through a pointer into itself.
class Stream {
 public:
  static int read(Pin<Stream&> self) {
    Stream& me = self.get_unchecked_mut(Unsafe("read where it lies"));
    if (me.cursor_ == nullptr) me.cursor_ = &me.count_;
    return ++*me.cursor_;
  }

 private:
  int count_ = 0;
  int* cursor_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

template <bool kMended>
class Port {
  using Cell = std::shared_ptr<Stream>;

 public:
  // Once, before the stream is first polled.
  void split() {
    if (whole_ != nullptr || reader_ != nullptr) return;
    reader_ = std::make_shared<Stream>();
    writer_ = reader_;
  }
  void poll_read() { read(reader_); }
  void poll_write() { read(writer_); }
  void unsplit() {
    if (reader_ == nullptr) return;
    writer_ = nullptr;
    if constexpr (kMended) {
      whole_ = std::move(reader_);  // the cell is the whole stream's home from now on
    } else {
      whole_ = std::make_shared<Stream>(std::move(*reader_));
      reader_ = nullptr;
    }
  }
  void poll() { read(whole_); }
  // How often it was read.
  int result() const { return last_; }

 private:
  void read(const Cell& cell) {
    if (cell == nullptr) return;
    last_ = Stream::read(Pin<Stream&>::new_unchecked(*cell, Unsafe("nobody moves it in its cell")));
  }

  Cell reader_, writer_, whole_;
  int last_ = 0;
};

}  // namespace pinprick::bugs::rustsec_2023_0005

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rustsec_2023_0005::Port<kMended>> = true;
}  // namespace pinprick
