// What a run does that can be seen from outside: outputs, polls, wakes, drops, in order.
//
// The model writes the trace that must be, the interpreter the trace that was; the judge compares
// them event by event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/program/program.h"

namespace pinprick::harness {

enum class EventKind : std::uint8_t {
  kPolled,    // leaf `part` of future `owner` was polled
  kWoke,      // task `owner` was woken; kNoValue: the task that runs the program
  kPending,   // the operation's poll answered Pending
  kReady,     // ... answered Ready with `value`, and `second` if `part` is 2
  kPanicked,  // died: `value` is the PanicName of who did, in `part` the cause
  kCalled,    // guest `owner` gave `value`, a digest, in answer to a call; `part` is 1 if its model
              // has another answer
  kDropped,   // leaf `part` of future `owner`, a local of it, or task `owner`, was destroyed
};

// Who died in a panic: the leaves, then the combinators in the order of Combinator, then block_on.
inline constexpr std::uint8_t kPanicBlockOn = kLeafCount + kCombinatorCount;
constexpr std::uint8_t panic_name(Leaf leaf) { return static_cast<std::uint8_t>(leaf); }
constexpr std::uint8_t panic_name(Combinator combinator) {
  return static_cast<std::uint8_t>(kLeafCount + static_cast<std::size_t>(combinator));
}

// What a task has in the place of a leaf, in Event::part of kDropped.
inline constexpr std::uint8_t kTaskPart = 0xff;

// Where the locals of a machine begin, in Event::part of kDropped.
inline constexpr std::uint8_t kLocalPart = 0x10;

// Why, in Event::part of kPanicked.
inline constexpr std::uint8_t kCausePolledAfterReady = 0;
inline constexpr std::uint8_t kCauseStalled = 1;
inline constexpr std::uint8_t kCauseThrown = 2;
inline constexpr std::uint8_t kCauseMoved = 3;

struct Event {
  std::uint16_t op = 0;
  EventKind kind = EventKind::kPolled;
  std::uint8_t part = 0;
  ValueId owner = kNoValue;
  std::int64_t value = 0;
  std::int64_t second = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

using Trace = std::vector<Event>;

// One event in words, without its operation: "leaf 0 of future 3 polled".
std::string to_text(const Event& event);

}  // namespace pinprick::harness
