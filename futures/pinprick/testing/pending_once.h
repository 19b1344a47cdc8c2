#pragma once

// A future or stream that is never ready at the first attempt.
//
// What it is: `InterleavePending<F>`, which puts a Pending of its own before each poll of F: what
// never waits by itself (a channel that is not full, `ready`) is taken through the paths for
// waiting. And `pending_once()`, the simplest thing that waits.
//
// What it promises: its polls alternate: one wakes the task by reference and answers Pending, the
// next polls F and answers what F does. After the end (Ready of a future, none of a stream) each
// poll goes to F, so that it is F that panics, or does not. One flag beside F, no allocation. F is
// structurally pinned: an InterleavePending is Unpin when F is.
//
// What breaks it: nothing beyond what breaks F. An exception out of F passes; the next poll is one
// that answers Pending.
//
// Example:
//
//     #include "pinprick/future/ready.h"
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     auto future = testkit::pending_once(ready(3));
//     auto pin = Pin<decltype(future)&>::make(future);
//     assert(pin.poll(cx).is_pending());
//     assert(pin.poll(cx).value() == 3);
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     assert(block_on(testkit::pending_once()) == Unit{});

#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/yield_now.h"
#include "pinprick/stream.h"

namespace pinprick::testkit {

template <class F>
class [[nodiscard]] InterleavePending final : public internal::PinOutput<InterleavePending<F>, F>,
                                              public internal::PinItem<InterleavePending<F>, F> {
  static_assert(Future<F> || Stream<F>, "pending_once needs a Future or a Stream");

 public:
  using PinnedFields = Fields<F>;

  explicit constexpr InterleavePending(F inner) : inner_(std::move(inner)) {}

  // Polls F every other time, if it is a future.
  static constexpr auto poll(Pin<InterleavePending&> self, Context& cx)
    requires Future<F>
  {
    using Answer = Poll<typename F::Output>;
    InterleavePending& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    if (me.yields(cx)) return Answer::pending();
    Answer answer = F::poll(me.pinned(), cx);
    me.is_over_ = answer.is_ready();
    return answer;
  }

  // Polls F every other time, if it is a stream.
  static constexpr auto poll_next(Pin<InterleavePending&> self, Context& cx)
    requires Stream<F>
  {
    using Answer = PollNext<typename F::Item>;
    InterleavePending& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    if (me.yields(cx)) return Answer::pending();
    Answer answer = F::poll_next(me.pinned(), cx);
    me.is_over_ = answer.is_ready() && !answer.value().has_value();
    return answer;
  }

 private:
  // Whether this poll is one that answers Pending. If so, the task is woken.
  constexpr bool yields(Context& cx) {
    if (is_over_) return false;
    has_yielded_ = !has_yielded_;
    if (has_yielded_) cx.waker().wake_by_ref();
    return has_yielded_;
  }

  constexpr Pin<F&> pinned() {
    return Pin<F&>::new_unchecked(inner_, Unsafe("pinned as its InterleavePending is"));
  }

  bool has_yielded_ = false;
  bool is_over_ = false;
  F inner_;
};

// `inner`, a future or a stream, with a Pending before each of its polls.
template <class F>
constexpr InterleavePending<F> pending_once(F inner) {
  return InterleavePending<F>(std::move(inner));
}

// Pending once, waking the task, and ready then: `yield_now` by the name that tests call it.
constexpr YieldNow pending_once() { return yield_now(); }

}  // namespace pinprick::testkit
