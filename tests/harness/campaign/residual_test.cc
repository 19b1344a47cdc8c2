#include "harness/campaign/residual.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace pinprick::harness::residual_test {
namespace {

TEST(Residual, IsWhatGoodAndTuringSay) {
  EXPECT_EQ(chance_of_something_new(0, 0), 1);
  EXPECT_EQ(chance_of_something_new(5, 5), 1);
  EXPECT_EQ(chance_of_something_new(3, 1000), 0.003);
  EXPECT_EQ(residual_text(0, 0), "left: everything");
  EXPECT_EQ(residual_text(1, 2'000'000),
            "left: the next program meets something new with a chance of about 1 in 2,000,000 "
            "(Good-Turing: 1 encounter came up in one program only)");
  EXPECT_EQ(residual_text(0, 1234),
            "left: the next program meets something new with a chance below 1 in 1,234 "
            "(Good-Turing: 0 encounters came up in one program only)");
}

// Species of which each is half as common as the one before: after n draws the chance of a new one
// is known, and the estimate comes near it on the average.
TEST(Residual, IsRightOnTheAverage) {
  constexpr int kSpecies = 20;
  constexpr std::uint64_t kDraws = 200;
  double estimated = 0;
  double left = 0;
  std::mt19937_64 random(1);
  for (int run = 0; run < 400; ++run) {
    std::vector<std::uint64_t> seen(kSpecies);
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      int species = 0;
      while (species + 1 < kSpecies && random() % 2 == 0) ++species;
      ++seen[static_cast<std::size_t>(species)];
    }
    std::size_t once = 0;
    double chance = 1;
    for (int species = 0; species < kSpecies; ++species) {
      chance /= species + 1 < kSpecies ? 2 : 1;
      const std::uint64_t times = seen[static_cast<std::size_t>(species)];
      once += times == 1 ? 1 : 0;
      left += times == 0 ? chance : 0;
    }
    estimated += chance_of_something_new(once, kDraws);
  }
  EXPECT_NEAR(estimated / left, 1, 0.1);
}

TEST(Residual, SumsUpTheTableOfWhatIsExhausted) {
  EXPECT_EQ(exhausted_text("# Title\n\n| operations | futures | of |\n|---:|---:|---|\n"), "");
  EXPECT_EQ(exhausted_text("| operations | futures | of |\n|---:|---:|---|\n"
                           "| 6 | 2 | `lock` | 1 |\n| 7 | 1 | `ready` | 2 |\n"
                           "| 7 | 1 | `pending` | 2 |\n"),
            "7 operations over 1 future of 2 universes, 6 operations over 2 futures of 1 universe");
}

}  // namespace
}  // namespace pinprick::harness::residual_test
