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
};
inline constexpr std::size_t kSourceCount = 1;

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
