// Summaries as JSON, one object on one line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/report/tally.h"

namespace pinprick::harness {

struct FireDrillCount {
  std::size_t planted = 0;
  std::size_t found = 0;
};

// Encounters of a rule with a move, see contract_coverage.h.
struct ContractCount {
  std::size_t reached = 0;
  std::size_t possible = 0;
};

// Of the programs of one class: how many each instrument convicted or found something in, see
// instruments.h.
struct InstrumentCounts {
  std::size_t programs = 0;
  std::size_t trapped = 0;
  std::size_t differs = 0;
  std::size_t both = 0;
  std::size_t unasked = 0;
  std::size_t own = 0;
  std::size_t stale = 0;
};
using InstrumentTable = std::array<InstrumentCounts, kProgramClassCount>;

// What the last line of `run`, `fuzz` and `gate` says.
struct Summary {
  std::string command;
  Tally tally;
  double seconds = 0;
  std::optional<std::uint64_t> seed;
  std::optional<FireDrillCount> fire_drill;
  std::optional<ContractCount> contract;
  std::optional<InstrumentTable> instruments;
  // Of a campaign with one job: a hash of all programs and verdicts, in order.
  std::optional<std::uint64_t> sequence;
  // Of an exhaustive search: the programs of its universe, those included for which another of them
  // stands, and whether all were run.
  struct Exhausted {
    std::uint64_t all_programs = 0;
    bool is_complete = false;
  };
  std::optional<Exhausted> exhausted;
  std::vector<std::string> findings;      // paths
  std::optional<std::size_t> signatures;  // distinct ones that the unmodified sanitizer was asked
  std::optional<std::size_t> confirmed;   // ... and agreed with
};

std::string to_json(const Summary& summary);

// The catalogue: an array of objects with `name`, `unpin` and `about`.
std::string kinds_json();

}  // namespace pinprick::harness
