// What futures can wait for: an event, and the library's primitives.
//
// A source is made by the operation `source`, waited for by the futures that `wait` makes of it,
// and acted upon from outside by `signal`. This table is the one source for the text, the bytes,
// the model and the interpreter: which there are, what number they take, and which signals.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "harness/program/parameter.h"

namespace pinprick::harness {

enum class Source : std::uint8_t {
  kEvent,
  kNotify,
  kMutex,
  kSemaphore,
  kManualEvent,
  kToken,
  kTimer,
  kOneshot,
  kMpsc,
  kUnbounded,
  kWatch,
  kAtomicWaker,
  kWorld,  // around a guest (guest.h): the last, and the only one that combinators know nothing of
};
inline constexpr std::size_t kSourceCount = 13;
inline constexpr std::size_t kCombiningSourceCount = kSourceCount - 1;

struct SignalSpec {
  const char* name;  // null: there are no more
  const char* about;
};
inline constexpr std::size_t kMaxSignals = 4;

struct SourceSpec {
  Source code;
  const char* name;
  Parameter number;
  std::size_t weight;  // how often a random program makes one
  std::array<SignalSpec, kMaxSignals> signals;
  const char* about;

  constexpr std::size_t signal_count() const {
    std::size_t count = 0;
    while (count < kMaxSignals && signals[count].name != nullptr) ++count;
    return count;
  }
};

// In the order of Source.
inline constexpr std::array<SourceSpec, kSourceCount> kSources = {{
    {Source::kEvent,
     "event",
     {},
     8,
     {{{"notify", "unlinks and wakes all who wait, the first first"}}},
     "an event of the harness's own, with a list of those who wait for it"},
    {Source::kNotify,
     "notify",
     {},
     8,
     {{{"notify_one", "wakes the one that has waited longest; a permit is kept if there is none"},
       {"notify_waiters", "wakes all that wait, the first first"}}},
     "the library's Notify"},
    {Source::kMutex,
     "mutex",
     {},
     8,
     {{{"try_lock", "takes the lock, if it is free"},
       {"unlock", "lets go of the lock that try_lock took, if it did"}}},
     "the library's LocalMutex, with a number in it"},
    {Source::kSemaphore,
     "semaphore",
     {"permits", 0, 3, 1},
     8,
     {{{"add", "adds a permit"},
       {"try_acquire", "takes a permit for good, if there is one"},
       {"close", "closes it: all that wait get an error"}}},
     "the library's LocalSemaphore"},
    {Source::kManualEvent,
     "manual_event",
     {},
     6,
     {{{"set", "wakes all, until it is reset"}, {"reset", "from now on who comes waits"}}},
     "the library's manual-reset event"},
    {Source::kToken,
     "token",
     {"child", 0, 1, 0},
     6,
     {{{"cancel", "wakes all, for good"}}},
     "a cancellation token, or a child of one"},
    {Source::kTimer,
     "timer",
     {},
     8,
     {{{"tick", "advances the clock by one"}, {"leap", "advances the clock by four"}}},
     "a virtual clock with its list of timers"},
    {Source::kOneshot,
     "oneshot",
     {},
     6,
     {{{"send", "sends a number to the one that has been there longest"},
       {"drop_sender", "drops the sender of the one that has been there longest"}}},
     "oneshot channels, one for each that waits"},
    {Source::kMpsc,
     "mpsc",
     {"capacity", 1, 3, 1},
     8,
     {{{"receive", "takes a value, if there is one"},
       {"close", "closes it from the receiving side"}}},
     "a bounded channel, whose senders wait"},
    {Source::kUnbounded,
     "unbounded",
     {},
     6,
     {{{"send", "sends a number to the one that has been there longest"},
       {"drop_sender", "drops the sender of the one that has been there longest"}}},
     "unbounded channels, one for each that waits"},
    {Source::kWatch,
     "watch",
     {},
     6,
     {{{"send", "a new value, one more than the last"},
       {"drop_sender", "there will be no other value"}}},
     "a watch channel"},
    {Source::kAtomicWaker,
     "atomic_waker",
     {},
     6,
     {{{"wake", "wakes the one that registered last"}}},
     "the library's AtomicWaker, with a number beside it"},
    {Source::kWorld,
     "world",
     {},
     1,
     {},
     "what is around a guest, the type that a user brings; its signals are the user's events"},
}};

constexpr const SourceSpec& spec(Source source) {
  return kSources[static_cast<std::size_t>(source)];
}

// A source with its number; 0 if it takes none.
struct SourceArgs {
  Source source = Source::kEvent;
  std::uint8_t number = 0;
  friend bool operator==(const SourceArgs&, const SourceArgs&) = default;
};

// `semaphore(permits=2)`; a number that is the standard one is left out.
std::string to_text(const SourceArgs& args);

}  // namespace pinprick::harness
