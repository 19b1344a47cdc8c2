// Programs as text in, what the interpreter saw of them as text out.
//
// An observation reads
//     3: poll:1.0 woke Pending      what happened in line 3, in order
//     fault 6: heap-use-after-free of 1 by 5    where, what, whose home, vacated by which line
//     leaks 1                       heap blocks alive at the end, if there are any
// Lines are operations counted from 1, and the end of a program is the line after its last. Futures
// and tasks go by the line that made them, `1.0` being leaf 0 of the future of line 1.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/interpreter/interpreter.h"
#include "harness/program/kind.h"
#include "harness/program/text.h"

namespace pinprick::harness {

inline std::string who_panicked(std::int64_t number) {
  if (number < static_cast<std::int64_t>(kLeafCount)) return spec(static_cast<Leaf>(number)).name;
  if (number == kPanicBlockOn) return "block_on";
  const auto combinator = number - static_cast<std::int64_t>(kLeafCount);
  if (combinator >= static_cast<std::int64_t>(kCombinatorCount)) return "nobody";
  return spec(static_cast<Combinator>(combinator)).name;
}

inline std::string word_of(const Event& event) {
  switch (event.kind) {
    case EventKind::kPolled:
      return absl::StrCat("poll:", event.owner + 1, ".", event.part);
    case EventKind::kWoke:
      return event.owner == kNoValue ? "woke" : absl::StrCat("woke:", event.owner + 1);
    case EventKind::kPending:
      return "Pending";
    case EventKind::kReady:
      return event.part == 2 ? absl::StrCat("Ready(", event.value, ",", event.second, ")")
                             : absl::StrCat("Ready(", event.value, ")");
    case EventKind::kPanicked:
      return absl::StrCat(event.part == kCauseStalled  ? "stalled:"
                          : event.part == kCauseThrown ? "threw:"
                          : event.part == kCauseMoved  ? "moved:"
                                                       : "panic:",
                          who_panicked(event.value));
    case EventKind::kCalled:
      return absl::StrCat("called:", event.owner + 1);
    case EventKind::kDropped:
      return event.part == kTaskPart ? absl::StrCat("drop:", event.owner + 1)
                                     : absl::StrCat("drop:", event.owner + 1, ".", event.part);
  }
  return "?";
}

// "heap-use-after-free of 1 by 5"; an owner that nobody knows is "nobody".
inline std::string fault_text(const ObservedFault& fault) {
  if (fault.owner == kNoValue) return absl::StrCat(name(fault.fault.kind), " of nobody");
  return absl::StrCat(name(fault.fault.kind), " of ", fault.owner + 1, " by ",
                      fault.vacated_by + 1);
}

inline std::string to_text(const Observation& seen) {
  std::string text;
  int line = 0;
  for (const Event& event : seen.trace) {
    if (event.op + 1 != line) {
      line = event.op + 1;
      absl::StrAppend(&text, text.empty() ? "" : "\n", line, ":");
    }
    absl::StrAppend(&text, " ", word_of(event));
  }
  if (!text.empty()) text += '\n';
  if (seen.fault.has_value()) {
    absl::StrAppend(&text, "fault ", seen.fault->op + 1, ": ", fault_text(*seen.fault), "\n");
  } else if (seen.leaked_blocks != 0) {
    absl::StrAppend(&text, "leaks ", seen.leaked_blocks, "\n");
  }
  return text;
}

// A program that cannot be parsed gives the parser's message, which no test expects.
inline std::string observed(Interpreter& interpreter, absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "program");
  if (!script.ok()) return std::string(script.status().message());
  return to_text(interpreter.observe(script->program));
}
inline std::string observed(absl::string_view text, const InterpreterOptions& options = {}) {
  Interpreter interpreter(options);
  return observed(interpreter, text);
}

}  // namespace pinprick::harness
