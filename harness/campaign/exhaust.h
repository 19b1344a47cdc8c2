// All programs of a universe, run and judged, by several processes; stopped, and gone on with.
//
// The universe falls into parts: the programs with a common beginning. Workers take one part after
// the other; what is done is written to a file in the directory of the search, whole parts at a
// time, so that whoever stops it loses the parts that are under way and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "harness/generator/enumerator.h"
#include "harness/report/tally.h"

namespace pinprick::harness {

struct ExhaustOptions {
  Universe universe;
  std::uint32_t jobs = 1;
  std::string directory;  // where progress and findings go; made if it is missing
};

struct ExhaustResult {
  Tally tally;                     // of the parts that are done, in this search and before
  std::uint64_t programs = 0;      // in the universe, one for all that commute; 0: not counted yet
  std::uint64_t all_programs = 0;  // ... and with those for which they stand; 0: not counted
  std::uint64_t resumed = 0;       // programs of the tally that were run before
  double seconds = 0;              // of this search
  bool interrupted = false;        // not all parts are done
  std::size_t signatures = 0;      // distinct ones of caught programs, of this search
  std::size_t confirmed = 0;       // ... of which the unmodified sanitizer says the same
  std::vector<std::string> findings;  // paths of programs
};

// Progress goes to standard error. Errors: the directory is the user's to mend, or the harness
// failed.
absl::StatusOr<ExhaustResult> exhaust(const ExhaustOptions& options);

// The kinds of a universe, as a sentence names them: "example, map(ready)".
std::string kinds_of(const Universe& universe);

}  // namespace pinprick::harness
