// The fire drill, and a quiet campaign without an engine.
#include "harness/campaign/drill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/campaign/trial.h"
#include "harness/generator/generator.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void expect_all_found(const std::vector<PlantedFault>& drill) {
  EXPECT_EQ(found_of(drill), drill.size()) << to_text(drill);
  for (const PlantedFault& each : drill) {
    EXPECT_GT(each.programs, 0U);
    EXPECT_FALSE(each.verdict.empty());
  }
  EXPECT_EQ(drill[0].verdict, "escape");
}

TEST(FireDrill, FindsEveryUsualFault) {
  for (const std::uint64_t seed : {1, 2, 12345}) {
    SCOPED_TRACE(seed);
    const std::vector<PlantedFault> drill = fire_drill(seed, DrillLength::kUsual);
    EXPECT_EQ(drill.size(), 5U);
    expect_all_found(drill);
  }
}

// A model without the rule, for each of the rules, and a blind interpreter of each sort.
TEST(FireDrill, FindsEveryFaultThereIs) {
  const std::vector<PlantedFault> drill = fire_drill(1, DrillLength::kFull);
  EXPECT_EQ(drill.size(), 4 + kRuleCount);
  expect_all_found(drill);
}

// A drill that fails must fail again for whoever looks into it.
TEST(FireDrill, ComesFromItsSeedAlone) {
  EXPECT_EQ(to_text(fire_drill(7, DrillLength::kUsual)),
            to_text(fire_drill(7, DrillLength::kUsual)));
}

TEST(FireDrill, SaysWhatItMissed) {
  std::vector<PlantedFault> drill(2);
  drill[0] = {"one", true, 12, "escape"};
  drill[1] = {"another", false, 100'000, ""};
  EXPECT_EQ(found_of(drill), 1U);
  const std::string text = to_text(drill);
  EXPECT_THAT(text, StartsWith("fire drill: 2 faults planted, 1 found\n"));
  EXPECT_THAT(text, HasSubstr("escape after 12 programs\n"));
  EXPECT_THAT(text, HasSubstr("NOT FOUND in 100000 programs\n"));
}

TEST(Bench, RandomProgramsWithoutAFinding) {
  constexpr int kPrograms = 20'000;
  Generator generator(20'000);
  Bench bench;
  std::array<int, kVerdictCount> seen = {};
  for (int i = 0; i < kPrograms; ++i) {
    const Program& program = generator.next(24);
    const Bench::Trial trial = bench.run(program);
    ++seen[static_cast<std::size_t>(trial.verdict.kind)];
    ASSERT_FALSE(is_finding(trial.verdict.kind))
        << "program " << i << " is " << name(trial.verdict.kind) << "\n"
        << explain(places_of(program), trial.prediction, trial.observation, trial.verdict)
        << to_text(program);
  }
  // Quiet for the right reason: there was something to see.
  for (const VerdictKind kind : {VerdictKind::kClean, VerdictKind::kLatent, VerdictKind::kCaught}) {
    EXPECT_GT(seen[static_cast<std::size_t>(kind)], kPrograms / 100) << name(kind);
  }
}

}  // namespace
}  // namespace pinprick::harness
