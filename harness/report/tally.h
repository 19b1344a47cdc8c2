// What a campaign has seen so far, in numbers.
//
// Plain counters, so that a tally can lie in memory which a worker process shares with the process
// that shows its progress. One writer; snapshot() may be called while it writes, and each counter
// by itself is then right.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "harness/judge/judge.h"

namespace pinprick::harness {

struct Tally {
  std::uint64_t programs = 0;
  std::uint64_t ops = 0;
  std::array<std::uint64_t, kVerdictCount> verdicts = {};
  std::array<std::uint64_t, kProgramClassCount> classes = {};
  // Programs of each class in which the sanitizer found an error.
  std::array<std::uint64_t, kProgramClassCount> faults = {};
  // Programs that break no rule, by each rule that had a say in them; and programs that break one,
  // by the first that they break.
  std::array<std::uint64_t, kRuleCount> kept = {};
  std::array<std::uint64_t, kRuleCount> broken = {};

  void add(const Program& program, const Prediction& prediction, const Observation& observation,
           const Verdict& verdict);

  std::uint64_t findings() const;
  Tally& operator+=(const Tally& other);
};

// A copy of a tally that another process may be writing to.
Tally snapshot(const Tally& shared);

// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

// The headline of a campaign: programs of each class, and the use-after-moves seen in each.
std::string headline_table(const Tally& tally);

}  // namespace pinprick::harness
