// Something of both.
#include <gtest/gtest.h>

#include "harness/generator/generator.h"
#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::crossover_test {
namespace {

using mutator_kit::count_ops;
using mutator_kit::expect_sound;

constexpr std::size_t kLimit = 4096;

// A program of tasks and wakers, and one of none.
bool is_of_wakers(const Op& op) {
  return op.code == OpCode::kTask || op.code == OpCode::kWaker || op.code == OpCode::kWakeByRef;
}
Program wakers() {
  return mutator_kit::parsed("let t = task\nlet w = waker t\nwake_by_ref w\nlet v = waker t\n");
}
Program futures() {
  return mutator_kit::parsed("let f = make keeper\nlet p = box_pin f\npoll p\nlet q = move p\n");
}

TEST(Crossover, HoldsMaterialOfBoth) {
  std::size_t of_both = 0;
  std::size_t all = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    // A subset may lack what the other program brings; the first slices differ by their seed.
    Mutator mutator;
    const Program crossed = mutator.cross(wakers(), futures(), seed, kLimit);
    expect_sound(crossed);
    if (!mutator.swarm().is_full()) continue;
    ++all;
    const std::size_t host = count_ops(crossed, is_of_wakers);
    of_both += host > 0 && host < crossed.ops.size() ? 1 : 0;
  }
  EXPECT_GE(all, 200U);
  // Now and then the other takes the place of all.
  EXPECT_GE(of_both, all * 3 / 4);
}

TEST(Crossover, MayEndWithTheOtherOrGoOn) {
  bool ends = false;
  bool goes_on = false;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Mutator mutator;
    const Program crossed = mutator.cross(wakers(), futures(), seed, kLimit);
    std::size_t changes = 0;  // from one program to the other
    for (std::size_t i = 1; i < crossed.ops.size(); ++i) {
      changes += is_of_wakers(crossed.ops[i - 1]) == is_of_wakers(crossed.ops[i]) ? 0 : 1;
    }
    ends |= changes == 1;
    goes_on |= changes == 2;
    EXPECT_LE(changes, 2U) << "what comes in comes in at one place\n" << to_text(crossed);
  }
  EXPECT_TRUE(ends);
  EXPECT_TRUE(goes_on);
}

TEST(Crossover, OfRandomProgramsIsSoundShortAndRepeatable) {
  Generator generator(1);
  Mutator mutator;
  Mutator again;
  for (std::uint64_t seed = 0; seed < 4'000 && !testing::Test::HasFatalFailure(); ++seed) {
    const Program one = generator.next(20);
    const Program other = generator.next(20);
    const std::size_t limit = 16 + seed % 64;
    const Program crossed = mutator.cross(one, other, seed, limit);
    expect_sound(crossed);
    ASSERT_LE(encode(crossed).size(), limit);
    ASSERT_EQ(encode(crossed), mutator.encoded());
    ASSERT_TRUE(crossed == again.cross(one, other, seed, limit));
  }
}

TEST(Crossover, ComesAsOftenAsItsWeightSays) {
  // As libFuzzer asks: for either, evenly, until it gets something.
  Random random(1);
  std::size_t crossed = 0;
  std::size_t all = 0;
  while (all < 20'000) {
    const bool asks_for_cross = random.one_in(2);
    if (asks_for_cross && !is_time_to_cross(random.next())) continue;
    ++all;
    crossed += asks_for_cross ? 1 : 0;
  }
  std::size_t weights = 0;
  for (const Mutation& each : kMutations) weights += each.weight;
  const double share = static_cast<double>(mutator_kit::named("splice").weight) / weights;
  EXPECT_NEAR(static_cast<double>(crossed) / all, share, 0.01);
}

}  // namespace
}  // namespace pinprick::harness::crossover_test
