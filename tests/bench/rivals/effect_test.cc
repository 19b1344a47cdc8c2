// Effect sizes and their p: against published results, and pair by pair.
#include "tests/bench/rivals/effect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "tests/bench/rivals/leukaemia.h"

namespace pinprick::rivals::effect_test {
namespace {

using ::testing::Eq;
using ::testing::Ne;
using ::testing::StrEq;

// Gehan has 271 for the pairs won less those lost, of 21 * 21.
TEST(Effect, IsGehansOnHisData) {
  EXPECT_DOUBLE_EQ(vargha_delaney(leukaemia_placebo(), leukaemia_treated()),
                   0.5 + 271.0 / (2 * 441));
  EXPECT_DOUBLE_EQ(vargha_delaney(leukaemia_treated(), leukaemia_placebo()),
                   0.5 - 271.0 / (2 * 441));
}

// What the header says, in as many words.
double by_pairs(const std::vector<Observation>& ours, const std::vector<Observation>& rival) {
  const auto is_surely_less = [](const Observation& a, const Observation& b) {
    return a.is_event && (b.is_event ? a.time < b.time : a.time <= b.time);
  };
  double sum = 0;
  for (const Observation& a : ours) {
    for (const Observation& b : rival) {
      sum += is_surely_less(a, b) ? 1 : is_surely_less(b, a) ? 0 : 0.5;
    }
  }
  return sum / static_cast<double>(ours.size() * rival.size());
}

TEST(Effect, IsTheShareOfPairs) {
  std::mt19937 random(5);
  const auto sample = [&random](std::size_t size) {
    std::vector<Observation> all;
    for (std::size_t i = 0; i < size; ++i) {
      all.push_back({static_cast<double>(random() % 10), random() % 3 != 0});
    }
    return all;
  };
  for (int i = 0; i < 200; ++i) {
    const std::vector<Observation> a = sample(1 + random() % 9);
    const std::vector<Observation> b = sample(1 + random() % 9);
    EXPECT_DOUBLE_EQ(vargha_delaney(a, b), by_pairs(a, b));
    EXPECT_NEAR(vargha_delaney(a, b), 1 - vargha_delaney(b, a), 1e-12);
  }
}

TEST(Effect, TakesACensoredTrialForLargerThanWhatCameUpToIt) {
  const std::vector<Observation> censored = observations({}, {5});
  EXPECT_EQ(vargha_delaney(observations({4}, {}), censored), 1);
  EXPECT_EQ(vargha_delaney(observations({5}, {}), censored), 1);
  EXPECT_EQ(vargha_delaney(observations({6}, {}), censored), 0.5);
  EXPECT_EQ(vargha_delaney(observations({}, {9}), censored), 0.5);
  EXPECT_EQ(vargha_delaney(censored, observations({5}, {})), 0);
  EXPECT_EQ(vargha_delaney(censored, observations({6}, {})), 0.5);
  EXPECT_EQ(vargha_delaney(observations({5}, {}), observations({5}, {})), 0.5);
}

TEST(Effect, HasAMagnitudeInBothDirections) {
  EXPECT_THAT(magnitude(0.5), StrEq("negligible"));
  EXPECT_THAT(magnitude(0.559), StrEq("negligible"));
  EXPECT_THAT(magnitude(0.56), StrEq("small"));
  EXPECT_THAT(magnitude(0.64), StrEq("medium"));
  EXPECT_THAT(magnitude(0.71), StrEq("large"));
  EXPECT_THAT(magnitude(0.43), StrEq("small"));
  EXPECT_THAT(magnitude(0.35), StrEq("medium"));
  EXPECT_THAT(magnitude(0), StrEq("large"));
}

// As R's survdiff has it: 10.7 findings expected among the placebo, 19.3 among the treated.
TEST(LogRank, IsThePublishedOneOfTheLeukaemiaData) {
  const std::optional<LogRank> test = log_rank(leukaemia_placebo(), leukaemia_treated());
  ASSERT_THAT(test, Ne(std::nullopt));
  EXPECT_NEAR(test->chi_squared, 16.793, 5e-4);
  EXPECT_NEAR(test->p, 4.17e-5, 5e-8);
  const std::optional<LogRank> reversed = log_rank(leukaemia_treated(), leukaemia_placebo());
  ASSERT_THAT(reversed, Ne(std::nullopt));
  EXPECT_NEAR(reversed->chi_squared, test->chi_squared, 1e-9);
}

// At 1: 1/2 expected, variance 1/4. At 2: 1/3 and 2/9. Later only the rival is under way.
TEST(LogRank, IsWhatCanBeWorkedOutByHand) {
  const std::optional<LogRank> test = log_rank(observations({1, 2}, {}), observations({3, 4}, {}));
  ASSERT_THAT(test, Ne(std::nullopt));
  EXPECT_NEAR(test->chi_squared, std::pow(2 - 5.0 / 6, 2) / (17.0 / 36), 1e-12);
  EXPECT_NEAR(test->p, 0.08956, 5e-6);
}

TEST(LogRank, OfEqualSamplesIsNothing) {
  const std::optional<LogRank> test = log_rank(leukaemia_treated(), leukaemia_treated());
  ASSERT_THAT(test, Ne(std::nullopt));
  EXPECT_NEAR(test->chi_squared, 0, 1e-20);
  EXPECT_NEAR(test->p, 1, 1e-9);
}

TEST(LogRank, SaysNothingWhereNothingDiffers) {
  EXPECT_THAT(log_rank(observations({}, {3, 4}), observations({}, {5})), Eq(std::nullopt));
  EXPECT_THAT(log_rank(observations({1, 1}, {}), observations({1}, {})), Eq(std::nullopt));
}

}  // namespace
}  // namespace pinprick::rivals::effect_test
