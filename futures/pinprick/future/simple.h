#pragma once

// The plain future that says of itself that it may be moved.
//
// What it is: a countdown without self-references, and the example of a type that declares itself
// Unpin: the declaration below the class is the C++ form of `impl Unpin for MySimpleFuture {}`.
//
// What it promises: the first n polls wake the task by reference and answer Pending, the next one
// answers Ready with the value. It may be moved at any time, pinned and polled or not.
//
// What breaks it: polling it after Ready, which panics as "Simple".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     Simple first = simple(1, 7);
//     assert(Pin<Simple&>::make(first).poll(cx).is_pending());
//     Simple second = std::move(first);  // although it was pinned and polled
//     assert(block_on(std::move(second)) == 7);

#include <cstddef>
#include <cstdint>

#include "pinprick/future.h"

namespace pinprick {

class Simple;

// An honest declaration: no member holds an address. The destructor makes the class not trivially
// copyable, so that without this line it would not be Unpin.
template <>
inline constexpr bool enable_unpin<Simple> = true;

class [[nodiscard]] Simple {
 public:
  using Output = std::int64_t;

  constexpr Simple(std::size_t n, std::int64_t value) noexcept : left_(n), value_(value) {}
  constexpr Simple(Simple&&) noexcept = default;
  constexpr Simple& operator=(Simple&&) noexcept = default;
  Simple(const Simple&) = delete;
  Simple& operator=(const Simple&) = delete;
  // NOLINTNEXTLINE(modernize-use-equals-default): defaulted, it would be trivial.
  constexpr ~Simple() {}

  static constexpr Poll<Output> poll(Pin<Simple&> self, Context& cx) {
    Simple& me = self.get_mut();
    if (me.done_) panic(PanicReason::kPolledAfterReady, "Simple");
    if (me.left_ > 0) {
      --me.left_;
      cx.waker().wake_by_ref();
      return kPending;
    }
    me.done_ = true;
    return Poll<Output>::ready(me.value_);
  }

 private:
  std::size_t left_;
  std::int64_t value_;
  bool done_ = false;
};

// Counts down from `n` and is then ready with `value`.
constexpr Simple simple(std::size_t n, std::int64_t value) { return {n, value}; }

}  // namespace pinprick
