// Asks the unmodified sanitizer.
//
// Nobody has to take the interception's word: the program runs once more in a process of its own,
// with the interception off, and what the sanitizer itself prints there is compared with what the
// contract said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "harness/judge/judge.h"
#include "harness/program/fault.h"
#include "harness/program/program.h"
#include "harness/subject/catalogue.h"

namespace pinprick::harness {

struct Confirmation {
  std::string report;               // what the process printed
  std::optional<FaultClass> fault;  // the class in its summary line, or kEndlessLoop, if any
  std::uint16_t op = 0;             // the operation under way when it ended
  bool finished = false;            // it ended by itself, without an error
};

struct ConfirmOptions {
  // The tool to start: this executable.
  std::string tool = "/proc/self/exe";
  // Names and lines in the report; without them it takes a tenth of the time.
  bool symbolize = true;
};

// Runs `path` in a child process. Errors: the process could not be started or did not end in time.
absl::StatusOr<Confirmation> confirm(const std::string& path, const ConfirmOptions& options);

// Whether the report says what was predicted: the same class at the same operation, or nothing.
bool agrees(const Confirmation& confirmation, const Prediction& prediction);

// What the child does: runs the program with the interception off, and leaves the number of the
// operation under way in the shared memory behind `progress_fd`. Does not return if the sanitizer
// finds an error, nor if the program does not end: then a signal ends the process.
void run_unguarded(const Program& program, int progress_fd,
                   const Catalogue& subjects = catalogue());

}  // namespace pinprick::harness
