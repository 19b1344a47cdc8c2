// What the summary line of a real report is taken for, as clang's and gcc's sanitizers write it.
#include "harness/program/fault.h"

#include <gtest/gtest.h>

#include <ostream>

namespace pinprick::harness {

void PrintTo(FaultClass fault, std::ostream* out) { *out << name(fault); }

namespace {

struct Report {
  const char* text;
  bool found;
  FaultClass fault;
};

constexpr Report kReports[] = {
    // clang: SUMMARY: TOOL: CLASS FILE:LINE:COLUMN in FUNCTION
    {"==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc\n"
     "READ of size 1 at 0x602000000010 thread T0\n"
     "SUMMARY: AddressSanitizer: heap-use-after-free /src/example.cc:41:12 in poll(Context&)\n"
     "Shadow bytes around the buggy address:\n",
     true, FaultClass::kHeapUseAfterFree},
    {"SUMMARY: AddressSanitizer: use-after-poison (/src/pinprick+0x4d2a1f) (BuildId: 12ab)\n", true,
     FaultClass::kUseAfterPoison},
    {"SUMMARY: AddressSanitizer: stack-use-after-scope a.cc:3:9 in main\n", true,
     FaultClass::kStackUseAfterScope},
    {"SUMMARY: AddressSanitizer: bad-free /src/asan_malloc_linux.cpp:52:3 in free\n", true,
     FaultClass::kInvalidFree},
    {"SUMMARY: AddressSanitizer: double-free x.cc:1:1 in f\n", true, FaultClass::kDoubleFree},
    {"SUMMARY: AddressSanitizer: stack-buffer-underflow x.cc:1:1 in f\n", true,
     FaultClass::kStackBufferOverflow},
    {"b.cc:7:3: runtime error: signed integer overflow: 2147483647 + 1\n"
     "SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior b.cc:7:3 \n",
     true, FaultClass::kUndefinedBehaviour},
    {"SUMMARY: UndefinedBehaviorSanitizer: signed-integer-overflow b.cc:7:3\n", true,
     FaultClass::kUndefinedBehaviour},
    // gcc: SUMMARY: TOOL: CLASS FILE:LINE in FUNCTION
    {"SUMMARY: AddressSanitizer: heap-use-after-free /src/example.cc:41 in poll\n", true,
     FaultClass::kHeapUseAfterFree},
    {"SUMMARY: AddressSanitizer: stack-use-after-return e.cc:9 in g()\n", true,
     FaultClass::kStackUseAfterReturn},
    {"SUMMARY: AddressSanitizer: heap-buffer-overflow ../sanitizer_common_interceptors.inc:827 in "
     "__interceptor_memcpy\n",
     true, FaultClass::kHeapBufferOverflow},
    {"SUMMARY: AddressSanitizer: stack-buffer-overflow e.cc:9 in g()\n", true,
     FaultClass::kStackBufferOverflow},
    {"==12==ERROR: AddressSanitizer: use-after-poison on address 0x7fdcf6ea1810 at pc\n"
     "SUMMARY: UndefinedBehaviorSanitizer: use-after-poison (/src/pinprick+0xba8530)\n",
     true, FaultClass::kUseAfterPoison},
    // The class may end the line, or the report.
    {"SUMMARY: AddressSanitizer: use-after-poison\nmore", true, FaultClass::kUseAfterPoison},
    {"SUMMARY: AddressSanitizer: use-after-poison", true, FaultClass::kUseAfterPoison},
    {"SUMMARY: AddressSanitizer: SEGV x.cc:1:1 in f\n", true, FaultClass::kSegv},
    {"SUMMARY: AddressSanitizer: stack-overflow x.cc:1:1 in f\n", true, FaultClass::kStackOverflow},
    // A class that we have no name for is still a report.
    {"SUMMARY: AddressSanitizer: 37 byte(s) leaked in 1 allocation(s).\n", true,
     FaultClass::kOther},
    // The beginning of a class is not the class.
    {"SUMMARY: AddressSanitizer: use-after-poisoning x.cc:1:1 in f\n", true, FaultClass::kOther},
    // No summary.
    {"", false, FaultClass::kOther},
    {"==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x6020\n", false,
     FaultClass::kOther},
    {"==7== ERROR: libFuzzer: deadly signal\nNOTE: libFuzzer has rudimentary signal handlers.\n"
     "      Combine libFuzzer with AddressSanitizer or similar for better crash reports.\n"
     "SUMMARY: libFuzzer: deadly signal\n",
     false, FaultClass::kOther},
};

TEST(Fault, InReport) {
  for (const Report& report : kReports) {
    bool found = !report.found;
    EXPECT_EQ(fault_in_report(report.text, found), report.fault) << report.text;
    EXPECT_EQ(found, report.found) << report.text;
  }
}

TEST(Fault, NamesAreReadBack) {
  for (int i = 0; i < static_cast<int>(FaultClass::kOther); ++i) {
    const auto fault = static_cast<FaultClass>(i);
    bool found = false;
    EXPECT_EQ(fault_in_report("SUMMARY: AddressSanitizer: " + std::string(name(fault)), found),
              fault);
    EXPECT_TRUE(found);
  }
}

}  // namespace
}  // namespace pinprick::harness
