// Storage that is handed out once, and poisoned when nobody lives there.
#include "harness/interpreter/arena.h"

#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <cstddef>
#include <cstdint>
#include <random>

#include "harness/base/check.h"
#include "harness/base/limits.h"

namespace pinprick::harness {
namespace {

bool is_poisoned(const void* place, std::ptrdiff_t offset = 0) {
  return __asan_address_is_poisoned(static_cast<const std::byte*>(place) + offset) != 0;
}
bool is_clean(void* place, std::size_t size) {
  return __asan_region_is_poisoned(place, size) == nullptr;
}

TEST(Arena, GivesPlacesThatCanBeWritten) {
  Arena arena;
  auto* const place = static_cast<unsigned char*>(arena.take(24, 8));
  ASSERT_TRUE(is_clean(place, 24));
  for (unsigned char i = 0; i < 24; ++i) place[i] = i;
  EXPECT_EQ(place[23], 23);
}

TEST(Arena, PoisonsToTheByteOnBothSides) {
  Arena arena;
  arena.take(8, 8);  // so that there is something before
  for (const std::size_t size : {1, 7, 8, 15, 16, 17, 31, 32, 33, 100}) {
    void* const place = arena.take(size, 1);
    EXPECT_TRUE(is_clean(place, size)) << size;
    EXPECT_TRUE(is_poisoned(place, static_cast<std::ptrdiff_t>(size))) << size;
    EXPECT_TRUE(is_poisoned(place, -1)) << size;
  }
}

TEST(Arena, AlignsAsAsked) {
  Arena arena;
  for (int i = 0; i < 100; ++i) {
    for (const std::size_t align : {1, 2, 4, 8, 16}) {
      const auto address = reinterpret_cast<std::uintptr_t>(arena.take(i % 20 + 1, align));
      EXPECT_EQ(address % align, 0U);
    }
  }
}

TEST(Arena, PoisonsAVacatedPlaceAndNoOther) {
  Arena arena;
  void* const before = arena.take(40, 8);
  void* const place = arena.take(40, 8);
  void* const after = arena.take(40, 8);
  arena.vacate(place, 40);
  for (std::ptrdiff_t i = 0; i < 40; ++i) EXPECT_TRUE(is_poisoned(place, i)) << i;
  EXPECT_TRUE(is_clean(before, 40));
  EXPECT_TRUE(is_clean(after, 40));
}

TEST(Arena, HandsNothingOutTwice) {
  Arena arena;
  std::mt19937_64 random(1);
  std::uintptr_t end = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::size_t size = 1 + random() % 300;
    void* const place = arena.take(size, 16);
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    ASSERT_GT(address, end) << "beside the last one, with poison between";
    end = address + size;
    if (random() % 2 == 0) arena.vacate(place, size);
  }
}

TEST(Arena, IsFreshAfterAReset) {
  Arena arena;
  void* const first = arena.take(64, 16);
  void* const second = arena.take(64, 16);
  arena.vacate(first, 64);
  arena.reset();
  EXPECT_TRUE(is_poisoned(second)) << "nobody lives here any more";
  EXPECT_EQ(arena.take(64, 16), first) << "another program may use it";
  EXPECT_TRUE(is_clean(first, 64));
  EXPECT_TRUE(is_poisoned(second));
}

TEST(Arena, GivesItsMemoryBackClean) {
  void* place = nullptr;
  {
    Arena arena;
    place = arena.take(64, 16);
    arena.vacate(place, 64);
  }
  // Freed memory is the allocator's; that a new arena can be had and written is what counts.
  for (int i = 0; i < 20; ++i) {
    Arena arena;
    *static_cast<int*>(arena.take(sizeof(int), alignof(int))) = i;
  }
}

TEST(ArenaDeathTest, StopsTheHarnessWhenItIsFull) {
  EXPECT_EXIT(
      {
        Arena arena;
        for (std::size_t taken = 0; taken <= kArenaBytes; taken += 4096) arena.take(4096, 16);
      },
      testing::ExitedWithCode(kExitHarnessFailed), "arena.cc");
  EXPECT_EXIT(Arena().take(64, 64), testing::ExitedWithCode(kExitHarnessFailed), "arena.cc");
}

}  // namespace
}  // namespace pinprick::harness
