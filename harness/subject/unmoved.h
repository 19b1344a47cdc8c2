// The test kit's AssertUnmoved, as a harness can live with it.
//
// An AssertUnmoved that is destroyed elsewhere than where it was polled ends the program, for a
// destructor cannot panic; but not if a poll has panicked before. So whoever must go on polls it
// once more where he sees that it has moved: the poll panics, the future inside is not polled, and
// the destructor has nothing to add.
#pragma once

#include <exception>
#include <utility>

#include "pinprick/context.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/testing/assert_unmoved.h"
#include "pinprick/waker.h"

namespace pinprick::harness {

template <class F>
class Unmoved {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<testkit::AssertUnmoved<F>>;

  explicit Unmoved(F future) : future_(testkit::assert_unmoved(std::move(future))) {}
  Unmoved(Unmoved&& other) noexcept
      : home_(std::exchange(other.home_, nullptr)), future_(std::move(other.future_)) {}
  Unmoved& operator=(Unmoved&&) = delete;
  ~Unmoved() {
    if (home_ == nullptr || home_ == this) return;
    const Waker waker = Waker::noop();
    Context cx(waker);
    try {
      static_cast<void>(poll_at(*this, cx));
    } catch (const Panic& panic) {
      if (panic.reason() != PanicReason::kMoved) std::terminate();  // a finding, as any abort is
    }
  }

  static Poll<Output> poll(Pin<Unmoved&> self, Context& cx) {
    Unmoved& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    if (me.home_ == nullptr) me.home_ = &me;
    return poll_at(me, cx);
  }

 private:
  static Poll<Output> poll_at(Unmoved& me, Context& cx) {
    using Inner = testkit::AssertUnmoved<F>;
    const Unsafe why("pinned as what it is in, or to be found out that it was not");
    return Inner::poll(Pin<Inner&>::new_unchecked(me.future_, why), cx);
  }

  // Null until the first poll.
  const Unmoved* home_ = nullptr;
  testkit::AssertUnmoved<F> future_;
};

}  // namespace pinprick::harness
