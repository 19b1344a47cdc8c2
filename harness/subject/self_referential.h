// Two types for the harness only, beside the library's Example: one that reads its own data in its
// destructor, and one that lies about Unpin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// The end of a value that must be read although nobody asks for it: the optimiser may not remove
// the load.
inline volatile std::int64_t sink;

// The states and the data of an async fn with two awaits, for the types below. `reference` points
// at `data` from the first poll on.
struct SelfReference {
  static constexpr std::size_t kCapacity = 64;

  enum class State : std::uint8_t { kStart, kAwaitingFirst, kAwaitingSecond, kDone };

  SelfReference(std::size_t length, std::uint8_t first_byte)
      : len(static_cast<std::uint8_t>(length)), first(first_byte) {}

  std::int64_t sum() const {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < len; ++i) total += reference[i];
    return total;
  }

  // One poll; `who` is the name to die by. Keeps the reference when it is done.
  Poll<std::int64_t> step(Context& cx, const char* who) {
    switch (state) {
      case State::kStart:
        for (std::size_t i = 0; i < len; ++i) data[i] = static_cast<std::uint8_t>(first + i);
        reference = data;
        state = State::kAwaitingFirst;
        cx.waker().wake_by_ref();
        return kPending;
      case State::kAwaitingFirst:
        seen = reference[0];
        state = State::kAwaitingSecond;
        cx.waker().wake_by_ref();
        return kPending;
      case State::kAwaitingSecond:
        state = State::kDone;
        return Poll<std::int64_t>::ready(seen + sum());
      case State::kDone:
        break;
    }
    panic(PanicReason::kPolledAfterReady, who);
  }

  // What a move leaves behind is anybody's memory. Whoever moves a future that has begun within his
  // own storage, where nobody poisons what he leaves, gives another sum from then on.
  void scribble() {
    std::memset(data, 0xa5, kCapacity);
    asm volatile("" : : "r"(data) : "memory");  // nobody else reads it, so it would be left out
  }

  std::uint8_t data[kCapacity] = {};
  const std::uint8_t* reference = nullptr;
  std::uint8_t len;
  std::uint8_t first;
  std::uint8_t seen = 0;
  State state = State::kStart;
};

// !Unpin, and keeps its reference to the end: the destructor reads through it, so that a value
// which was moved while pinned faults when it is dropped, polled again or not.
class Keeper {
 public:
  using Output = std::int64_t;

  Keeper(std::size_t len, std::uint8_t first) : self_(len, first) {}
  // As a move in Rust: the bytes go along, the old value has no destructor to run.
  Keeper(Keeper&& other) noexcept : self_(other.self_) {
    other.self_.reference = nullptr;
    other.self_.scribble();
  }
  Keeper& operator=(Keeper&&) = delete;
  ~Keeper() {
    if (self_.reference != nullptr) sink = self_.sum();
  }

  static Poll<Output> poll(Pin<Keeper&> self, Context& cx) {
    return self.get_unchecked_mut(Unsafe("only members are changed")).self_.step(cx, "Keeper");
  }

 private:
  SelfReference self_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

class Liar;

}  // namespace pinprick::harness

// "I'm safe to move, trust me."
template <>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::Liar> = true;

namespace pinprick::harness {

// Points into itself and says that it may be moved.
class Liar {
 public:
  using Output = std::int64_t;

  Liar(std::size_t len, std::uint8_t first) : self_(len, first) {}
  Liar(Liar&&) noexcept = default;
  Liar& operator=(Liar&&) = delete;
  ~Liar() = default;

  static Poll<Output> poll(Pin<Liar&> self, Context& cx);

 private:
  SelfReference self_;
};

inline Poll<std::int64_t> Liar::poll(Pin<Liar&> self, Context& cx) {
  Liar& me = self.get_mut();
  Poll<std::int64_t> answer = me.self_.step(cx, "Liar");
  if (answer.is_ready()) me.self_.reference = nullptr;
  return answer;
}

}  // namespace pinprick::harness
