// The source of all choices: the same everywhere, and even.
#include "harness/mutator/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "harness/mutator/lottery.h"

namespace pinprick::harness::random_test {
namespace {

TEST(Random, IsSplitmix) {
  // The numbers that its authors publish for this seed.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Random, BelowIsEvenAndBelow) {
  constexpr std::size_t kEnd = 7;
  constexpr std::size_t kDraws = 70'000;
  std::array<std::size_t, kEnd> counts{};
  Random random(1);
  for (std::size_t i = 0; i < kDraws; ++i) {
    const std::size_t number = random.below(kEnd);
    ASSERT_LT(number, kEnd);
    ++counts[number];
  }
  for (const std::size_t count : counts) {
    EXPECT_GT(count, kDraws / kEnd * 95 / 100);
    EXPECT_LT(count, kDraws / kEnd * 105 / 100);
  }
  EXPECT_EQ(random.below(1), 0U);
}

TEST(Random, FewIsMostlyOneAndNeverMoreThanTheMost) {
  Random random(2);
  std::array<std::size_t, 4> counts{};
  for (int i = 0; i < 16'000; ++i) {
    const std::size_t number = random.few(4, 3);
    ASSERT_GE(number, 1U);
    ASSERT_LE(number, 3U);
    ++counts[number];
  }
  EXPECT_NEAR(static_cast<double>(counts[1]), 12'000, 400);
  EXPECT_NEAR(static_cast<double>(counts[2]), 3'000, 300);
  EXPECT_NEAR(static_cast<double>(counts[3]), 1'000, 200);
}

TEST(Lottery, DrawsByWeightAndNeverWhatHasNone) {
  const Lottery<4> lottery(std::array<std::size_t, 4>{1, 0, 3, 0});
  Random random(3);
  std::array<std::size_t, 4> counts{};
  for (int i = 0; i < 8'000; ++i) ++counts[lottery.draw(random)];
  EXPECT_NEAR(static_cast<double>(counts[0]), 2'000, 200);
  EXPECT_EQ(counts[1], 0U);
  EXPECT_NEAR(static_cast<double>(counts[2]), 6'000, 200);
  EXPECT_EQ(counts[3], 0U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(lottery.draw(random, 2), 0U);
  EXPECT_FALSE(lottery.is_empty());
  EXPECT_TRUE(Lottery<2>(std::array<std::size_t, 2>{0, 0}).is_empty());
}

}  // namespace
}  // namespace pinprick::harness::random_test
