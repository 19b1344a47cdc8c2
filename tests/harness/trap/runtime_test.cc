// Faults that the sanitizer finds by itself, where no wrapper stands between it and the caller: in
// the library functions that it intercepts, and in what a library without wrappers calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>

#include "harness/base/check.h"
#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/symbols.h"

namespace pinprick::harness {
namespace {

using ::testing::AllOf;
using ::testing::ExitedWithCode;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

MATCHER_P(IsClass, kind, "") { return arg.kind == kind; }
MATCHER_P(IsAt, address, "") { return arg.address == address; }
MATCHER(IsRead, "") { return !arg.is_write; }
MATCHER(IsWrite, "") { return arg.is_write; }
MATCHER_P(CameThrough, part, "") { return std::strstr(arg.entry_point, part) != nullptr; }

template <class Body>
std::optional<Fault> caught(Body&& body) {
  return trap(Interception::kOn, body);
}

// What a library that was linked without the wrappers calls.
template <class Function>
Function* as_a_library_does(const char* symbol) {
  return reinterpret_cast<Function*>(unwrapped(symbol));
}

alignas(16) std::array<char, 64> storage;

class Runtime : public ::testing::Test {
 protected:
  void SetUp() override { __asan_poison_memory_region(storage.data(), storage.size()); }
  void TearDown() override { __asan_unpoison_memory_region(storage.data(), storage.size()); }

  static char* vacated() { return static_cast<char*>(hide(storage.data())); }
  static std::uintptr_t address() { return escape(storage.data()); }
};
using RuntimeDeathTest = Runtime;

auto bad_read(std::uintptr_t address) {
  return Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsAt(address), IsRead(),
                        CameThrough("ReportGenericError")));
}

auto bad_write(std::uintptr_t address) {
  return Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsAt(address), IsWrite(),
                        CameThrough("ReportGenericError")));
}

TEST_F(Runtime, StringFunctions) {
  std::array<char, 64> good = {};
  char* const text = static_cast<char*>(hide(good.data()));
  volatile long number = 0;
  EXPECT_THAT(caught([&] { std::strncat(text, vacated(), hide_size(8)); }), bad_read(address()));
  EXPECT_THAT(caught([&] { std::strcpy(vacated(), text); }), bad_write(address()));
  EXPECT_THAT(caught([&] { number = std::strtol(vacated(), nullptr, 10); }), bad_read(address()));
  EXPECT_THAT(caught([&] { number = std::strcmp(text, vacated()); }), bad_read(address()));
}

TEST_F(Runtime, InputAndOutput) {
  std::array<char, 64> good = {};
  EXPECT_THAT(caught([&] { snprintf(good.data(), good.size(), "%s", vacated()); }),
              bad_read(address()));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "word", 4), 4);
  volatile ssize_t count = 0;
  EXPECT_THAT(caught([&] { count = read(ends[0], vacated(), hide_size(4)); }),
              bad_write(address()));
  EXPECT_THAT(caught([&] { count = write(ends[1], vacated(), hide_size(4)); }),
              bad_read(address()));
  close(ends[0]);
  close(ends[1]);
}

TEST_F(Runtime, ClassIsTheOneOfThePlace) {
  char* const block = static_cast<char*>(hide(malloc(16)));
  std::array<char, 64> good = {};
  free(hide(block));
  EXPECT_THAT(caught([&] { std::strncat(good.data(), block, hide_size(8)); }),
              Optional(AllOf(IsClass(FaultClass::kHeapUseAfterFree), IsAt(escape(block)))));
}

TEST_F(Runtime, MemoryFunctionCalledByALibrary) {
  auto* const copy = as_a_library_does<void*(void*, const void*, std::size_t)>("memcpy");
  std::array<char, 64> good = {};
  EXPECT_THAT(caught([&] { copy(good.data(), vacated(), 40); }), bad_read(address()));
  EXPECT_THAT(caught([&] { copy(vacated(), good.data(), 40); }), bad_write(address()));
  EXPECT_THAT(caught([&] { copy(good.data() + 1, good.data(), 40); }),
              Optional(AllOf(IsClass(FaultClass::kOther), CameThrough("Lock"))));
}

