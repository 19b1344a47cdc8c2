// Ratios of medians, of which some are known from one side only.
#include "tests/bench/rivals/ratio.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace pinprick::rivals::ratio_test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Median reached(double estimate) {
  Median median;
  median.estimate = estimate;
  median.last = estimate;
  return median;
}

Median not_reached(double last) {
  Median median;
  median.last = last;
  return median;
}

void expect_range(const Range& range, double low, double high) {
  EXPECT_DOUBLE_EQ(range.low, low);
  EXPECT_DOUBLE_EQ(range.high, high);
}

TEST(Ratio, IsExactWhereBothMediansAreReached) {
  expect_range(ratio_of_medians(reached(4), reached(10)), 2.5, 2.5);
  EXPECT_TRUE(ratio_of_medians(reached(3), reached(10)).is_exact());
}

TEST(Ratio, HasOneEndWhereOneMedianIsReached) {
  expect_range(ratio_of_medians(reached(4), not_reached(100)), 25, kInfinity);
  expect_range(ratio_of_medians(not_reached(100), reached(4)), 0, 0.04);
  expect_range(ratio_of_medians(not_reached(100), not_reached(4)), 0, kInfinity);
  // Given up before the first program.
  expect_range(ratio_of_medians(not_reached(0), reached(4)), 0, kInfinity);
}

TEST(Ratio, MeansAreRangesToo) {
  const Range two = {2, 2};
  const Range eight = {8, 8};
  const Range at_least = {8, kInfinity};
  const Range at_most = {0, 8};
  EXPECT_NEAR(geometric_mean({two, eight}).low, 4, 1e-12);
  EXPECT_TRUE(geometric_mean({two, eight}).is_exact());
  EXPECT_NEAR(geometric_mean({two, at_least}).low, 4, 1e-12);
  EXPECT_EQ(geometric_mean({two, at_least}).high, kInfinity);
  EXPECT_EQ(geometric_mean({two, at_most}).low, 0);
  EXPECT_NEAR(geometric_mean({two, at_most}).high, 4, 1e-12);
  expect_range(geometric_mean({at_least, at_most}), 0, kInfinity);
}

// What is only known to be large does not matter above the middle.
TEST(Ratio, TheMedianIsExactWhereTheUnknownLieOutside) {
  expect_range(median_ratio({{9, kInfinity}, {3, 3}, {2, 2}}), 3, 3);
  expect_range(median_ratio({{1, kInfinity}, {3, 3}, {2, 2}}), 2, 3);
  expect_range(median_ratio({{2, 2}, {4, 4}}), 3, 3);
  expect_range(median_ratio({{2, 2}, {4, kInfinity}}), 3, kInfinity);
}

TEST(Ratio, StandingIsDecidedOnlyByWhatIsKnown) {
  EXPECT_EQ(standing_of(reached(4), reached(5)), Standing::kBetter);
  EXPECT_EQ(standing_of(reached(5), reached(5)), Standing::kEqual);
  EXPECT_EQ(standing_of(reached(6), reached(5)), Standing::kWorse);
  EXPECT_EQ(standing_of(reached(5), not_reached(5)), Standing::kBetter);
  EXPECT_EQ(standing_of(reached(6), not_reached(5)), Standing::kUndecided);
  EXPECT_EQ(standing_of(not_reached(5), reached(5)), Standing::kWorse);
  EXPECT_EQ(standing_of(not_reached(5), reached(6)), Standing::kUndecided);
  EXPECT_EQ(standing_of(not_reached(5), not_reached(9)), Standing::kUndecided);
}

}  // namespace
}  // namespace pinprick::rivals::ratio_test
