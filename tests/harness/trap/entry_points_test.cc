// The list of entry points: each line works, and none is missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"

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
#define PINPRICK_COPY(symbol)
#define PINPRICK_MOVE(symbol)
#define PINPRICK_FILL(symbol)
#define PINPRICK_COMPARE(symbol)
#define PINPRICK_FIND(symbol)
#define PINPRICK_LENGTH(symbol)
#define PINPRICK_RELEASE(symbol)
#define PINPRICK_RELEASE_SIZED(symbol)
#define PINPRICK_RESIZE(symbol)
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

alignas(16) std::array<char, 64> storage;

class EntryPoints : public ::testing::TestWithParam<EntryPoint> {
 protected:
  void SetUp() override { __asan_poison_memory_region(storage.data(), storage.size()); }
  void TearDown() override { __asan_unpoison_memory_region(storage.data(), storage.size()); }

  static bool is_undefined() { return GetParam().kind == FaultClass::kUndefinedBehaviour; }
  static void call() {
    if (is_undefined()) {
      // No record: the real handler would not survive it, so this proves that it is not called.
      GetParam().call(0, escape(storage.data()), 0);
    } else {
      GetParam().call(escape(storage.data()), kSize, 0);
    }
  }
};

void PrintTo(const EntryPoint& entry_point, std::ostream* out) { *out << entry_point.symbol; }

TEST_P(EntryPoints, IsCaught) {
  const std::optional<Fault> fault = trap(Interception::kOn, call);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, GetParam().kind);
  EXPECT_EQ(fault->address, GetParam().operand == kAddress ? escape(storage.data()) : 0);
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

// Every line of the list, the library functions too.
std::set<std::string> listed() {
  std::set<std::string> symbols;
  for (const EntryPoint& entry_point : kEntryPoints) symbols.insert(entry_point.symbol);
  for (const char* symbol : {
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
#define PINPRICK_ACCESS(...)
#define PINPRICK_ACCESS_N(...)
#define PINPRICK_OUTLINED(...)
#define PINPRICK_OUTLINED_N(...)
#define PINPRICK_UNDEFINED(...)
#define PINPRICK_COPY(symbol) #symbol,
#define PINPRICK_MOVE(symbol) #symbol,
#define PINPRICK_FILL(symbol) #symbol,
#define PINPRICK_COMPARE(symbol) #symbol,
#define PINPRICK_FIND(symbol) #symbol,
#define PINPRICK_LENGTH(symbol) #symbol,
#define PINPRICK_RELEASE(symbol) #symbol,
#define PINPRICK_RELEASE_SIZED(symbol) #symbol,
#define PINPRICK_RESIZE(symbol) #symbol,
#include "harness/interpreter/entry_points.def"
       }) {
    symbols.insert(symbol);
  }
  return symbols;
}

// What a runtime offers and instrumentation never calls, or must not be kept from.
struct Exemption {
  const char* pattern;
  const char* reason;
};
constexpr Exemption kExemptions[] = {
    {"__asan_report_error", "the runtime's own way into its report"},
    {"__asan_report_present", "a question, for debuggers"},
    {"__asan_report_(load|store)[0-9]+_asm", "hidden; goes on to the plain form, which is wrapped"},
    {"__ubsan_handle_cfi_.*", "-fsanitize=cfi only"},
    {"__ubsan_handle_invalid_objc_cast(_abort)?", "Objective-C only"},
    {"__ubsan_handle_dynamic_type_cache_miss(_abort)?",
     "also called where nothing is wrong; the build says -fno-sanitize=vptr"},
    {"__ubsan_handle_function_type_mismatch_v1(_abort)?",
     "also called where nothing is wrong; g++ has no check that calls it"},
};

// The files in this process that can hold a sanitizer: the program (clang links it in) and the
// shared runtimes (of g++).
std::set<std::string> files_with_runtimes() {
  std::set<std::string> files = {"/proc/self/exe"};
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t path = line.find('/');
    if (path == std::string::npos) continue;
    if (line.find("/libasan") == std::string::npos && line.find("/libubsan") == std::string::npos) {
      continue;
    }
    files.insert(line.substr(path));
  }
  return files;
}

// Symbols that look like an entry point, defined in the file.
std::set<std::string> entry_points_in(const std::string& file) {
  const auto looks_like_one = MatchesRegex(
      "__asan_report_.*|__ubsan_handle_.*|__asan_(exp_)?(load|store)[0-9N]+.*|"
      "__asan_mem(cpy|move|set)|_Zd[la]P.*");
  std::string path = file;
  if (file == "/proc/self/exe") {
    std::array<char, 4096> target = {};
    const ssize_t length = readlink(file.c_str(), target.data(), target.size());
    path.assign(target.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  }
  // A program's own table names all that was linked in, a library's dynamic one what it exports.
  const bool is_library = path.find(".so") != std::string::npos;
  const std::string command =
      std::string(is_library ? "nm -D" : "nm") + " --defined-only '" + path + "'";
  std::set<std::string> symbols;
  FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) return symbols;
  std::array<char, 4096> line;
  while (fgets(line.data(), line.size(), output) != nullptr) {
    std::istringstream words(line.data());
    std::string address;
    std::string type;
    std::string symbol;
    words >> address >> type >> symbol;
    symbol = symbol.substr(0, symbol.find('@'));
    // Lower case: of that file alone.
    if (type != "T" && type != "W") continue;
    if (Matches(looks_like_one)(symbol)) symbols.insert(symbol);
  }
  pclose(output);
  return symbols;
}

TEST(EntryPointList, LeavesNothingOut) {
  std::set<std::string> offered;
  for (const std::string& file : files_with_runtimes()) {
    offered.merge(entry_points_in(file));
  }
  ASSERT_GT(offered.size(), 100u) << "is nm there?";
  const std::set<std::string> wrapped = listed();
  std::vector<std::string> missing;
  for (const std::string& symbol : offered) {
    if (wrapped.count(symbol) != 0) continue;
    bool exempt = false;
    for (const Exemption& exemption : kExemptions) {
      exempt = exempt || Matches(MatchesRegex(exemption.pattern))(symbol);
    }
    if (!exempt) missing.push_back(symbol);
  }
  EXPECT_THAT(missing, IsEmpty()) << "entry_points.def must name these, or an exemption must say "
                                     "why not";
}

}  // namespace
}  // namespace pinprick::harness
