// The list of entry points: each line works, and none is missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/symbols.h"

// Each report function and handler by a name of our own: the compilers know some of them and would
// object to the one prototype for all. The linker goes by the symbol.
using Word = std::uintptr_t;
#define PINPRICK_CALLABLE(symbol) \
  extern "C" void pinprick_call_##symbol(Word, Word, Word) __asm__(#symbol);
#define PINPRICK_ACCESS(symbol, ...) PINPRICK_CALLABLE(symbol)
#define PINPRICK_ACCESS_N(symbol, ...) PINPRICK_CALLABLE(symbol)
#define PINPRICK_OUTLINED(symbol, ...) PINPRICK_CALLABLE(symbol)
#define PINPRICK_OUTLINED_N(symbol, ...) PINPRICK_CALLABLE(symbol)
#define PINPRICK_UNDEFINED(symbol, ...) PINPRICK_CALLABLE(symbol)
// These have prototypes that everybody knows; access_test.cc calls them as programs do.
#define PINPRICK_COPY(...)
#define PINPRICK_MOVE(...)
#define PINPRICK_FILL(...)
#define PINPRICK_COMPARE(...)
#define PINPRICK_FIND(...)
#define PINPRICK_LENGTH(...)
#define PINPRICK_RELEASE(...)
#define PINPRICK_RELEASE_SIZED(...)
#define PINPRICK_RESIZE(...)
// This looks closer at what it is given; vptr_test.cc has the compiler call it.
#define PINPRICK_UNSURE(...)
// These are called by the runtime only; runtime_test.cc makes it call them.
#define PINPRICK_REPORT(...)
#define PINPRICK_REPORT_ACCESS(...)
#define PINPRICK_REPORT_LATE(...)
#include "harness/interpreter/entry_points.def"
#undef PINPRICK_ACCESS
#undef PINPRICK_ACCESS_N
#undef PINPRICK_OUTLINED
#undef PINPRICK_OUTLINED_N
#undef PINPRICK_UNDEFINED

