#pragma once

// An async function with two awaits, written out as the state machine that it is.
//
// What it is: what a compiler would make of
//
//   async fn example() -> i64 {
//       let data = [first, first + 1, ...];   // len bytes
//       let reference = &data;
//       first_await().await;
//       let seen = reference[0];
//       second_await().await;
//       seen + sum(reference)
//   }
//
// The locals that live across an await become members, so `reference` becomes a pointer to another
// member of the same object. It is the reason why Pin exists.
//
// What it promises: polled in place it is ready at the third poll, with the first byte plus the
// sum of all bytes. It is not Unpin. Before the first poll it holds no address and moves freely.
// When it completes it drops its reference, and its destructor touches nothing.
//
// What breaks it: moving it after it was pinned. The move constructor is the default one, so the
// reference goes on pointing at the old place, exactly as it does after the memcpy that is a move
// in Rust. Polling it after Ready panics as "Example".
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     Example first = example(3, 10);
//     Example second = std::move(first);  // not pinned yet
//     assert(block_on(std::move(second)) == 10 + (10 + 11 + 12));
//     static_assert(!Unpin<Example>);

#include <cstddef>
#include <cstdint>

#include "pinprick/future.h"

namespace pinprick {

class [[nodiscard]] Example {
 public:
  using Output = std::int64_t;

  static constexpr std::size_t kCapacity = 64;

  // Where the function stands: not begun, at its first await, at its second, returned.
  enum class State : std::uint8_t { kStart, kAwaitingFirst, kAwaitingSecond, kDone };

  // Will fill `len` bytes (1 to kCapacity, others are brought into that range) with first,
  // first + 1, and so on.
  constexpr Example(std::size_t len, std::uint8_t first) noexcept
      : len_(len < 1 ? 1 : (len > kCapacity ? kCapacity : len)), first_(first) {}

  // Legal until the first pin; see the head of this file for what happens later.
  constexpr Example(Example&&) noexcept = default;
  constexpr Example& operator=(Example&&) noexcept = default;
  Example(const Example&) = delete;
  Example& operator=(const Example&) = delete;
  constexpr ~Example() = default;

  static constexpr Poll<Output> poll(Pin<Example&> self, Context& cx) {
    Example& me = self.get_unchecked_mut(Unsafe("only members are changed, nothing is moved"));
    switch (me.state_) {
      case State::kStart:
        for (std::size_t i = 0; i < me.len_; ++i) {
          me.data_[i] = static_cast<std::uint8_t>(me.first_ + i);
        }
        me.reference_ = me.data_;
        me.state_ = State::kAwaitingFirst;
        cx.waker().wake_by_ref();
        return kPending;
      case State::kAwaitingFirst:
        me.seen_ = me.reference_[0];
        me.state_ = State::kAwaitingSecond;
        cx.waker().wake_by_ref();
        return kPending;
      case State::kAwaitingSecond: {
        std::int64_t sum = me.seen_;
        for (std::size_t i = 0; i < me.len_; ++i) sum += me.reference_[i];
        me.reference_ = nullptr;
        me.state_ = State::kDone;
        return Poll<Output>::ready(sum);
      }
      case State::kDone:
        break;
    }
    panic(PanicReason::kPolledAfterReady, "Example");
  }

  [[nodiscard]] constexpr State state() const noexcept { return state_; }

 private:
  std::uint8_t data_[kCapacity] = {};
  const std::uint8_t* reference_ = nullptr;
  std::size_t len_;
  std::uint8_t first_;
  std::uint8_t seen_ = 0;
  State state_ = State::kStart;
  [[no_unique_address]] PhantomPinned pinned_;
};

// The article's call: the future of an `async fn`, not begun.
constexpr Example example(std::size_t len = 8, std::uint8_t first = 1) noexcept {
  return {len, first};
}

}  // namespace pinprick
