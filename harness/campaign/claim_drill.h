// The fire drill of a search for false claims: types that lie, one for each instrument that can
// tell. A quiet search is believed only because they were found first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pinprick::harness {

struct PlantedLie {
  std::string name;
  std::string instrument;  // that is to find it
  bool found = false;
  std::uint64_t programs = 0;  // until then
};

// Leaves the process without a guest. Errors: the harness failed.
absl::StatusOr<std::vector<PlantedLie>> drill_of_claims();

}  // namespace pinprick::harness
