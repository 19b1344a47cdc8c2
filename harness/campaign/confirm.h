// Asks the unmodified sanitizer.
//
// Nobody has to take the interception's word: the program runs once more in a process of its own,
// with the interception off, and what the sanitizer itself prints there is compared with what the
// contract said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "harness/judge/judge.h"
#include "harness/program/fault.h"

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

// Asks about one program after the other. Behind it stands a process that is started at the first
// question, and that forks off a child for each program: to start a process with a sanitizer in it
// takes longer than most programs do. For one thread at a time.
class Confirmer {
 public:
  explicit Confirmer(ConfirmOptions options) : options_(std::move(options)) {}
  ~Confirmer() { stop(); }
  Confirmer(const Confirmer&) = delete;
  Confirmer& operator=(const Confirmer&) = delete;

  // Runs `path` in a child process. Errors: the process could not be started or the program did
  // not end in time.
  absl::StatusOr<Confirmation> confirm(const std::string& path);

 private:
  absl::Status start();
  int stop();

  const ConfirmOptions options_;
  int server_ = -1;    // the process; -1 while there is none
  int socket_ = -1;    // on which it is asked, and answers
  int progress_ = -1;  // shared memory: the operation under way
  int report_ = -1;    // shared memory: what the process and its children print
};

// Asks about one.
absl::StatusOr<Confirmation> confirm(const std::string& path, const ConfirmOptions& options);

// Whether the report says what was predicted: the same class at the same operation, or nothing.
bool agrees(const Confirmation& confirmation, const Prediction& prediction);

}  // namespace pinprick::harness
