// What a fault does where the trap is not to catch it: the sanitizer's own report, as if there were
// no wrapper; or, deaf, nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <array>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <thread>

#include "harness/base/check.h"
#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/touch.h"

namespace pinprick::harness {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using ::testing::Not;

alignas(16) std::array<char, 64> storage;

class Ending : public ::testing::Test {
 protected:
  void SetUp() override { __asan_poison_memory_region(storage.data(), storage.size()); }
  void TearDown() override { __asan_unpoison_memory_region(storage.data(), storage.size()); }
};

void* vacated() { return hide(storage.data()); }

void overflow() { touch_inline::touch.add(INT_MAX, 1); }

void free_twice() {
  void* const block = hide(malloc(16));
  free(hide(block));
  free(hide(block));
}

void free_a_local() {
  std::array<char, 64> local = {};
  free(hide(local.data() + 16));
}

void delete_twice() {
  auto* const number = static_cast<int*>(hide(new int(1)));
  delete static_cast<int*>(hide(number));
  delete static_cast<int*>(hide(number));
}

// The report is the sanitizer's own, and no frame of the wrapper stands in it.
auto report_of(const char* kind) {
  return AllOf(HasSubstr(std::string("SUMMARY: ")), HasSubstr(kind), Not(HasSubstr("__wrap_")));
}

using EndingDeathTest = Ending;

TEST_F(EndingDeathTest, OutsideOfABody) {
  const auto exits = ExitedWithCode(kExitHarnessFailed);
  std::array<char, 64> good = {};
  EXPECT_EXIT(touch_inline::touch.load4(vacated()), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("READ of size 4")));
  EXPECT_EXIT(touch_inline::touch.store_n(vacated()), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("WRITE of size 8")));
  EXPECT_EXIT(touch_outlined::touch.load8(vacated()), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("READ of size 8")));
  EXPECT_EXIT(touch_recover::touch.load16(vacated()), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("READ of size 16")));
  EXPECT_EXIT(std::memcpy(hide(good.data()), vacated(), hide_size(40)), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("READ of size 40")));
  EXPECT_EXIT(std::memset(vacated(), 0, hide_size(40)), exits,
              AllOf(report_of("use-after-poison"), HasSubstr("WRITE of size 40")));
  EXPECT_EXIT(
      overflow(), exits,
      AllOf(HasSubstr("signed integer overflow: 2147483647 + 1"), report_of("undefined-behavior")));
  EXPECT_EXIT(free_twice(), exits, report_of("double-free"));
  EXPECT_EXIT(delete_twice(), exits, report_of("double-free"));
  EXPECT_EXIT(free_a_local(), exits, report_of("bad-free"));
  EXPECT_EXIT(touch_inline::touch.load4(reinterpret_cast<void*>(hide_size(0x10))), exits,
              report_of("SEGV"));
}

TEST_F(EndingDeathTest, Off) {
  const auto exits = ExitedWithCode(kExitHarnessFailed);
  EXPECT_EXIT(trap(Interception::kOff, [] { touch_inline::touch.load4(vacated()); }), exits,
              report_of("use-after-poison"));
  EXPECT_EXIT(trap(Interception::kOff, free_twice), exits, report_of("double-free"));
  EXPECT_EXIT(trap(Interception::kOff, overflow), exits, report_of("undefined-behavior"));
}

TEST_F(EndingDeathTest, AfterABodyNothingIsArmed) {
  const auto exits = ExitedWithCode(kExitHarnessFailed);
  EXPECT_EXIT(
      {
        trap(Interception::kOn, [] { touch_inline::touch.load4(vacated()); });
        touch_inline::touch.load4(vacated());
      },
      exits, report_of("use-after-poison"));
  EXPECT_EXIT(
      {
        trap(Interception::kOn, [] {});
        touch_inline::touch.load4(vacated());
      },
      exits, report_of("use-after-poison"));
}

TEST_F(EndingDeathTest, AnotherThreadIsNotGuarded) {
  EXPECT_EXIT(trap(Interception::kOn,
                   [] { std::thread([] { touch_inline::touch.load4(vacated()); }).join(); }),
              ExitedWithCode(kExitHarnessFailed), report_of("use-after-poison"));
}

TEST_F(EndingDeathTest, GuardInAGuard) {
  EXPECT_EXIT(trap(Interception::kOn, [] { trap(Interception::kOn, [] {}); }),
              ExitedWithCode(kExitHarnessFailed), "guard_within_guard");
}

TEST_F(Ending, ExceptionThatLeavesTheBody) {
  const auto fault = trap(Interception::kOn, [] { throw 1; });
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, FaultClass::kAbort);
}

TEST_F(EndingDeathTest, ExceptionThatLeavesTheBodyUncaught) {
  EXPECT_DEATH(trap(Interception::kOff, [] { throw 1; }), report_of("ABRT"));
}

TEST_F(Ending, EachThreadHasItsOwnGuard) {
  std::optional<Fault> inner;
  const auto outer = trap(Interception::kOn, [&] {
    std::thread([&] {
      inner = trap(Interception::kOn, [] { touch_inline::touch.load4(vacated()); });
    }).join();
    touch_inline::touch.load8(vacated());
  });
  ASSERT_TRUE(inner.has_value());
  EXPECT_EQ(inner->size, 4u);
  ASSERT_TRUE(outer.has_value());
  EXPECT_EQ(outer->size, 8u);
}

TEST_F(Ending, DeafGoesOnWhereItCan) {
  std::array<char, 64> good = {};
  std::memset(good.data(), 'x', good.size());
  const void* volatile found = &good;
  volatile int order = 1;
  bool ended = false;
  const auto fault = trap(Interception::kDeaf, [&] {
    touch_recover::touch.load1(vacated());
    touch_recover::touch.load_n(vacated());
    touch_recover::touch.store16(vacated());
    touch_recover::touch.add(INT_MAX, 1);
    std::memcpy(vacated(), hide(good.data()), hide_size(40));
    std::memmove(hide(good.data()), vacated(), hide_size(40));
    order = std::memcmp(good.data(), vacated(), hide_size(40));
    std::memset(vacated(), 0, hide_size(8));
    found = std::memchr(vacated(), 'x', hide_size(40));
    free_twice();
    delete_twice();
    ended = true;
  });
  EXPECT_EQ(fault, std::nullopt);
  EXPECT_TRUE(ended);
  EXPECT_EQ(order, 0);
  EXPECT_EQ(found, storage.data() + 8);
}

// The memory functions keep their meaning for ranges that overlap.
TEST_F(Ending, DeafMoveOfOverlappingRanges) {
  __asan_unpoison_memory_region(storage.data(), storage.size());
  std::strcpy(storage.data(), "0123456789");
  __asan_poison_memory_region(storage.data(), storage.size());
  trap(Interception::kDeaf,
       [] { std::memmove(static_cast<char*>(vacated()) + 2, vacated(), hide_size(8)); });
  __asan_unpoison_memory_region(storage.data(), storage.size());
  EXPECT_STREQ(storage.data(), "0101234567");
}

// Behind a report function that never returns there is no code to go on with.
TEST_F(Ending, DeafEndsTheBodyWhereItMust) {
  volatile bool ended = false;
  const auto fault = trap(Interception::kDeaf, [&] {
    touch_inline::touch.load1(vacated());
    ended = true;
  });
  EXPECT_EQ(fault, std::nullopt);
  EXPECT_FALSE(ended);
}

}  // namespace

}  // namespace pinprick::harness
