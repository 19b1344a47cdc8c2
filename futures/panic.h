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

#include <cstdint>
#include <stdexcept>
#include <string>

namespace pinprick {

enum class PanicReason : std::uint8_t {
  kPolledAfterReady,  // a future was polled although it had answered Ready
  kStalled,           // a future is pending and nothing is left that could wake it
  kEmpty,             // a moved-from or otherwise empty object was used
  kNotReady,          // a value was asked for that is not there yet
  kReentered,         // something that runs was started again from inside
};

// Thrown by `panic`; see there.
class Panic : public std::logic_error {
 public:
  // `who` must outlive the exception; use a literal. Allocates the message.
  Panic(PanicReason reason, const char* who)
      : std::logic_error(message(reason, who)), reason_(reason), who_(who) {}

  [[nodiscard]] PanicReason reason() const noexcept { return reason_; }

  // The name of the class or function at fault, such as "Map".
  [[nodiscard]] const char* who() const noexcept { return who_; }

 private:
  static std::string message(PanicReason reason, const char* who) {
    std::string text = "`" + std::string(who) + "` ";
    switch (reason) {
      case PanicReason::kPolledAfterReady:
        return text + "must not be polled after it returned `Poll::Ready`";
      case PanicReason::kStalled:
        return text + "stalled: its future is pending and no wake is outstanding";
      case PanicReason::kEmpty:
        return text + "is empty: its contents were moved out";
      case PanicReason::kNotReady:
        return text + "was asked for a value before there was one";
      case PanicReason::kReentered:
        return text + "must not be entered from inside itself";
    }
    return text + "panicked";
  }

  PanicReason reason_;
  const char* who_;
};

// Ends the current operation by throwing a `Panic`. `who` is a literal that names the culprit.
[[noreturn]] inline void panic(PanicReason reason, const char* who) { throw Panic(reason, who); }

}  // namespace pinprick
