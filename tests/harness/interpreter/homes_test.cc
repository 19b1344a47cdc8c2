// Who lived where.
#include "harness/subject/homes.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "harness/base/check.h"
#include "harness/base/limits.h"

namespace pinprick::harness {
namespace {

std::uintptr_t at(const std::byte* place) { return reinterpret_cast<std::uintptr_t>(place); }

TEST(Homes, NobodyLivesAnywhereAtFirst) {
  const Homes homes;
  const std::byte place{};
  EXPECT_EQ(homes.find(at(&place)), nullptr);
}

TEST(Homes, FindsByEveryByteAndNoMore) {
  Homes homes;
  std::byte storage[64] = {};
  const HomeIndex home = homes.enter(storage + 8, 16, 7);
  EXPECT_EQ(homes.find(at(storage + 7)), nullptr);
  EXPECT_EQ(homes.find(at(storage + 8)), &homes[home]);
  EXPECT_EQ(homes.find(at(storage + 23)), &homes[home]);
  EXPECT_EQ(homes.find(at(storage + 24)), nullptr);
  EXPECT_EQ(homes.find(0), nullptr);
  EXPECT_EQ(homes[home].owner, 7);
  EXPECT_FALSE(homes[home].vacated);
  EXPECT_EQ(homes[home].vacated_by, 7) << "nobody but himself";
}

TEST(Homes, RemembersWhoLeftAndWhy) {
  Homes homes;
  std::byte storage[64] = {};
  const HomeIndex first = homes.enter(storage, 16, 1);
  const HomeIndex second = homes.enter(storage + 32, 16, 1);
  homes.leave(first, 5);
  ASSERT_NE(homes.find(at(storage)), nullptr);
  EXPECT_TRUE(homes.find(at(storage))->vacated);
  EXPECT_EQ(homes.find(at(storage))->vacated_by, 5);
  EXPECT_FALSE(homes[second].vacated);
}

// What Pin::set puts in place came later than the one it destroyed.
TEST(Homes, TheLastWhoLivedThereCounts) {
  Homes homes;
  std::byte storage[16] = {};
  homes.enter(storage, 16, 1);
  const HomeIndex later = homes.enter(storage, 16, 2);
  EXPECT_EQ(homes.find(at(storage + 3)), &homes[later]);
}

TEST(Homes, ResetForgetsAll) {
  Homes homes;
  std::byte storage[16] = {};
  homes.enter(storage, 16, 1);
  homes.reset();
  EXPECT_EQ(homes.find(at(storage)), nullptr);
  EXPECT_EQ(homes.enter(storage, 16, 3), 0U);
}

TEST(HomesDeathTest, StopsTheHarnessAtItsLimit) {
  Homes homes;
  const std::byte place{};
  for (std::size_t i = 0; i < kMaxHomes; ++i) homes.enter(&place, 1, 0);
  EXPECT_EXIT(homes.enter(&place, 1, 0), testing::ExitedWithCode(kExitHarnessFailed), "homes.h");
}

}  // namespace
}  // namespace pinprick::harness
