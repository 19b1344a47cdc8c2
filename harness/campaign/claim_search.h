// Looks for a program that shows a guest's claim to be false.
//
// First every program up to some bound, the short ones first and soon with random ones among them,
// and then random ones alone. The programs are those that the claims allow: of what breaks a rule
// nothing would follow. All of them run in a process of their own, so that whatever a type does,
// down to ending the process or waiting for ever, becomes a finding and not the end of the search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "harness/program/program.h"

namespace pinprick::harness {

struct ClaimSearchOptions {
  double seconds = 10;             // of the clock, for all
  double exhaustive_share = 0.5;   // of that, for the programs up to a bound
  std::size_t ops_max = 7;         // of those, at most; 0: none
  std::size_t guests = 2;          // made by one of those, at most
  std::uint64_t programs_max = 0;  // 0: no limit but the time
  std::uint64_t seed = 1;
  std::vector<Program> first;  // that come before all others
};

struct ClaimSearchResult {
  std::uint64_t programs = 0;  // that were run
  std::uint64_t ops = 0;
  std::size_t complete_ops = 0;    // every program of so many operations was run
  std::uint64_t exhausted = 0;     // ... which were so many
  double seconds = 0;              // until the finding, or to the end
  std::optional<Program> finding;  // the first program that went wrong
  std::string died;                // ... if it took the process along: how, in words
  bool interrupted = false;
};

// Of the guest that was admitted. Progress goes to standard error if `shows_progress`. Errors: the
// harness failed.
absl::StatusOr<ClaimSearchResult> search_claim(const ClaimSearchOptions& options,
                                               bool shows_progress);

}  // namespace pinprick::harness
