// What the unmodified sanitizer says of what the workers of a campaign have found, and where their
// findings go.
//
// Workers leave one program for each new signature, and for each new kind of finding, in a scratch
// directory. Each signature is shown to the unmodified sanitizer once, in a process of its own.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "harness/campaign/confirm.h"
#include "harness/campaign/scratch.h"

namespace pinprick::harness {

class Confirmations {
 public:
  explicit Confirmations(const ScratchDirectory& scratch);

  // While the workers run: one at a time.
  absl::Status confirm_one();
  // When they have ended: as many at once as there are processors. Ends early when interrupted.
  absl::Status confirm_rest();

  // Distinct signatures shown to the sanitizer, and those of which it says the same as the
  // contract.
  std::size_t asked() const { return asked_.size(); }
  std::size_t confirmed() const { return asked_.size() - contradicted_.size(); }

  struct Findings {
    std::vector<std::string> paths;
    std::vector<std::string> unconfirmed;  // signatures that the sanitizer contradicts
  };
  // Findings, and signatures that the sanitizer contradicts, go to DIRECTORY/findings, with the
  // sanitizer's own report beside each, and the smallest program that shows the same (smallest.h)
  // as far as a minute is enough for all.
  absl::StatusOr<Findings> gather(const std::string& directory) const;

 private:
  std::vector<std::string> unasked() const;
  absl::StatusOr<bool> ask(const std::string& name, Confirmer& confirmer) const;
  absl::Status count(const std::string& name, const absl::StatusOr<bool>& agreed);

  const ScratchDirectory& scratch_;
  Confirmer confirmer_;
  std::set<std::string> asked_;         // signatures
  std::set<std::string> contradicted_;  // names of programs
};

}  // namespace pinprick::harness
