// What minimize() promises, by predicates that make it hard.
#include "harness/minimizer/minimizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "harness/generator/generator.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::minimizer_test {
namespace {

using ::testing::HasSubstr;

Program makes(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "let f = make yield_n\n";
  return program_of(text);
}

TEST(Minimize, AsksAboutTheInputInTheProofsOnly) {
  std::size_t proofs = 0;
  MinimizerOptions options;
  options.proves = [&proofs](const Program&) {
    ++proofs;
    return true;
  };
  const absl::StatusOr<Minimized> result =
      minimize(makes(1), [](const Program&) { return false; }, options);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->proofs, kMinimizerProofs);
  EXPECT_EQ(proofs, 2 * kMinimizerProofs);
  EXPECT_EQ(result->program, makes(1));
  EXPECT_EQ(result->counts.steps, 0U);
  EXPECT_TRUE(result->is_finished);
  EXPECT_TRUE(result->is_irreducible);
}

TEST(Minimize, TheEmptyProgramHasNothingToLose) {
  const absl::StatusOr<Minimized> result = minimize(Program(), [](const Program&) { return true; });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->program, Program());
  EXPECT_EQ(result->counts.runs, 0U);
}

TEST(Minimize, InputThatDoesNotKeepIsRefused) {
  const absl::StatusOr<Minimized> result =
      minimize(makes(2), [](const Program& program) { return program.ops.size() < 2; });
  EXPECT_EQ(result.status(),
            absl::FailedPreconditionError("the program itself shows it in 0 of 10 runs only"));
}

TEST(Minimize, InputThatKeepsNowAndThenIsRefused) {
  int asked = 0;
  const absl::StatusOr<Minimized> result =
      minimize(makes(2), [&asked](const Program&) { return ++asked % 5 != 0; });
  EXPECT_EQ(result.status(),
            absl::FailedPreconditionError("the program itself shows it in 8 of 10 runs only"));
}

TEST(Minimize, ResultThatKeepsNowAndThenIsRefused) {
  int asked = 0;
  const absl::StatusOr<Minimized> result = minimize(makes(3), [&asked](const Program& program) {
    return program.ops.size() == 3 || ++asked % 2 == 1;
  });
  EXPECT_EQ(result.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(result.status().message(), "the smallest program found shows it in 5 of 10 runs only");
}

// Whatever it answers, each step goes down, so that it ends.
TEST(Minimize, APredicateThatFlipsDoesNotMakeItLoop) {
  Generator generator(3);
  for (unsigned every = 2; every < 9; ++every) {
    unsigned asked = 0;
    Watched watched([&asked, every](const Program&) { return ++asked % every == 0; },
                    [] {
                      MinimizerOptions options;
                      options.proves = [](const Program&) { return true; };
                      return options;
                    }());
    const absl::StatusOr<Minimized> result = watched.minimize(generator.next(30));
    ASSERT_TRUE(result.ok());
  }
}

TEST(Minimize, StopsAtTheLimitOfRuns) {
  MinimizerOptions options;
  options.runs_max = 7;
  std::size_t runs = 0;
  options.proves = [](const Program&) { return true; };
  const absl::StatusOr<Minimized> result = minimize(
      makes(40),
      [&runs](const Program&) {
        ++runs;
        return false;
      },
      options);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(runs, 7U);
  EXPECT_EQ(result->counts.runs, 7U);
  EXPECT_FALSE(result->is_finished);
  EXPECT_FALSE(result->is_irreducible);
}

TEST(Minimize, StopsAtTheLimitOfOperationsWithTheBestSoFar) {
  MinimizerOptions options;
  options.ops_max = 2000;
  const auto keeps = [](const Program& program) { return program.ops.size() >= 50; };
  const absl::StatusOr<Minimized> result = minimize(makes(400), keeps, options);
  ASSERT_TRUE(result.ok());
  EXPECT_FALSE(result->is_finished);
  EXPECT_LT(result->program.ops.size(), 400U);
  EXPECT_GE(result->program.ops.size(), 50U);
}

TEST(Minimize, StopsWhenItIsToldTo) {
  MinimizerOptions options;
  std::size_t told = 0;
  options.progress = [&told](const SearchProgress& progress) {
    EXPECT_EQ(progress.counts.runs, ++told);
    return told < 3;
  };
  const auto keeps = [](const Program& program) { return program.ops.size() >= 5; };
  const absl::StatusOr<Minimized> result = minimize(makes(40), keeps, options);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->counts.runs, 3U);
  EXPECT_FALSE(result->is_finished);
}

TEST(Minimize, IrreducibleOnlyWhereAllSubsetsWereTried) {
  const auto as_many = [](std::size_t ops) {
    return [ops](const Program& program) { return program.ops.size() >= ops; };
  };
  const auto is_irreducible = [&](std::size_t ops) {
    const absl::StatusOr<Minimized> result = minimize(makes(ops), as_many(ops));
    EXPECT_TRUE(result.ok() && result->is_finished);
    return result.ok() && result->is_irreducible;
  };
  EXPECT_TRUE(is_irreducible(kMaxSubsetOps));
  EXPECT_FALSE(is_irreducible(kMaxSubsetOps + 1));
}

}  // namespace
}  // namespace pinprick::harness::minimizer_test
