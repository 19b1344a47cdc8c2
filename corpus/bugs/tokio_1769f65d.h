// Each read makes a short-lived future that pins, through the plain reference it was given, a
// reader which says it is Unpin; the future ends, the reader moves, and the next read finds the
// reader's pointer into its old buffer (tokio 1769f65d).
// Claim: Unpin
// Shows: make, call read, move, call read
#pragma once

#include <type_traits>

#include "pinprick/context.h"
#include "pinprick/future.h"

namespace pinprick::bugs::tokio_1769f65d {

template <bool kMended>
class Reader {
 public:
  // Makes a read future, polls it once and drops it, be it ready or not.
  void read() {
    const Waker waker = Waker::noop();
    Context cx(waker);
    Read future(*this);
    const Poll<int> answer = Read::poll(Pin<Read&>::make(future), cx);
    if (answer.is_ready()) sum_ = (sum_ + answer.value()) % 10'000;
  }
  // The sum of all that was read.
  int result() const { return sum_; }

 private:
  static constexpr int kBuffered = 4;

  struct Read {
    using Output = int;
    explicit Read(Reader& from) : reader(from) {}
    static Poll<int> poll(Pin<Read&> self, Context&) {
      Reader& reader = self.get_mut().reader;
      if constexpr (kMended) {
        return poll_read(Pin<Reader&>::make(reader));
      } else {
        return poll_read(Pin<Reader&>::new_unchecked(reader, Unsafe("the defect: only borrowed")));
      }
    }
    Reader& reader;
    using PinnedFields = Fields<>;
  };

  // The first poll fills the buffer, the later ones take from it.
  static Poll<int> poll_read(Pin<Reader&> self) {
    Reader& me = self.get_unchecked_mut(Unsafe("read where it lies"));
    if (me.left_ == 0) {
      for (int& number : me.buffer_) number = ++me.made_ % 100;
      if constexpr (!kMended) me.at_ = me.buffer_;
      me.left_ = kBuffered;
      return kPending;
    }
    const int index = kBuffered - me.left_--;
    if constexpr (kMended) {
      return Poll<int>::ready(me.buffer_[index]);
    } else {
      return Poll<int>::ready(*me.at_++);
    }
  }

  int buffer_[kBuffered] = {};
  int made_ = 0;
  int left_ = 0;
  int sum_ = 0;
  struct None {};
  [[no_unique_address]] std::conditional_t<kMended, None, int*> at_{};
};

}  // namespace pinprick::bugs::tokio_1769f65d

namespace pinprick {
// The mended twin needs no such word, but would take it as well.
template <bool kMended>
inline constexpr bool enable_unpin<bugs::tokio_1769f65d::Reader<kMended>> = true;
}  // namespace pinprick
