// As a fuzzer does it: from each result to the next, on and on, and after every step the program
// is the same again when it is printed and parsed, and when it is encoded and decoded.
//
// Other chains: --gtest_random_seed=N.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::chains_test {
namespace {

using mutator_kit::expect_sound;

constexpr std::size_t kChains = 20'000;
constexpr std::size_t kStepsMax = 8;
constexpr std::size_t kPoolMax = 64;

TEST(Chains, StayTheSameThroughTextAndBytes) {
  const int offset = testing::UnitTest::GetInstance()->random_seed();
  Random random(1 + static_cast<std::uint64_t>(offset));
  Mutator mutator;
  std::vector<Program> pool(1);
  std::size_t ops = 0;
  std::size_t longest = 0;
  for (std::size_t chain = 0; chain < kChains && !HasFatalFailure(); ++chain) {
    SCOPED_TRACE(testing::Message() << "chain " << chain << ", --gtest_random_seed=" << offset);
    Program program = pool[random.below(pool.size())];
    // Most as short as in a campaign, some longer.
    const bool is_long = random.one_in(100);
    const std::size_t limit = is_long ? 600 : 24 + random.below(64);
    const std::size_t steps = is_long ? 100 : 1 + random.below(kStepsMax);
    for (std::size_t step = 0; step < steps; ++step) {
      const std::uint64_t seed = random.next();
      if (is_time_to_cross(seed)) {
        program = mutator.cross(program, pool[random.below(pool.size())], seed, limit);
      } else {
        mutator.mutate(program, seed, limit);
      }
      ASSERT_LE(mutator.encoded().size(), limit);
    }
    expect_sound(program);
    ops += program.ops.size();
    longest = std::max(longest, program.ops.size());
    if (pool.size() < kPoolMax) {
      pool.push_back(program);
    } else {
      pool[random.below(kPoolMax)] = program;
    }
  }
  EXPECT_GE(ops, 6 * kChains) << "the chains make next to nothing";
  EXPECT_GE(longest, 40U);
}

}  // namespace
}  // namespace pinprick::harness::chains_test
