// Curves and medians: against published results, and what can be worked out by hand.
#include "tests/bench/rivals/survival.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "tests/bench/rivals/leukaemia.h"

namespace pinprick::rivals::survival_test {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

struct Published {
  double time;
  std::size_t at_risk;
  std::size_t events;
  double survival;
  double lower;
  double upper;
};

void expect_steps(const Curve& curve, const std::vector<Published>& published) {
  ASSERT_THAT(curve.steps, SizeIs(published.size()));
  for (std::size_t i = 0; i < published.size(); ++i) {
    SCOPED_TRACE(published[i].time);
    EXPECT_EQ(curve.steps[i].time, published[i].time);
    EXPECT_EQ(curve.steps[i].at_risk, published[i].at_risk);
    EXPECT_EQ(curve.steps[i].events, published[i].events);
    EXPECT_NEAR(curve.steps[i].survival, published[i].survival, 5e-5);
    EXPECT_NEAR(curve.steps[i].lower, published[i].lower, 5e-5);
    EXPECT_NEAR(curve.steps[i].upper, published[i].upper, 5e-5);
  }
}

// As Stata's `sts list` has it, whose limits are log-log too.
TEST(Survival, IsThePublishedOneOfTheTreated) {
  const Curve curve = kaplan_meier(leukaemia_treated());
  expect_steps(curve, {{6, 21, 3, 0.8571, 0.6197, 0.9516},
                       {7, 17, 1, 0.8067, 0.5631, 0.9228},
                       {10, 15, 1, 0.7529, 0.5032, 0.8894},
                       {13, 12, 1, 0.6902, 0.4316, 0.8491},
                       {16, 11, 1, 0.6275, 0.3675, 0.8049},
                       {22, 7, 1, 0.5378, 0.2678, 0.7468},
                       {23, 6, 1, 0.4482, 0.1881, 0.6801}});
  EXPECT_EQ(curve.observations, 21U);
  EXPECT_EQ(curve.events, 9U);
  EXPECT_EQ(curve.last, 35);
  const Median median = median_of(curve);
  EXPECT_THAT(median.estimate, Optional(Eq(23)));
  EXPECT_THAT(median.lower, Optional(Eq(13)));
  EXPECT_THAT(median.upper, Eq(std::nullopt));
}

TEST(Survival, IsThePublishedOneOfThePlacebo) {
  const Curve curve = kaplan_meier(leukaemia_placebo());
  ASSERT_THAT(curve.steps, SizeIs(12));
  EXPECT_NEAR(curve.steps[2].survival, 0.7619, 5e-5);
  EXPECT_NEAR(curve.steps[3].lower, 0.4254, 5e-5);
  EXPECT_NEAR(curve.steps[3].upper, 0.8250, 5e-5);
  EXPECT_EQ(curve.steps.back().survival, 0);
  const Median median = median_of(curve);
  EXPECT_THAT(median.estimate, Optional(Eq(8)));
  EXPECT_THAT(median.lower, Optional(Eq(4)));
  EXPECT_THAT(median.upper, Optional(Eq(11)));
}

// 1 - 1/4, of that 1 - 1/2 after one was censored, who counts as under way at its own time.
TEST(Survival, CountsTheCensoredUntilTheyLeave) {
  const Curve curve = kaplan_meier(observations({2, 5}, {3, 9}));
  ASSERT_THAT(curve.steps, SizeIs(2));
  EXPECT_DOUBLE_EQ(curve.steps[0].survival, 0.75);
  EXPECT_DOUBLE_EQ(curve.steps[1].survival, 0.375);
  ASSERT_THAT(curve.marks, SizeIs(2));
  EXPECT_EQ(curve.marks[0].time, 3);
  EXPECT_DOUBLE_EQ(curve.marks[0].survival, 0.75);
  EXPECT_EQ(curve.marks[1].time, 9);
  EXPECT_DOUBLE_EQ(curve.marks[1].survival, 0.375);

  EXPECT_EQ(kaplan_meier(observations({3}, {3})).steps[0].at_risk, 2U);
}

TEST(Survival, HasNoMedianWhereTooFewFoundIt) {
  const Curve curve = kaplan_meier(observations({5}, {7, 7, 7}));
  const Median median = median_of(curve);
  EXPECT_THAT(median.estimate, Eq(std::nullopt));
  EXPECT_THAT(median.upper, Eq(std::nullopt));
  EXPECT_EQ(median.last, 7);
  // sqrt(V) = sqrt(1 / (4 * 3)) is as large as log S = log 0.75: the lower limit is 0.13.
  EXPECT_THAT(median.lower, Optional(Eq(5)));

  const Median nothing = median_of(kaplan_meier(observations({}, {7, 8})));
  EXPECT_THAT(nothing.estimate, Eq(std::nullopt));
  EXPECT_THAT(nothing.lower, Eq(std::nullopt));
  EXPECT_EQ(nothing.last, 8);
}

// Half is enough, however the product of fractions was rounded.
TEST(Survival, TakesTheFirstTimeAtHalf) {
  for (std::size_t half = 1; half <= 200; ++half) {
    std::vector<double> events;
    for (std::size_t i = 1; i <= 2 * half; ++i) events.push_back(static_cast<double>(i));
    EXPECT_THAT(median_of(kaplan_meier(observations(events, {}))).estimate,
                Optional(Eq(static_cast<double>(half))));
  }
}

// 0 of 6 is less than half with 95 %: 0.5 ^ 6 is less than 0.025. 0 of 5 is not.
TEST(Survival, KnowsTheEndOfTheIntervalWhereAllWereFoundAtOnce) {
  const Curve six = kaplan_meier(observations({4, 4, 4, 4, 4, 4}, {}));
  EXPECT_EQ(six.steps[0].lower, 0);
  EXPECT_NEAR(six.steps[0].upper, 0.4593, 5e-5);
  EXPECT_THAT(median_of(six).lower, Optional(Eq(4)));
  EXPECT_THAT(median_of(six).upper, Optional(Eq(4)));
  const Curve five = kaplan_meier(observations({4, 4, 4, 4, 4}, {}));
  EXPECT_NEAR(five.steps[0].upper, 0.5218, 5e-5);
  EXPECT_THAT(median_of(five).upper, Eq(std::nullopt));
  const Curve censored = kaplan_meier(observations({4, 4, 4, 4, 4, 4}, {1}));
  EXPECT_THAT(median_of(censored).estimate, Optional(Eq(4)));
  EXPECT_THAT(median_of(censored).upper, Eq(std::nullopt));
}

TEST(Survival, OfNothingIsEmpty) {
  const Curve curve = kaplan_meier({});
  EXPECT_THAT(curve.steps, IsEmpty());
  EXPECT_THAT(median_of(curve).estimate, Eq(std::nullopt));
}

}  // namespace
}  // namespace pinprick::rivals::survival_test
