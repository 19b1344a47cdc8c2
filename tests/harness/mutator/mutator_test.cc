// The mutator as a campaign uses it: within its limit, by its seed, a slice at a time.
#include "harness/mutator/mutator.h"

#include <gtest/gtest.h>

#include <vector>

#include "harness/generator/generator.h"
#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::mutator_test {
namespace {

using mutator_kit::count_ops;
using mutator_kit::expect_sound;

TEST(Mutator, KeepsWithinTheLimit) {
  Generator generator(1);
  Mutator mutator;
  for (std::uint64_t seed = 0; seed < 10'000 && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Program program = generator.next(1 + seed % 64);
    const std::size_t limit = seed % 50;
    mutator.mutate(program, seed, limit);
    expect_sound(program);
    ASSERT_LE(encode(program).size(), limit);
    ASSERT_EQ(encode(program), mutator.encoded());
  }
}

TEST(Mutator, MakesProgramsOutOfNothing) {
  Mutator mutator;
  Mutator again;
  std::size_t different = 0;
  std::vector<std::uint8_t> before;
  for (std::uint64_t seed = 0; seed < 10'000 && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::size_t limit = 8 + seed % 50;
    const Program& program = mutator.make(seed, limit);
    expect_sound(program);
    ASSERT_LE(mutator.encoded().size(), limit);
    ASSERT_EQ(encode(program), mutator.encoded());
    ASSERT_TRUE(again.make(seed, limit) == program);
    if (mutator.encoded() != before) ++different;
    before = mutator.encoded();
  }
  EXPECT_GT(different, std::size_t{9'900});
}

TEST(Mutator, LeavesOutFromTheEnd) {
  // Much longer than the limit, so that whatever is changed, most of it must go.
  const Program long_one = [] {
    Program program;
    Op task;
    task.code = OpCode::kTask;
    program.ops.assign(100, task);
    return program;
  }();
  const auto is_task = [](const Op& op) { return op.code == OpCode::kTask; };
  Mutator mutator;
  std::size_t bytes = 0;
  std::size_t left = 0;
  constexpr std::size_t kSeeds = 1'000;
  constexpr std::size_t kLimit = 40;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Program program = long_one;
    EXPECT_TRUE(mutator.mutate(program, seed, kLimit));
    if (count_ops(program, is_task) < kLimit / 4) continue;  // another one has taken its place
    ++left;
    bytes += encode(program).size();
  }
  ASSERT_GE(left, kSeeds / 10);
  // No more than must go: only the operation that came to lie across the limit.
  EXPECT_GE(bytes, left * (kLimit - 2));
}

TEST(Mutator, LeavesSomethingOfWhateverWasThere) {
  Generator generator(2);
  Mutator mutator;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Program program = generator.next(6);
    const bool was_empty = program.ops.empty();
    mutator.mutate(program, seed, 64);
    EXPECT_TRUE(was_empty || !program.ops.empty());
  }
}

TEST(Mutator, MakesSomethingOfNothing) {
  Mutator mutator;
  std::size_t made = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Program program;
    mutator.mutate(program, seed, 64);
    made += program.ops.empty() ? 0 : 1;
  }
  EXPECT_GE(made, 400U);
}

TEST(Mutator, SaysWhetherItChangedAnythingAndMostlyDoes) {
  Generator generator(3);
  Mutator mutator;
  std::size_t changed = 0;
  constexpr std::size_t kPrograms = 5'000;
  for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
    const Program before = generator.next(12);
    Program program = before;
    const bool has_changed = mutator.mutate(program, seed, 256);
    EXPECT_EQ(has_changed, program != before);
    changed += has_changed ? 1 : 0;
  }
  EXPECT_GE(changed, kPrograms * 95 / 100);
}

TEST(Mutator, ChangesLittleAtATimeWhereItDoesNotBeginAnew) {
  Generator generator(4);
  Mutator mutator;
  Random random(4);
  const Swarm all;
  std::size_t difference = 0;
  constexpr std::size_t kPrograms = 2'000;
  for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
    Program program = generator.next(16);
    const std::size_t before = program.ops.size();
    const Mutation& mutation = kMutations[seed % kMutationCount];
    if (mutation.name == "anew") continue;
    mutator.apply(mutation, program, all, random);
    difference +=
        program.ops.size() > before ? program.ops.size() - before : before - program.ops.size();
  }
  EXPECT_LE(difference, kPrograms * 4);
}

TEST(Mutator, TheSameSeedsGiveTheSamePrograms) {
  std::vector<std::vector<std::uint8_t>> first;
  for (int round = 0; round < 2; ++round) {
    Mutator mutator;
    Program program;
    for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
      mutator.mutate(program, seed * 77, 48);
      if (round == 0) {
        first.push_back(encode(program));
      } else {
        ASSERT_EQ(encode(program), first[seed]) << seed;
      }
    }
  }
}

TEST(Mutator, DrawsAnewOnceASliceIsOver) {
  Mutator mutator;
  Program program;
  const auto ops = [&mutator] {
    std::vector<bool> has;
    for (const OpSpec& each : kOps) has.push_back(mutator.swarm().has(each.code));
    return has;
  };
  std::size_t drawn = 0;
  std::vector<bool> last;
  for (std::uint64_t i = 0; i < 8 * kSliceMutations; ++i) {
    program.ops.clear();
    mutator.mutate(program, i, 32);
    if (i % kSliceMutations == 0) {
      drawn += ops() == last ? 0 : 1;
      last = ops();
    } else {
      ASSERT_EQ(ops(), last) << i;
    }
  }
  // Two in a row may both have everything.
  EXPECT_GE(drawn, 5U);
}

// Over a whole slice nothing comes in that the slice does not have.
TEST(Mutator, KeepsToTheSlice) {
  std::size_t others = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Mutator mutator;
    Program program;
    for (std::uint64_t i = 0; i < kSliceMutations; ++i) {
      mutator.mutate(program, seed * 1000 + i, 64);
      others += count_ops(program, [&](const Op& op) { return !mutator.swarm().has(op); });
    }
  }
  EXPECT_EQ(others, 0U);
}

}  // namespace
}  // namespace pinprick::harness::mutator_test
