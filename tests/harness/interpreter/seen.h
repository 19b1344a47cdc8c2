// Programs in, observations out, both as text.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/interpreter/interpreter.h"
#include "harness/program/text.h"

namespace pinprick::harness {

// The program that `text` says; a failure of the test if it says none.
inline Program program_of(absl::string_view text) {
  const absl::StatusOr<Script> script = parse(std::string(text), "program");
  if (!script.ok()) {
    ADD_FAILURE() << script.status().message() << "\n" << text;
    return {};
  }
  return script->program;
}

// One line for each event: "2: leaf 0 of future 0 polled". Operations and futures both count from
// 0, so that a number means the same on both sides of the colon.
inline std::string to_text(const Trace& trace) {
  std::string text;
  for (const Event& event : trace) {
    absl::StrAppend(&text, event.op, ": ", to_text(event), "\n");
  }
  return text;
}

// "4: heap-use-after-free of 0 by 3": the operation, the class, whose home, who emptied it.
inline std::string to_text(const ObservedFault& fault) {
  return absl::StrCat(fault.op, ": ", name(fault.fault.kind), " of ",
                      fault.owner == kNoValue ? "nobody" : absl::StrCat(fault.owner), " by ",
                      fault.vacated_by);
}

inline std::string fault_text(const Observation& seen) {
  return seen.fault.has_value() ? to_text(*seen.fault) : "none";
}

}  // namespace pinprick::harness
