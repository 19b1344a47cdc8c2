// What is known of one program with guests, for people: the sentence that a reviewer would write,
// who lived where, and what the unmodified sanitizer says.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "harness/program/program.h"

namespace pinprick::harness {

struct Explanation {
  std::string sentence;  // "": nothing goes wrong
  std::string blame;
  std::string report;         // the sanitizer's own, whole
  bool is_confirmed = false;  // it has one, if there should be one
  std::string text;           // all of it, for people
};

// `path` is a file that holds the program. Errors: the program could not be run once more.
absl::StatusOr<Explanation> explain_program(const Program& program, const std::string& path);

}  // namespace pinprick::harness
