// Summaries as JSON, one object on one line.
#pragma once

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

// What the last line of `run`, `fuzz` and `gate` says.
struct Summary {
  std::string command;
  Tally tally;
  double seconds = 0;
  std::optional<std::uint64_t> seed;
  std::optional<FireDrillCount> fire_drill;
  std::optional<ContractCount> contract;
  std::vector<std::string> findings;      // paths
  std::optional<std::size_t> signatures;  // distinct ones that the unmodified sanitizer was asked
  std::optional<std::size_t> confirmed;   // ... and agreed with
};

std::string to_json(const Summary& summary);

// The catalogue: an array of objects with `name`, `unpin` and `about`.
std::string kinds_json();

}  // namespace pinprick::harness