namespace pinprick::harness {
namespace {

using ::testing::IsEmpty;
using ::testing::Matches;
using ::testing::MatchesRegex;

enum Direction { kRead, kWrite };
enum After { kEnds, kReturns };
enum Operand { kAddress, kNoAddress };

struct EntryPoint {
  const char* symbol;
  void (*call)(Word, Word, Word);
  FaultClass kind;
  Direction direction;
  std::size_t size;
  After after;
  Operand operand;
};

// Passed as the second argument: a size to the _n forms, a pointer to UBSan's.
constexpr std::size_t kSize = 24;

const EntryPoint kEntryPoints[] = {
#define PINPRICK_ACCESS(symbol, direction, size, after) \
  {#symbol, pinprick_call_##symbol, FaultClass::kUseAfterPoison, direction, size, after, kAddress},
#define PINPRICK_ACCESS_N(symbol, direction, after) PINPRICK_ACCESS(symbol, direction, kSize, after)
#define PINPRICK_OUTLINED(symbol, direction, size) \
  PINPRICK_ACCESS(symbol, direction, size, kReturns)
#define PINPRICK_OUTLINED_N(symbol, direction) PINPRICK_ACCESS(symbol, direction, kSize, kReturns)
#define PINPRICK_UNDEFINED(symbol, operand, after) \
  {#symbol, pinprick_call_##symbol, FaultClass::kUndefinedBehaviour, kRead, 0, after, operand},
#include "harness/interpreter/entry_points.def"
};

alignas(16) std::array<char, 64> entry_storage;

class EntryPoints : public ::testing::TestWithParam<EntryPoint> {
 protected:
  void SetUp() override { __asan_poison_memory_region(entry_storage.data(), entry_storage.size()); }
  void TearDown() override {
    __asan_unpoison_memory_region(entry_storage.data(), entry_storage.size());
  }

  static bool is_undefined() { return GetParam().kind == FaultClass::kUndefinedBehaviour; }
  static void call() {
    if (is_undefined()) {
      // No record: the real handler would not survive it, so this proves that it is not called.
      GetParam().call(0, escape(entry_storage.data()), 0);
    } else {
      GetParam().call(escape(entry_storage.data()), kSize, 0);
    }
  }
};

void PrintTo(const EntryPoint& entry_point, std::ostream* out) { *out << entry_point.symbol; }

TEST_P(EntryPoints, IsCaught) {
  const std::optional<Fault> fault = trap(Interception::kOn, call);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, GetParam().kind);
  EXPECT_EQ(fault->address, GetParam().operand == kAddress ? escape(entry_storage.data()) : 0);
  EXPECT_EQ(fault->size, GetParam().size);
  EXPECT_EQ(fault->is_write, GetParam().direction == kWrite);
  EXPECT_STREQ(fault->entry_point, GetParam().symbol);
}

TEST_P(EntryPoints, IsNotHeardWhenDeaf) {
  volatile bool went_on = false;
  const std::optional<Fault> fault = trap(Interception::kDeaf, [&] {
    call();
    went_on = true;
  });
  EXPECT_FALSE(fault.has_value());
  EXPECT_EQ(went_on, GetParam().after == kReturns);
}

INSTANTIATE_TEST_SUITE_P(List, EntryPoints, ::testing::ValuesIn(kEntryPoints),
                         [](const auto& line) { return std::string(line.param.symbol); });

// Every line of the list, the library functions and the runtime's own too.
#undef PINPRICK_ACCESS
#undef PINPRICK_ACCESS_N
#undef PINPRICK_OUTLINED
#undef PINPRICK_OUTLINED_N
#undef PINPRICK_UNDEFINED
#undef PINPRICK_COPY
#undef PINPRICK_MOVE
#undef PINPRICK_FILL
#undef PINPRICK_COMPARE
#undef PINPRICK_FIND
#undef PINPRICK_LENGTH
#undef PINPRICK_RELEASE
#undef PINPRICK_RELEASE_SIZED
#undef PINPRICK_RESIZE
#undef PINPRICK_UNSURE
#undef PINPRICK_REPORT
#undef PINPRICK_REPORT_ACCESS
#undef PINPRICK_REPORT_LATE
#define PINPRICK_ACCESS(symbol, ...) #symbol,
#define PINPRICK_ACCESS_N(symbol, ...) #symbol,
#define PINPRICK_OUTLINED(symbol, ...) #symbol,
#define PINPRICK_OUTLINED_N(symbol, ...) #symbol,
#define PINPRICK_UNDEFINED(symbol, ...) #symbol,
#define PINPRICK_COPY(symbol) #symbol,
#define PINPRICK_MOVE(symbol) #symbol,
#define PINPRICK_FILL(symbol) #symbol,
#define PINPRICK_COMPARE(symbol) #symbol,
#define PINPRICK_FIND(symbol) #symbol,
#define PINPRICK_LENGTH(symbol) #symbol,
#define PINPRICK_RELEASE(symbol) #symbol,
#define PINPRICK_RELEASE_SIZED(symbol) #symbol,
#define PINPRICK_RESIZE(symbol) #symbol,
#define PINPRICK_UNSURE(symbol) #symbol,
#define PINPRICK_REPORT(symbol, ...) #symbol,
#define PINPRICK_REPORT_ACCESS(symbol) #symbol,
#define PINPRICK_REPORT_LATE(symbol) #symbol,
const std::set<std::string> kListed = {
#include "harness/interpreter/entry_points.def"
};

// What a runtime offers and instrumentation never calls, or must not be kept from.
struct Exemption {
  const char* pattern;
  const char* reason;
};
constexpr Exemption kExemptions[] = {
    {"__asan_report_error", "instrumentation never calls it; reports by the one door"},
    {"__asan_report_present", "a question, for debuggers"},
    {"__asan_report_(load|store)[0-9]+_asm", "hidden; goes on to the plain form, which is wrapped"},
    {"__ubsan_handle_cfi_.*", "-fsanitize=cfi only; reports by the one door"},
    {"__ubsan_handle_invalid_objc_cast(_abort)?", "Objective-C only; reports by the one door"},
};

bool is_exempt(const std::string& symbol) {
  for (const Exemption& exemption : kExemptions) {
    if (Matches(MatchesRegex(exemption.pattern))(symbol)) return true;
  }
  return false;
}

TEST(EntryPointList, LeavesNothingOut) {
  const auto looks_like_one = MatchesRegex(
      "__asan_report_.*|__ubsan_handle_.*|__asan_(exp_)?(load|store)[0-9N]+.*|"
      "__asan_mem(cpy|move|set)|_Zd[la]P.*");
  std::size_t offered = 0;
  std::vector<std::string> missing;
  for (const auto& [symbol, address] : linked_functions()) {
    if (!Matches(looks_like_one)(symbol)) continue;
    ++offered;
    if (kListed.count(symbol) == 0 && !is_exempt(symbol)) missing.push_back(symbol);
  }
  ASSERT_GT(offered, 100u) << "is nm there?";
  EXPECT_THAT(missing, IsEmpty()) << "entry_points.def must name these, or an exemption must say "
                                     "why not";
}

// Each function by which the runtime reports, those of a future runtime included, ends the body,
// whether or not the list knows it.
TEST(EntryPointList, EveryReportIsCaught) {
  const auto reports = MatchesRegex("_ZN6__asan[0-9]+Report.*|__asan_report_error");
  // Of a mistake between two libraries, when they are loaded: it looks at what it is given first.
  const auto not_of_a_body = MatchesRegex(".*ReportODRViolation.*|.*\\.(cold|part).*");
  __asan_poison_memory_region(entry_storage.data(), entry_storage.size());
  std::size_t caught = 0;
  for (const auto& [symbol, address] : linked_functions()) {
    if (!Matches(reports)(symbol) || Matches(not_of_a_body)(symbol)) continue;
    const auto report = reinterpret_cast<void (*)(Word, Word, Word, Word, Word, Word)>(address);
    const Word place = escape(entry_storage.data());
    const auto fault =
        trap(Interception::kOn, [&] { report(place, place, place, place, 0, kSize); });
    ASSERT_TRUE(fault.has_value()) << symbol;
    EXPECT_NE(std::string(fault->entry_point).substr(0, 3), "SIG") << symbol;
    ++caught;
  }
  __asan_unpoison_memory_region(entry_storage.data(), entry_storage.size());
  EXPECT_GT(caught, 20u);
}

}  // namespace
}  // namespace pinprick::harness
