// Which encounters of a rule with a move there are, and that they are counted once.
#include "harness/campaign/contract_coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pinprick::harness {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr Encounter kMoved = {Rule::kMove, genus_of(Leaf::kExample), OpCode::kMoveOut,
                              Progress::kSuspended};
constexpr Encounter kMovedBefore = {Rule::kBeforePin, genus_of(Leaf::kExample), OpCode::kBox,
                                    Progress::kFresh};

TEST(ContractCoverage, CountsEachOnce) {
  ContractCoverage coverage;
  EXPECT_EQ(coverage.reached(), 0U);
  const std::size_t moved = number_of(kMoved);
  coverage.add_program({moved, moved});
  coverage.add_program({moved});
  EXPECT_EQ(coverage.reached(), 1U);
  EXPECT_THAT(coverage.to_text({}), HasSubstr("\nmove                       1 "));
  EXPECT_THAT(coverage.to_text({}), HasSubstr("\nbefore-pin                 - "));
}

TEST(ContractCoverage, KnowsWhatCameUpInOneProgramOnly) {
  const std::size_t moved = number_of(kMoved);
  const std::size_t before = number_of(kMovedBefore);
  ContractCoverage coverage;
  EXPECT_EQ(coverage.met_once(), 0U);
  coverage.add_program({moved, before, moved});
  EXPECT_EQ(coverage.met_once(), 2U) << "twice in one program is in one program";
  coverage.add_program({before});
  EXPECT_EQ(coverage.met_once(), 1U);
  for (int i = 0; i < 300; ++i) coverage.add_program({before});
  EXPECT_EQ(coverage.met_once(), 1U);
  EXPECT_EQ(coverage.reached(), 2U);
}

TEST(ContractCoverage, OfTwoWorkersIsThatOfBoth) {
  ContractCoverage one;
  ContractCoverage other;
  one.add_program({number_of(kMoved)});
  other.add_program({number_of(kMoved), number_of(kMovedBefore)});
  one += other;
  EXPECT_EQ(one.reached(), 2U);
  EXPECT_EQ(one.met_once(), 1U);
  EXPECT_EQ(other.met_once(), 2U);
}

TEST(ContractCoverage, EachPossibleEncounterHasANumberOfItsOwn) {
  std::set<std::size_t> numbers;
  for (std::size_t rule = 0; rule < kRuleCount; ++rule) {
    for (std::size_t genus = 0; genus < kGenusCount; ++genus) {
      for (std::size_t way = 0; way < kOpCount; ++way) {
        for (std::size_t progress = 0; progress < kProgressCount; ++progress) {
          const Encounter encounter = {static_cast<Rule>(rule), static_cast<Genus>(genus),
                                       static_cast<OpCode>(way), static_cast<Progress>(progress)};
          if (is_possible(encounter)) numbers.insert(number_of(encounter));
        }
      }
    }
  }
  EXPECT_EQ(numbers.size(), possible_encounters());
  EXPECT_EQ(*numbers.rbegin(), possible_encounters() - 1);
}

TEST(ContractCoverage, HasTheProgramsOnBothSidesOfEachRule) {
  Tally tally;
  tally.kept[static_cast<std::size_t>(Rule::kLeak)] = 1234567;
  tally.broken[static_cast<std::size_t>(Rule::kWaker)] = 89;
  const std::string text = ContractCoverage().to_text(tally);
  EXPECT_THAT(text, ContainsRegex("\nleak +- +[0-9]+ +1,234,567 +-\n"));
  // Where nothing moves, nothing is met.
  EXPECT_THAT(text, ContainsRegex("\nwaker +- +- +- +89\n"));
}

TEST(ContractCoverageDeathTest, RefusesWhatCannotBe) {
  // Nobody pins what is Unpin.
  const Encounter impossible = {Rule::kMove, genus_of(Leaf::kReady), OpCode::kMoveOut,
                                Progress::kFresh};
  EXPECT_DEATH(number_of(impossible), "holds no `move` of a ready by `move_out`");
}

}  // namespace
}  // namespace pinprick::harness
