#pragma once

// A future or stream that says when it was moved.
//
// What it is: `AssertUnmoved<F>`, which remembers its address from its first poll on. It is for
// tests of whatever holds futures: that they stay where they are once they are pinned. It needs no
// sanitizer.
//
// What it promises: a poll at another address than the first one panics (kMoved, "AssertUnmoved")
// and does not poll F, and so does every poll after that. Being destroyed at another address ends
// the program with the same message, because a destructor cannot panic; but not if the panic was
// already raised by a poll, or while another exception is on its way. Everything else is passed on
// to F, polls after the end too. It is not Unpin, whatever F is. One word and a flag beside F, no
// allocation.
//
// What breaks it: a move that was undone before anybody looked is not seen; nor is one that leaves
// the bytes behind where they were (a swap with itself).
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     auto first = testkit::assert_unmoved(ready(3));
//     auto second = std::move(first);            // before the first poll: as often as you like
//     assert(block_on(std::move(second)) == 3);

#include <exception>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/stream.h"

namespace pinprick::testkit {

template <class F>
class [[nodiscard]] AssertUnmoved final : public internal::PinOutput<AssertUnmoved<F>, F>,
                                          public internal::PinItem<AssertUnmoved<F>, F> {
  static_assert(Future<F> || Stream<F>, "assert_unmoved needs a Future or a Stream");

 public:
  // Not Unpin, even where F could be moved: that it is not moved is what is asserted.
  using PinnedFields = Fields<F, PhantomPinned>;

  explicit constexpr AssertUnmoved(F inner) : inner_(std::move(inner)) {}
  // The memory goes along, as the links of a future that waits would, and the source is silent.
  constexpr AssertUnmoved(AssertUnmoved&& other) noexcept(std::is_nothrow_move_constructible_v<F>)
      : home_(std::exchange(other.home_, nullptr)),
        has_told_(other.has_told_),
        inner_(std::move(other.inner_)) {}
  AssertUnmoved& operator=(AssertUnmoved&&) = delete;
  // Panics where that cannot be caught: see the head of this file.
  constexpr ~AssertUnmoved() {
    if (!has_told_ && std::uncaught_exceptions() == 0) check();
  }

  // Polls F, if it is a future.
  static constexpr auto poll(Pin<AssertUnmoved&> self, Context& cx)
    requires Future<F>
  {
    return F::poll(arrive(self), cx);
  }

  // Polls F, if it is a stream.
  static constexpr auto poll_next(Pin<AssertUnmoved&> self, Context& cx)
    requires Stream<F>
  {
    return F::poll_next(arrive(self), cx);
  }

 private:
  static constexpr Pin<F&> arrive(Pin<AssertUnmoved&> self) {
    AssertUnmoved& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    me.check();
    me.home_ = &me;
    return Pin<F&>::new_unchecked(me.inner_, Unsafe("pinned as its AssertUnmoved is"));
  }

  constexpr void check() {
    if (home_ == nullptr || home_ == this) return;
    has_told_ = true;
    panic(PanicReason::kMoved, "AssertUnmoved");
  }

  // Null until the first poll.
  const AssertUnmoved* home_ = nullptr;
  bool has_told_ = false;
  F inner_;
};

// `inner`, a future or a stream, which may not be moved once it was polled.
template <class F>
constexpr AssertUnmoved<F> assert_unmoved(F inner) {
  return AssertUnmoved<F>(std::move(inner));
}

}  // namespace pinprick::testkit
