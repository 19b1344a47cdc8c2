// Subsets: what they always hold, that they differ, and that all draws come out of them.
#include "harness/mutator/swarm.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>

namespace pinprick::harness::swarm_test {
namespace {

constexpr std::size_t kSwarms = 400;

std::size_t ops_in(const Swarm& swarm) {
  std::size_t count = 0;
  for (const OpSpec& each : kOps) count += swarm.has(each.code) ? 1 : 0;
  return count;
}

bool equal(const Swarm& one, const Swarm& other) {
  for (const OpSpec& each : kOps) {
    if (one.has(each.code) != other.has(each.code)) return false;
  }
  for (const CombinatorSpec& each : kCombinators) {
    if (one.has(each.code) != other.has(each.code)) return false;
  }
  for (const LeafSpec& each : kLeaves) {
    if (one.has(each.leaf) != other.has(each.leaf)) return false;
  }
  return true;
}

TEST(Swarm, IsEverythingUnlessASeedIsGiven) {
  const Swarm swarm;
  EXPECT_TRUE(swarm.is_full());
  // But for what is about guests: there is none.
  EXPECT_EQ(ops_in(swarm), kOpCount - 1);
  EXPECT_FALSE(swarm.has(OpCode::kCall));
  EXPECT_FALSE(swarm.has(Source::kWorld));
}

TEST(Swarm, SomeHaveEverythingAndTheOthersAboutHalf) {
  Random random(1);
  std::size_t full = 0;
  std::size_t ops = 0;
  for (std::size_t i = 0; i < kSwarms; ++i) {
    const Swarm swarm(random);
    if (swarm.is_full()) {
      ++full;
    } else {
      ops += ops_in(swarm);
    }
  }
  EXPECT_GT(full, kSwarms / 3);
  EXPECT_LT(full, kSwarms * 2 / 3);
  const std::size_t average = ops / (kSwarms - full);
  EXPECT_GT(average, kOpCount / 3);
  EXPECT_LT(average, kOpCount * 3 / 4);
}

TEST(Swarm, TheSameSeedGivesTheSameSubsetAndAnotherAnother) {
  std::size_t same = 0;
  for (std::uint64_t seed = 0; seed < kSwarms; ++seed) {
    Random one(seed);
    Random again(seed);
    Random other(seed + kSwarms);
    const Swarm swarm(one);
    EXPECT_TRUE(equal(swarm, Swarm(again)));
    same += equal(swarm, Swarm(other)) ? 1 : 0;
  }
  // Those with everything are alike: a quarter.
  EXPECT_LT(same, kSwarms / 3);
}

TEST(Swarm, CanMakeFuturesPinThemAndPollThem) {
  Random random(2);
  for (std::size_t i = 0; i < kSwarms; ++i) {
    const Swarm swarm(random);
    EXPECT_TRUE(swarm.has(OpCode::kMake));
    EXPECT_TRUE(swarm.has(OpCode::kBoxPin));
    EXPECT_TRUE(swarm.has(OpCode::kPoll));
    EXPECT_TRUE(swarm.has(Leaf::kExample));
    EXPECT_TRUE(swarm.has(Combinator::kNone));
    EXPECT_EQ(swarm.has(OpCode::kOpenScope), swarm.has(OpCode::kCloseScope));
  }
}

TEST(Swarm, HoldsAMakerOfWhateverOneOfItsOperationsTakes) {
  Random random(3);
  for (std::size_t i = 0; i < kSwarms; ++i) {
    const Swarm swarm(random);
    for (const OpSpec& each : kOps) {
      if (!swarm.has(each.code)) continue;
      for (const Operand& operand : {each.first, each.second}) {
        if (operand.use == Use::kNone) continue;
        bool is_made = false;
        for (const OpSpec& maker : kOps) {
          is_made |= swarm.has(maker.code) && makes(maker.code, operand.types);
        }
        ASSERT_TRUE(is_made) << each.name;
        const OpCode maker = swarm.draw_maker(operand.types, random);
        EXPECT_TRUE(swarm.has(maker) && makes(maker, operand.types));
      }
    }
  }
}

TEST(Swarm, DrawsOnlyWhatItHasAndAllOfThat) {
  Random random(4);
  for (std::size_t i = 0; i < 20; ++i) {
    const Swarm swarm(random);
    std::array<bool, kOpCount> ops{};
    std::array<bool, kCombinatorCount> combinators{};
    std::array<bool, kLeafCount> leaves{};
    std::array<bool, kSourceCount> sources{};
    for (int draw = 0; draw < 20'000; ++draw) {
      const OpCode op = swarm.draw_op(random);
      const Combinator combinator = swarm.draw_combinator(random);
      const Leaf leaf = swarm.draw_leaf(combinator, random);
      const Source source = swarm.draw_source(random);
      ASSERT_TRUE(swarm.has(op));
      ASSERT_TRUE(swarm.has(combinator));
      ASSERT_TRUE(swarm.has(leaf));
      ASSERT_TRUE(takes(combinator, leaf));
      ASSERT_TRUE(is_makeable(leaf));
      ASSERT_TRUE(swarm.has(source));
      ops[static_cast<std::size_t>(op)] = true;
      combinators[static_cast<std::size_t>(combinator)] = true;
      leaves[static_cast<std::size_t>(leaf)] = true;
      sources[static_cast<std::size_t>(source)] = true;
    }
    for (const OpSpec& each : kOps) {
      EXPECT_EQ(swarm.has(each.code), ops[static_cast<std::size_t>(each.code)]) << each.name;
    }
    for (const CombinatorSpec& each : kCombinators) {
      EXPECT_EQ(swarm.has(each.code), combinators[static_cast<std::size_t>(each.code)])
          << each.name;
    }
    for (std::size_t leaf = 0; leaf < kMakeableLeafCount; ++leaf) {
      EXPECT_EQ(swarm.has(static_cast<Leaf>(leaf)), leaves[leaf]) << kLeaves[leaf].name;
    }
    for (const SourceSpec& each : kSources) {
      EXPECT_EQ(swarm.has(each.code), sources[static_cast<std::size_t>(each.code)]) << each.name;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness::swarm_test
