// Keeps a program of each signature that a worker meets, and of each kind of finding.
#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "harness/campaign/trial.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// A number for what a caught program showed: the same for equal signatures, and cheaper to make.
std::uint64_t signature_number(const Program& program, const Observation& observation);

class Keeper {
 public:
  // Both directories are there, and can be written to.
  Keeper(std::string signature_directory, std::string finding_directory);

  // Keeps the program if it is the first with its signature or finding; whether it is. A directory
  // that is no longer writable ends the process: there is no honest way to go on.
  bool look_at(const Program& program, const Bench::Trial& trial);

 private:
  std::string signature_directory_;
  std::string finding_directory_;
  absl::flat_hash_set<std::uint64_t> signatures_;
  absl::flat_hash_set<std::string> findings_;
};

}  // namespace pinprick::harness
