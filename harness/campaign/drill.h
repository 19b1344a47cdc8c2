// The fire drill: planted faults that must be found before a quiet campaign is believed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pinprick::harness {

struct PlantedFault {
  std::string name;
  bool found = false;
  std::uint64_t programs = 0;  // until it was found, or in vain
  std::string verdict;         // what it showed as
};

// Which faults to plant: a few that are found within moments, one of each sort, or all there are.
enum class DrillLength : std::uint8_t { kUsual, kFull };

// Plants one fault after the other and runs random programs until each shows as it must: a future
// with a hole as an escape; a model that has forgotten a rule, and a harness that is blind in one
// way or another, as missed or mismatch. The full drill has a model for each of the rules. Every
// program comes from `seed`. Gives up on a fault after a fixed number of programs, which take less
// than a minute.
std::vector<PlantedFault> fire_drill(std::uint64_t seed, DrillLength length);

std::size_t found_of(const std::vector<PlantedFault>& drill);

// "fire drill: 5 faults planted, 5 found", and a line for each.
std::string to_text(const std::vector<PlantedFault>& drill);

}  // namespace pinprick::harness
