// Which encounters of a rule with a move there are, and that they are counted once.
#include "harness/campaign/contract_coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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
  EXPECT_THAT(coverage.to_text(), HasSubstr("  move                   1 of "));
  EXPECT_THAT(coverage.to_text(), HasSubstr("  before-pin             0 of "));
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

// Where nothing moves, nothing is met.
TEST(ContractCoverage, SaysNothingOfRulesWithoutMoves) {
  for (const char* rule : {"poll-done", "waker", "cancel"}) {
    EXPECT_THAT(ContractCoverage().to_text(), Not(HasSubstr(rule)));
  }
}

TEST(ContractCoverageDeathTest, RefusesWhatCannotBe) {
  // Nobody pins what is Unpin.
  const Encounter impossible = {Rule::kMove, genus_of(Leaf::kReady), OpCode::kMoveOut,
                                Progress::kFresh};
  EXPECT_DEATH(number_of(impossible), "kImpossible");
}

}  // namespace
}  // namespace pinprick::harness
