// One order of operations that commute stands for all: it shows the same signatures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "harness/campaign/trial.h"
#include "harness/generator/enumerator.h"
#include "tests/harness/generator/universes.h"

namespace pinprick::harness::reduction_test {
namespace {

std::set<std::string> signatures(const Universe& of) {
  std::set<std::string> all;
  Bench bench;
  Enumerator(of).each([&](const Program& program) {
    const Bench::Trial trial = bench.run(program);
    EXPECT_FALSE(is_finding(trial.verdict.kind));
    if (trial.verdict.kind == VerdictKind::kCaught) {
      all.insert(signature(program, trial.prediction, trial.observation, trial.verdict));
    }
    return true;
  });
  return all;
}

TEST(Reduced, ShowsTheSameSignatures) {
  const auto expect_same = [](std::size_t ops, std::size_t futures,
                              const std::vector<Leaf>& leaves) {
    const std::set<std::string> reduced = signatures(universe_of(ops, futures, leaves, true));
    EXPECT_THAT(reduced, testing::Not(testing::IsEmpty()));
    EXPECT_EQ(reduced, signatures(universe_of(ops, futures, leaves, false)));
  };
  expect_same(5, 1, {Leaf::kExample});
  expect_same(5, 1, {Leaf::kNotified});
  expect_same(5, 1, {Leaf::kReceiveOne});
  expect_same(4, 2, {Leaf::kExample, Leaf::kKeeper});
}

}  // namespace
}  // namespace pinprick::harness::reduction_test
