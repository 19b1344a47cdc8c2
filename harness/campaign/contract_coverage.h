// How much of the contract a campaign has met: which encounters of a rule with a move it has had,
// of all that there can be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "harness/model/encounter.h"
#include "harness/report/tally.h"

namespace pinprick::harness {

// Room for all that are possible; more would stop the harness at its start.
inline constexpr std::size_t kEncountersMax = 0xffff;

// The number of a possible encounter, below possible_encounters(). A model that notes one which is
// not possible is wrong, or the tables are: that stops the harness. Constant time.
std::size_t number_of(const Encounter& encounter);
std::size_t possible_encounters();

// Plain bytes, so that it can lie in memory which a worker shares with the process that shows its
// progress: one writer, and whoever reads meanwhile sees some of it.
class ContractCoverage {
 public:
  // The encounters of one program, by number, each as often as it came.
  void add_program(absl::Span<const std::size_t> numbers);
  // What somebody else has met, in other programs.
  ContractCoverage& operator+=(const ContractCoverage& other);

  std::size_t reached() const;
  // Those that came up in one program and in no other.
  std::size_t met_once() const;
  // For each rule the encounters, reached of possible, and the programs of the campaign on both
  // sides of it.
  std::string to_text(const Tally& tally) const;

 private:
  void add(std::size_t number, std::uint8_t programs);

  // In how many programs each came up: none, one, or 2 for more.
  std::array<std::uint8_t, kEncountersMax> programs_ = {};
};

}  // namespace pinprick::harness
