// Programs on disk: what a campaign starts from, and what it leaves.
//
// A stored program is text, with a comment on top that says what it showed and how to run it, and
// its expectation where the contract has one. Its name is VERDICT-SIGNATURE-INPUT.pin, INPUT being
// a hash of its operations, so that the same program is never stored twice and nothing is ever
// written over.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "harness/campaign/trial.h"
#include "harness/program/text.h"

namespace pinprick::harness {

struct StoredProgram {
  std::string path;
  Script script;
};

// All the *.pin files among `paths`: files as they are, directories searched (not their
// subdirectories), sorted by name. A path that is not there is an error, and so is the first file
// that cannot be parsed: nothing is skipped in silence.
absl::StatusOr<std::vector<StoredProgram>> load_all(const std::vector<std::string>& paths);

// The name under which a program is stored.
std::string stored_name(const Program& program, const Bench::Trial& trial);

// The text to store.
std::string stored_text(const Program& program, const Bench::Trial& trial);

// Writes it into `directory` unless it is there already. Returns the path.
absl::StatusOr<std::string> store(const std::string& directory, const Program& program,
                                  const Bench::Trial& trial);

// Whether files can be made in `directory`, which is made if it is missing.
absl::Status check_writable(const std::string& directory);

}  // namespace pinprick::harness
