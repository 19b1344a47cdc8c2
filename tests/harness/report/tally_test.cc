// The counts of a campaign, and the table that people read.
#include "harness/report/tally.h"

#include <gtest/gtest.h>

#include "harness/judge/judge.h"

namespace pinprick::harness {
namespace {

Verdict verdict_of(VerdictKind kind) {
  Verdict verdict;
  verdict.kind = kind;
  return verdict;
}

Program program_of(std::size_t ops) {
  Program program;
  program.ops.resize(ops);
  return program;
}

Prediction prediction_of(ProgramClass program_class) {
  Prediction prediction;
  prediction.program_class = program_class;
  return prediction;
}

Observation observation_of(bool fault) {
  Observation observation;
  if (fault) observation.fault.emplace();
  return observation;
}

void add(Tally& tally, ProgramClass program_class, bool fault, VerdictKind verdict) {
  tally.add(program_of(3), prediction_of(program_class), observation_of(fault),
            verdict_of(verdict));
}

TEST(Tally, CountsEachProgramOnce) {
  Tally tally;
  add(tally, ProgramClass::kSafe, false, VerdictKind::kClean);
  add(tally, ProgramClass::kObeying, false, VerdictKind::kClean);
  add(tally, ProgramClass::kLatent, false, VerdictKind::kLatent);
  add(tally, ProgramClass::kManifest, true, VerdictKind::kCaught);
  add(tally, ProgramClass::kManifest, true, VerdictKind::kCaught);
  EXPECT_EQ(tally.programs, 5U);
  EXPECT_EQ(tally.ops, 15U);
  EXPECT_EQ(tally.verdicts, (std::array<std::uint64_t, kVerdictCount>{2, 1, 2, 0, 0, 0}));
  EXPECT_EQ(tally.classes, (std::array<std::uint64_t, kProgramClassCount>{1, 1, 1, 2}));
  EXPECT_EQ(tally.faults, (std::array<std::uint64_t, kProgramClassCount>{0, 0, 0, 2}));
  EXPECT_EQ(tally.findings(), 0U);
}

TEST(Tally, CountsARuleOnTheSideOnWhichTheProgramIs) {
  const auto of = [](Rule rule) { return static_cast<std::size_t>(rule); };
  Prediction keeps = prediction_of(ProgramClass::kObeying);
  keeps.concerned.set(of(Rule::kLeak));
  keeps.concerned.set(of(Rule::kMap));
  Prediction breaks = keeps;
  breaks.program_class = ProgramClass::kLatent;
  breaks.rule = Rule::kMap;
  Tally tally;
  tally.add(program_of(1), keeps, observation_of(false), verdict_of(VerdictKind::kClean));
  tally.add(program_of(1), breaks, observation_of(false), verdict_of(VerdictKind::kLatent));
  EXPECT_EQ(tally.kept[of(Rule::kLeak)], 1U);
  EXPECT_EQ(tally.kept[of(Rule::kMap)], 1U);
  EXPECT_EQ(tally.kept[of(Rule::kMove)], 0U);
  EXPECT_EQ(tally.broken[of(Rule::kLeak)], 0U);
  EXPECT_EQ(tally.broken[of(Rule::kMap)], 1U);
  Tally twice = tally;
  twice += tally;
  EXPECT_EQ(twice.kept[of(Rule::kLeak)], 2U);
  EXPECT_EQ(twice.broken[of(Rule::kMap)], 2U);
}

// The class is the contract's word, the fault the sanitizer's: an escape stands in the row of the
// safe programs.
TEST(Tally, FaultOfASafeProgramStandsInItsRow) {
  Tally tally;
  add(tally, ProgramClass::kSafe, true, VerdictKind::kEscape);
  add(tally, ProgramClass::kManifest, false, VerdictKind::kMissed);
  EXPECT_EQ(tally.faults, (std::array<std::uint64_t, kProgramClassCount>{1, 0, 0, 0}));
}

TEST(Tally, FindingsAreTheLastThreeVerdicts) {
  Tally tally;
  tally.verdicts = {1, 10, 100, 1000, 20000, 300000};
  EXPECT_EQ(tally.findings(), 321000U);
}

TEST(Tally, Sum) {
  Tally one;
  add(one, ProgramClass::kLatent, false, VerdictKind::kLatent);
  Tally other;
  add(other, ProgramClass::kManifest, true, VerdictKind::kCaught);
  add(other, ProgramClass::kLatent, false, VerdictKind::kMismatch);
  one += other;
  EXPECT_EQ(one.programs, 3U);
  EXPECT_EQ(one.ops, 9U);
  EXPECT_EQ(one.verdicts, (std::array<std::uint64_t, kVerdictCount>{0, 1, 1, 0, 0, 1}));
  EXPECT_EQ(one.classes, (std::array<std::uint64_t, kProgramClassCount>{0, 0, 2, 1}));
  EXPECT_EQ(one.faults, (std::array<std::uint64_t, kProgramClassCount>{0, 0, 0, 1}));
}

TEST(Tally, SnapshotCopiesEveryCounter) {
  Tally tally;
  tally.programs = 1;
  tally.ops = 2;
  tally.verdicts = {3, 4, 5, 6, 7, 8};
  tally.classes = {9, 10, 11, 12};
  tally.faults = {13, 14, 15, 16};
  tally.kept.fill(17);
  tally.broken.fill(18);
  const Tally copy = snapshot(tally);
  EXPECT_EQ(copy.programs, tally.programs);
  EXPECT_EQ(copy.ops, tally.ops);
  EXPECT_EQ(copy.verdicts, tally.verdicts);
  EXPECT_EQ(copy.classes, tally.classes);
  EXPECT_EQ(copy.faults, tally.faults);
  EXPECT_EQ(copy.kept, tally.kept);
  EXPECT_EQ(copy.broken, tally.broken);
}

TEST(HeadlineTable, OfACampaign) {
  Tally tally;
  tally.programs = 1'234'567;
  tally.classes = {1'000'000, 999, 1'000, 232'568};
  tally.faults = {0, 0, 0, 232'568};
  tally.verdicts = {1'000'999, 1'000, 232'568, 0, 0, 0};
  EXPECT_EQ(headline_table(tally),
            "                                  programs   use-after-moves    expected\n"
            "safe programs                    1,000,000                 0        none\n"
            "obeying unsafe programs                999                 0        none\n"
            "latent misuse                        1,000                 0        none\n"
            "manifest misuse                    232,568           232,568         all\n"
            "total                            1,234,567           232,568\n"
            "verdicts: clean 1,000,999, latent 1,000, caught 232,568, escape 0, missed 0, "
            "mismatch 0\n");
}

TEST(HeadlineTable, OfNothing) {
  EXPECT_EQ(headline_table(Tally()),
            "                                  programs   use-after-moves    expected\n"
            "safe programs                            0                 0        none\n"
            "obeying unsafe programs                  0                 0        none\n"
            "latent misuse                            0                 0        none\n"
            "manifest misuse                          0                 0         all\n"
            "total                                    0                 0\n"
            "verdicts: clean 0, latent 0, caught 0, escape 0, missed 0, mismatch 0\n");
}

}  // namespace
}  // namespace pinprick::harness