TEST_F(Runtime, ReleaseByALibrary) {
  auto* const release = as_a_library_does<void(void*)>("free");
  void* const block = hide(malloc(48));
  void* const middle = hide(static_cast<char*>(block) + 16);
  EXPECT_THAT(caught([&] { release(middle); }),
              Optional(AllOf(IsClass(FaultClass::kInvalidFree), IsAt(escape(middle)))));
  EXPECT_EQ(caught([&] { release(block); }), std::nullopt);
  EXPECT_THAT(caught([&] { release(hide(block)); }),
              Optional(AllOf(IsClass(FaultClass::kDoubleFree), IsAt(escape(block)))));
}

// The block is given back all the same, and the body ends behind the call.
TEST_F(Runtime, BlockOfAnotherKind) {
  volatile bool went_on = false;
  void* block = hide(::operator new(48));
  EXPECT_THAT(caught([&] {
                free(hide(block));
                went_on = true;
              }),
              Optional(AllOf(IsClass(FaultClass::kOther), IsAt(escape(block)))));
  EXPECT_FALSE(went_on);
  EXPECT_THAT(caught([&] { free(hide(block)); }), Optional(IsClass(FaultClass::kDoubleFree)));
  block = hide(malloc(48));
  EXPECT_THAT(caught([&] { ::operator delete(hide(block)); }),
              Optional(AllOf(IsClass(FaultClass::kOther), IsAt(escape(block)))));
  block = hide(::operator new(48));
  EXPECT_THAT(caught([&] { block = realloc(hide(block), 96); }),
              Optional(IsClass(FaultClass::kOther)));
  // A library's call comes back; what the body does next is no longer its own.
  auto* const release = as_a_library_does<void(void*)>("free");
  block = hide(::operator new(48));
  EXPECT_THAT(caught([&] { release(hide(block)); }),
              Optional(AllOf(IsClass(FaultClass::kOther), IsAt(escape(block)))));
}

// As of ubsan_handlers.h: where in the source.
struct Unreachable {
  const char* file;
  std::uint32_t line;
  std::uint32_t column;
};

TEST_F(Runtime, UndefinedBehaviour) {
  auto* const handler = as_a_library_does<void(void*)>("__ubsan_handle_builtin_unreachable");
  Unreachable data = {"file.cc", 1, 1};
  EXPECT_THAT(
      caught([&] { handler(&data); }),
      Optional(AllOf(IsClass(FaultClass::kUndefinedBehaviour), CameThrough("ScopedReport"))));
}

TEST_F(Runtime, DeafEndsTheBody) {
  volatile bool went_on = false;
  std::array<char, 64> good = {};
  EXPECT_EQ(trap(Interception::kDeaf,
                 [&] {
                   std::strncat(good.data(), vacated(), hide_size(8));
                   went_on = true;
                 }),
            std::nullopt);
  EXPECT_FALSE(went_on);
  EXPECT_EQ(trap(Interception::kDeaf,
                 [&] {
                   free(hide(::operator new(48)));
                   went_on = true;
                 }),
            std::nullopt);
  EXPECT_TRUE(went_on);
}

// Caught ones leave no mark: a report that is not caught is the sanitizer's own and whole.
TEST_F(RuntimeDeathTest, ReportAfterCaughtOnes) {
  std::array<char, 64> good = {};
  const auto exits = ExitedWithCode(kExitHarnessFailed);
  const auto whole = [](const char* kind, const char* detail) {
    return AllOf(HasSubstr("=================================================================\n"),
                 HasSubstr(detail), HasSubstr(kind), HasSubstr("==ABORTING"),
                 Not(HasSubstr("nested")), Not(HasSubstr("__wrap_")));
  };
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(caught([&] { std::strncat(good.data(), vacated(), hide_size(8)); }).has_value());
  }
  EXPECT_EXIT(std::strncat(good.data(), vacated(), hide_size(8)), exits,
              whole("SUMMARY: AddressSanitizer: use-after-poison", "READ of size"));
  EXPECT_EXIT(trap(Interception::kOff, [&] { std::strncat(good.data(), vacated(), hide_size(8)); }),
              exits, whole("SUMMARY: AddressSanitizer: use-after-poison", "READ of size"));
  EXPECT_EXIT(free(hide(::operator new(48))), exits,
              whole("SUMMARY: AddressSanitizer: alloc-dealloc-mismatch", "operator new vs free"));
  EXPECT_EXIT(::operator delete(hide(::operator new(48)), hide_size(40)), exits,
              whole("SUMMARY: AddressSanitizer: new-delete-type-mismatch", "48 bytes"));
}

}  // namespace
}  // namespace pinprick::harness
