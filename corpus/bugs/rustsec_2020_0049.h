// A framed connection offers a plain poll and pins its transport, a member by value, unchecked
// inside; the transport writes what arrives through a pointer into itself, so a move in the middle
// of a frame sends the rest of the frame to the old home (RUSTSEC-2020-0049).
// Claim: Unpin
// Mended claim: PinnedAfterFirstPoll
// Shows: make, event arrive, poll, move, event arrive, poll
#pragma once

#include "pinprick/context.h"
#include "pinprick/future.h"

namespace pinprick::bugs::rustsec_2020_0049 {

struct World {
  void arrive() { bytes += bytes < 100; }

  int bytes = 0;  // there to be read
  int next = 0;   // the value of the next one
};

// Reads frames of two bytes.
class Transport {
 public:
  using Output = int;

  explicit Transport(World& world) : world_(&world) {}

  static Poll<int> poll(Pin<Transport&> self, Context&) {
    Transport& me = self.get_unchecked_mut(Unsafe("filled where it lies"));
    if (me.fill_ == nullptr) me.fill_ = me.frame_;
    for (; me.count_ < 2; ++me.count_) {
      if (me.world_->bytes == 0) return kPending;
      --me.world_->bytes;
      me.world_->next = me.world_->next % 99 + 1;
      *me.fill_++ = me.world_->next;
    }
    me.count_ = 0;
    me.fill_ = nullptr;
    return Poll<int>::ready(me.frame_[0] * 100 + me.frame_[1]);
  }

 private:
  World* world_;
  int frame_[2] = {};
  int* fill_ = nullptr;
  int count_ = 0;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

// The twins differ in what they say of themselves: the mended one is as its transport is.
template <bool kMended>
class Framed {
 public:
  using PinnedFields = Fields<Transport>;

  explicit Framed(World& world) : transport_(world) {}

  void poll() {
    const Waker waker = Waker::noop();
    Context cx(waker);
    const auto transport = Pin<Transport&>::new_unchecked(
        transport_, Unsafe("the mended twin is pinned; of the other it is not true"));
    const Poll<int> answer = transport.poll(cx);
    if (answer.is_ready()) last_ = answer.value();
  }
  // The last frame.
  int result() const { return last_; }

 private:
  Transport transport_;
  int last_ = 0;
};

}  // namespace pinprick::bugs::rustsec_2020_0049

namespace pinprick {
template <>
inline constexpr bool enable_unpin<bugs::rustsec_2020_0049::Framed<false>> = true;
static_assert(!Unpin<bugs::rustsec_2020_0049::Framed<true>>);
}  // namespace pinprick
