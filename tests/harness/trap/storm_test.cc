// A million faults, and the process is as it was.
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>

#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/touch.h"

namespace pinprick::harness {
namespace {

// Not a multiple of the number of traps between two collections of the fake stack.
constexpr int kStorm = 1'000'003;

alignas(16) std::array<char, 64> storm_storage;

// Frames with arrays in them, and a fault in the last.
[[gnu::noinline]] void fault_below(int depth) {
  std::array<char, 40> small = {};
  std::array<char, 200> large = {};
  hide(small.data());
  hide(large.data());
  if (depth > 0) {
    fault_below(depth - 1);
    return;
  }
  touch_inline::touch.load8(hide(storm_storage.data()));
}

[[gnu::noinline]] std::uintptr_t address_of_a_local() {
  std::array<char, 200> local = {1};
  hide(local.data());
  return escape(local.data());
}

[[gnu::noinline]] int clean_below(int depth) {
  std::array<char, 300> local = {};
  for (char& byte : local) byte = 1;
  hide(local.data());
  if (depth == 0) return local[hide_size(299)];
  return clean_below(depth - 1) + local[hide_size(7)];
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// The first poisoned byte of the stack below this frame, or null. Nothing lives there.
[[gnu::noinline]] void* poison_below() {
  constexpr std::size_t kBelow = std::size_t{64} << 10;
  char* const here = static_cast<char*>(__builtin_frame_address(0));
  return __asan_region_is_poisoned(here - kBelow, kBelow - 1024);
}

class Storm : public ::testing::Test {
 protected:
  void SetUp() override { __asan_poison_memory_region(storm_storage.data(), storm_storage.size()); }
  void TearDown() override {
    __asan_unpoison_memory_region(storm_storage.data(), storm_storage.size());
  }
};

TEST_F(Storm, LeavesNothingBehind) {
  std::size_t resident_before = 0;
  int faults = 0;
  for (int i = 0; i < kStorm; ++i) {
    // The first few fill what is filled once.
    if (i == kStorm / 10) resident_before = resident_bytes();
    const int depth = i % 6;
    if (trap(Interception::kOn, [=] { fault_below(depth); }).has_value()) ++faults;
  }
  EXPECT_EQ(faults, kStorm);
  EXPECT_EQ(poison_below(), nullptr);
  EXPECT_LT(resident_bytes(), resident_before + (std::size_t{4} << 20));
  EXPECT_EQ(clean_below(20), 21);
  int sum = 0;
  EXPECT_FALSE(trap(Interception::kOn, [&] { sum = clean_below(20); }).has_value());
  EXPECT_EQ(sum, 21);
}

// Frames that were abandoned come back: else the pool of the fake stack runs dry, and the next
// frame that returns looks alive.
TEST_F(Storm, FakeStackIsNotExhausted) {
  int seen = 0;
  for (int i = 0; i < kStorm / 10; ++i) {
    trap(Interception::kOn, [] { fault_below(2); });
    const auto fault = trap(Interception::kOn, [] {
      const std::uintptr_t stale = address_of_a_local();
      touch_inline::touch.load1(hide(reinterpret_cast<void*>(stale)));
    });
    if (fault.has_value() && fault->kind == FaultClass::kStackUseAfterReturn) ++seen;
  }
  EXPECT_EQ(seen, kStorm / 10);
}

TEST_F(Storm, HeapFaultsDoNotGrow) {
  std::size_t resident_before = 0;
  for (int i = 0; i < kStorm / 4; ++i) {
    if (i == kStorm / 8) resident_before = resident_bytes();
    const auto fault = trap(Interception::kOn, [] {
      void* const block = hide(malloc(200));
      free(hide(block));
      touch_inline::touch.store4(hide(block));
    });
    ASSERT_TRUE(fault.has_value());
    ASSERT_EQ(fault->kind, FaultClass::kHeapUseAfterFree);
  }
  EXPECT_LT(resident_bytes(), resident_before + (std::size_t{4} << 20));
}

// Faults within the runtime: it holds nothing that a jump would take along.
TEST_F(Storm, LibraryFunctions) {
  std::size_t resident_before = 0;
  std::array<char, 64> good = {};
  for (int i = 0; i < kStorm; ++i) {
    if (i == kStorm / 10) resident_before = resident_bytes();
    const auto fault = trap(Interception::kOn, [&] {
      std::strncat(good.data(), static_cast<char*>(hide(storm_storage.data())), hide_size(8));
    });
    ASSERT_TRUE(fault.has_value());
    ASSERT_EQ(fault->kind, FaultClass::kUseAfterPoison);
  }
  EXPECT_EQ(poison_below(), nullptr);
  EXPECT_LT(resident_bytes(), resident_before + (std::size_t{4} << 20));
}

// Nor does it lose the block of which it complains.
TEST_F(Storm, BlocksOfAnotherKind) {
  std::size_t resident_before = 0;
  for (int i = 0; i < kStorm / 4; ++i) {
    if (i == kStorm / 8) resident_before = resident_bytes();
    const auto fault = trap(Interception::kOn, [] { free(hide(::operator new(200))); });
    ASSERT_TRUE(fault.has_value());
    ASSERT_EQ(fault->kind, FaultClass::kOther);
  }
  EXPECT_LT(resident_bytes(), resident_before + (std::size_t{4} << 20));
}

}  // namespace
}  // namespace pinprick::harness
