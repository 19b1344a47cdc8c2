// One process of a campaign: libFuzzer feeds it inputs, it decodes, predicts, runs and judges them.
//
// It counts into memory that it shares with the process that started it, leaves a program for each
// new signature and for each new kind of finding in directories that it is given, and goes on after
// a finding. It ends when it is told to, or after its number of programs.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/hash.h"
#include "harness/campaign/contract_coverage.h"
#include "harness/report/tally.h"

namespace pinprick::harness {

// What a worker and its parent share.
struct SharedProgress {
  Tally tally;                          // written by the worker alone
  ContractCoverage contract;            // likewise
  std::uint64_t sequence = kEmptyHash;  // likewise: a hash of all programs and verdicts, in order
  std::atomic<bool> stop = false;       // written by the parent alone
};

struct WorkerOptions {
  std::uint64_t seed = 0;
  std::uint64_t programs_max = 0;   // 0: until told to stop
  bool until_finding = false;       // ends after the first
  bool share_inputs = false;        // other workers use the same directory
  std::string input_directory;      // libFuzzer's own corpus, as bytes
  std::string signature_directory;  // one program of each signature
  std::string finding_directory;
};

// Whether this build has an engine for campaigns.
bool has_engine();

// Runs until the end of the worker, and never returns. libFuzzer's own words go to standard error.
[[noreturn]] void run_worker(const WorkerOptions& options, SharedProgress& progress);

// libFuzzer's options, all but its corpus: argv[0] first. Whoever starts it with them, and not by
// run_worker, has it mutate bytes.
std::vector<std::string> engine_arguments(std::uint64_t seed, bool share_inputs);

}  // namespace pinprick::harness
