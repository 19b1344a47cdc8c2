// A campaign: the fire drill, then workers for a time, with progress, confirmations and a store.
//
// The process that runs it starts workers, watches them, shows how they do, has each new signature
// confirmed by the unmodified sanitizer, and gathers what they leave. A worker that dies is a
// failure of the harness and is reported as one, with the input that killed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "harness/campaign/contract_coverage.h"
#include "harness/campaign/drill.h"
#include "harness/campaign/store.h"
#include "harness/report/tally.h"

namespace pinprick::harness {

struct CampaignOptions {
  std::uint32_t seconds = 60;
  std::uint64_t programs_max = 0;  // 0: no limit but the time
  std::uint32_t jobs = 1;
  std::uint64_t seed = 0;
  std::string directory;             // programs to start from, and where new ones go
  std::vector<StoredProgram> seeds;  // further ones to start from
};

struct CampaignResult {
  Tally tally;
  ContractCoverage contract;
  double seconds = 0;
  std::uint64_t coverage = 0;  // edges of the code under test
  // With one job: a hash of all programs and verdicts in order, the same whenever it comes again.
  std::optional<std::uint64_t> sequence;
  std::vector<std::string> findings;     // paths of the programs
  std::vector<std::string> unconfirmed;  // signatures that the unmodified sanitizer contradicts
  std::size_t signatures = 0;            // distinct ones of caught programs
  std::size_t new_inputs = 0;            // programs added to the directory
  bool interrupted = false;
};

// Before a campaign: the directory is made if it is missing, shown to be writable, and what it
// holds is parsed. Errors are the user's to mend.
absl::StatusOr<std::vector<StoredProgram>> open_directory(const std::string& directory);

// Runs it. Progress goes to standard error. Errors: the harness failed.
absl::StatusOr<CampaignResult> run_campaign(const CampaignOptions& options);

}  // namespace pinprick::harness
