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
  EXPECT_TRUE(coverage.add(number_of(kMoved)));
  EXPECT_FALSE(coverage.add(number_of(kMoved)));
  EXPECT_EQ(coverage.reached(), 1U);
  EXPECT_THAT(coverage.to_text({}), HasSubstr("\nmove                       1 "));
  EXPECT_THAT(coverage.to_text({}), HasSubstr("\nbefore-pin                 - "));
}

TEST(ContractCoverage, OfTwoWorkersIsThatOfEither) {
  ContractCoverage one;
  ContractCoverage other;
  one.add(number_of(kMoved));
  other.add(number_of(kMoved));
  other.add(number_of(kMovedBefore));
  one |= other;
  EXPECT_EQ(one.reached(), 2U);
  EXPECT_EQ(other.reached(), 2U);
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
