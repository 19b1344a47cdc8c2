#include "harness/interpreter/sanitizer_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <string>

#include "absl/status/status.h"

namespace pinprick::harness {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal(const char* text) {
  return std::string(check_option_text("ASAN_OPTIONS", text).message());
}

TEST(OptionText, HarmlessOnesPass) {
  for (const char* text :
       {"", "verbosity=1", "log_path=/tmp/report:symbolize=0", "quarantine_size_mb=256",
        "poison_heap=1 detect_leaks=0,handle_segv=1\nexitcode=77",
        // The last one counts, for the runtime too.
        "poison_heap=0:poison_heap=1", "external_symbolizer_path='/a:poison_heap=0/llvm'",
        "no_such_option=1", "nonsense"}) {
    EXPECT_TRUE(check_option_text("ASAN_OPTIONS", text).ok()) << text << refusal(text);
  }
}

TEST(OptionText, BlindingOnesAreNamed) {
  EXPECT_EQ(refusal("verbosity=1:poison_heap=0"),
            "ASAN_OPTIONS sets poison_heap=0, but it must be 1, or freed memory would look alive");
  EXPECT_EQ(refusal("poison_heap=1:poison_heap=no"),
            "ASAN_OPTIONS sets poison_heap=no, but it must be 1, or freed memory would look alive");
  EXPECT_THAT(refusal("quarantine_size_mb=1"),
              AllOf(HasSubstr("quarantine_size_mb=1,"), HasSubstr("at least")));
  for (const char* text :
       {"allow_user_poisoning=0", "replace_str=false", "replace_intrin=0", "halt_on_error=0",
        "detect_stack_use_after_return=0", "quarantine_size=0", "handle_segv=0", "handle_segv=2",
        "handle_sigfpe=0", "handle_sigill=0", "detect_leaks=1", "suppressions=file",
        "suppressions='a file'", "exitcode=0", "include=file", "start_deactivated=1",
        "print_summary=0", "use_sigaltstack=0"}) {
    const std::string line = refusal(text);
    EXPECT_THAT(line, HasSubstr("ASAN_OPTIONS sets "));
    EXPECT_THAT(line, Not(HasSubstr("\n")));
  }
}

// For the tests below, which run it in a process whose environment they set.
TEST(OptionsInForce, Print) {
  const auto print = [](const char* what, const absl::Status& status) {
    printf("%s: %s\n", what, status.ok() ? "OK" : std::string(status.message()).c_str());
  };
  print("in force", check_sanitizer_options());
  print("tried", probe_sanitizers());
}

std::string in_force(const std::string& environment) {
  std::string command = "env ";
  command += environment;
  command += " /proc/" + std::to_string(getpid()) + "/exe --gtest_filter=OptionsInForce.Print 2>&1";
  FILE* const output = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> chunk;
  while (fgets(chunk.data(), chunk.size(), output) != nullptr) text += chunk.data();
  pclose(output);
  return text;
}

TEST(OptionsInForce, OursAreGood) {
  EXPECT_THAT(in_force("-u ASAN_OPTIONS -u UBSAN_OPTIONS -u LSAN_OPTIONS"),
              HasSubstr("in force: OK"));
}

TEST(OptionsInForce, EnvironmentIsRead) {
  EXPECT_THAT(in_force("ASAN_OPTIONS=verbosity=0:log_path=stderr"), HasSubstr("in force: OK"));
  EXPECT_THAT(in_force("ASAN_OPTIONS=quarantine_size_mb=1"),
              HasSubstr("in force: ASAN_OPTIONS sets quarantine_size_mb=1,"));
  EXPECT_THAT(in_force("UBSAN_OPTIONS=halt_on_error=0"),
              HasSubstr("in force: UBSAN_OPTIONS sets halt_on_error=0,"));
}

// Two witnesses for the same thing: the probes do not look at the text.
TEST(OptionsInForce, ProbesSeeTheSame) {
  EXPECT_THAT(in_force("-u ASAN_OPTIONS"), HasSubstr("tried: OK"));
  for (const char* option : {"poison_heap=", "allow_user_poisoning=",
                             "detect_stack_use_after_return=", "quarantine_size_mb="}) {
    // Too little for each of them.
    const std::string value = option == std::string("quarantine_size_mb=") ? "1" : "0";
    EXPECT_THAT(in_force("ASAN_OPTIONS=" + (option + value)),
                HasSubstr("tried: the sanitizer's option " + std::string(option)));
  }
}

}  // namespace
}  // namespace pinprick::harness
