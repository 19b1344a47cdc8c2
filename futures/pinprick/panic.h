#pragma once

// How misuse dies: by name.
//
// What it is: one exception type for every logic error that the library notices at run time, such
// as polling a future after it was ready. It unwinds, as Rust's panic does, so that drop order is
// kept and a harness can observe the death and go on.
//
// What it promises: the message names the class at fault and the rule it broke, and `reason()`
// and `who()` say the same to a program. A panic is never a memory error.
//
// What breaks it: catching a Panic and then going on to use the object that raised it as if
// nothing had happened. Destroying that object is always fine.
//
// Example:
//
//     #include "pinprick/poll.h"
//
//     try {
//       const Poll<int> nothing = kPending;
//       (void)nothing.value();
//       assert(false);
//     } catch (const Panic& panic) {
//       assert(panic.reason() == PanicReason::kNotReady);
//       assert(panic.who() == std::string("Poll"));
//     }

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>

namespace pinprick {

enum class PanicReason : std::uint8_t {
  kPolledAfterReady,  // a future was polled although it had answered Ready
  kStalled,           // a future is pending and nothing is left that could wake it
  kEmpty,             // a moved-from or otherwise empty object was used
  kNotReady,          // a value was asked for that is not there
  kReentered,         // something that runs was started again from inside
  kTooSmall,          // there is less room than is needed
  kAbandoned,         // something waits for a future that was dropped before it was ready
  kNoFutures,         // the first of several futures was asked for, and there are none
  kBadArgument,       // something was given an argument that makes no sense for it
  kMoved,             // something that may not be moved any more was found at another address
  kWoken,             // something was woken that nobody should wake
};

// Thrown by `panic`; see there. Holds its message itself, so that a panic allocates nothing but the
// exception.
class Panic : public std::exception {
 public:
  // `who` must outlive the exception; use a literal. A message that is too long is cut.
  Panic(PanicReason reason, const char* who) noexcept : reason_(reason), who_(who) {
    append("`");
    append(who);
    append("` ");
    append(explain(reason));
  }

  [[nodiscard]] PanicReason reason() const noexcept { return reason_; }

  // The name of the class or function at fault, such as "Map".
  [[nodiscard]] const char* who() const noexcept { return who_; }

  // "`Map` must not be polled after it returned `Poll::Ready`".
  [[nodiscard]] const char* what() const noexcept override { return message_; }

 private:
  static constexpr std::size_t kMessageMax = 127;

  void append(const char* text) noexcept {
    const std::size_t room = kMessageMax - size_;
    const std::size_t length = std::strlen(text);
    const std::size_t taken = length < room ? length : room;
    std::memcpy(message_ + size_, text, taken);
    size_ += taken;
    message_[size_] = '\0';
  }

  static const char* explain(PanicReason reason) noexcept {
    switch (reason) {
      case PanicReason::kPolledAfterReady:
        return "must not be polled after it returned `Poll::Ready`";
      case PanicReason::kStalled:
        return "stalled: its future is pending and no wake is outstanding";
      case PanicReason::kEmpty:
        return "is empty: its contents were moved out";
      case PanicReason::kNotReady:
        return "was asked for a value that it does not have";
      case PanicReason::kReentered:
        return "must not be entered from inside itself";
      case PanicReason::kTooSmall:
        return "has too little room";
      case PanicReason::kAbandoned:
        return "waits for a future that was dropped before it was ready";
      case PanicReason::kNoFutures:
        return "needs at least one future";
      case PanicReason::kBadArgument:
        return "was given an argument that makes no sense for it";
      case PanicReason::kMoved:
        return "was moved after it was first polled";
      case PanicReason::kWoken:
        return "must not be woken";
    }
    return "panicked";
  }

  PanicReason reason_;
  const char* who_;
  std::size_t size_ = 0;  // of the message
  char message_[kMessageMax + 1];
};

// Ends the current operation by throwing a `Panic`. `who` is a literal that names the culprit.
[[noreturn]] inline void panic(PanicReason reason, const char* who) { throw Panic(reason, who); }

}  // namespace pinprick
