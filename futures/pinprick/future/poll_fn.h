#pragma once

// A future that is nothing but its poll function.
//
// What it is: `PollFn<Fn>`, for which Fn, called with the Context, answers each poll. What Fn needs
// to remember it captures, and says `mutable`.
//
// What it promises: each poll calls Fn once, where it lies. It is as big as Fn and allocates
// nothing. It is Unpin when Fn is, because Fn may have pinned what it captured; a closure is Unpin
// if it can be copied bytewise.
//
// What breaks it: nothing of its own. It does not know whether it is done, so a poll after Ready is
// up to Fn, as is the state that an exception of Fn leaves.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     auto third_time = poll_fn([polls = 0](Context& cx) mutable -> Poll<int> {
//       if (++polls == 3) return Poll<int>::ready(polls);
//       cx.waker().wake_by_ref();
//       return kPending;
//     });
//     assert(block_on(std::move(third_time)) == 3);

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"

namespace pinprick {

namespace internal {

template <class P>
inline constexpr bool kIsPoll = false;
template <class T>
inline constexpr bool kIsPoll<Poll<T>> = true;

template <class Fn>
concept PollFunction = kIsPoll<std::invoke_result_t<Fn&, Context&>>;

}  // namespace internal

template <class Fn>
class [[nodiscard]] PollFn final {
  static_assert(internal::PollFunction<Fn>, "poll_fn needs a function from Context& to a Poll<T>");

 public:
  using PinnedFields = Fields<Fn>;
  using Output = typename std::invoke_result_t<Fn&, Context&>::Value;

  explicit constexpr PollFn(Fn fn) : fn_(std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<PollFn&> self, Context& cx) {
    PollFn& me = self.get_unchecked_mut(Unsafe("the function is called where it lies"));
    return std::invoke(me.fn_, cx);
  }

 private:
  Fn fn_;
};

// A future that `fn` polls.
template <class Fn>
constexpr PollFn<std::decay_t<Fn>> poll_fn(Fn&& fn) {
  return PollFn<std::decay_t<Fn>>(std::forward<Fn>(fn));
}

}  // namespace pinprick
