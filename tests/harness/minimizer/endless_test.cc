// Programs as long as they may be: the search ends soon, with the smallest or at its limit.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "harness/cli/showing.h"
#include "harness/generator/generator.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::endless_test {
namespace {

double seconds_for(const Program& program, Predicate keeps, Minimized& result) {
  const auto begin = std::chrono::steady_clock::now();
  absl::StatusOr<Minimized> minimized = minimize(program, keeps);
  EXPECT_TRUE(minimized.ok()) << minimized.status();
  if (minimized.ok()) result = *std::move(minimized);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Far more than it takes, as tests share their machine.
constexpr double kPatience = 60;

Program pairs(std::size_t ops) {
  std::string text;
  for (std::size_t i = 0; i < ops; i += 2) text += "let f = make example\npoll_unpinned f\n";
  return program_of(text);
}

TEST(Endless, NothingCanGo) {
  Minimized result;
  const Program program = pairs(kMaxOps);
  EXPECT_LT(seconds_for(
                program, [](const Program& each) { return each.ops.size() >= kMaxOps; }, result),
            kPatience);
  EXPECT_FALSE(result.is_finished);
  EXPECT_EQ(result.program.ops.size(), kMaxOps);
}

TEST(Endless, LittleCanGo) {
  Minimized result;
  const Program program = pairs(1000);
  EXPECT_LT(seconds_for(
                program, [](const Program& each) { return each.ops.size() >= 900; }, result),
            kPatience);
  EXPECT_GE(result.program.ops.size(), 900U);
  EXPECT_LT(result.program.ops.size(), 1000U);
}

// A needle and much hay, and what the real futures do.
TEST(Endless, RandomMisuseInThousandsOfOperations) {
  Bench bench;
  std::size_t found = 0;
  for (std::uint64_t seed = 1; found < 5; ++seed) {
    Generator generator(seed);
    const Program program = generator.next(kMaxOps - 1);
    const Showing shown = showing_of(program, bench.run(program));
    if (shown.verdict == VerdictKind::kClean || program.ops.size() < kMaxOps / 2) continue;
    ++found;
    ShowingTest test(shown);
    Minimized result;
    EXPECT_LT(seconds_for(
                  program, [&test](const Program& each) { return test.shows(each); }, result),
              kPatience);
    EXPECT_TRUE(result.is_finished);
    EXPECT_LT(result.program.ops.size(), 12U) << to_text(result.program);
  }
}

}  // namespace
}  // namespace pinprick::harness::endless_test
