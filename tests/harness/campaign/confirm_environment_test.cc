// The unmodified sanitizer is asked under the user's own options, as far as they do no harm: its
// report must come to us, whole and with the right class, whatever they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "harness/campaign/confirm.h"
#include "harness/model/model.h"
#include "harness/program/text.h"
#include "tests/harness/campaign/folder.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;

constexpr const char* kQuiet = "let f = make keeper\nlet p = box_pin f\npoll p\nforget p\n";
constexpr const char* kReadsFreed =
    "let f = make keeper\nlet p = box_pin f\npoll p\nlet g = move_out p\ndrop g\n";
constexpr const char* kReadsPoisoned =
    "let f = make keeper\nlet p = pin f\npoll p\nlet g = move_out p\ndrop g\n";

// A variable of the environment for the length of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* const before = std::getenv(name); before != nullptr) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (before_.has_value()) {
      setenv(name_, before_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

class ConfirmUnderOptions : public testing::TestWithParam<const char*> {};

TEST_P(ConfirmUnderOptions, AgreesAllTheSame) {
  const Folder folder;
  const Variable asan("ASAN_OPTIONS", absl::StrCat(GetParam(), *GetParam() == '\0' ? "" : ":",
                                                   "log_path=", folder / "log"));
  const Variable ubsan("UBSAN_OPTIONS", "print_stacktrace=1");
  for (const char* text : {kQuiet, kReadsFreed, kReadsPoisoned}) {
    const absl::StatusOr<Script> script = parse(text, "test");
    ASSERT_TRUE(script.ok()) << script.status();
    ConfirmOptions options;
    options.tool = PINPRICK_TOOL;
    options.symbolize = false;
    const absl::StatusOr<Confirmation> seen = confirm(folder.file("program.pin", text), options);
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_TRUE(agrees(*seen, predict(script->program))) << text << seen->report;
    if (text != kQuiet) {
      EXPECT_THAT(seen->report, HasSubstr("SUMMARY: AddressSanitizer: "));
    }
  }
  // The report came to us, and went into no file.
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().filename(), "program.pin");
    ++files;
  }
  EXPECT_EQ(files, 1U);
}

INSTANTIATE_TEST_SUITE_P(Harmless, ConfirmUnderOptions,
                         testing::Values("", "malloc_context_size=5", "symbolize=1", "exitcode=99",
                                         "abort_on_error=1", "color=always",
                                         "quarantine_size_mb=64", "max_redzone=64",
                                         "detect_stack_use_after_return=1"));

// What would blind the child is refused by the child: no answer, neither way.
TEST(ConfirmUnderOptions, ThatBlindTheChildAreRefused) {
  const Folder folder;
  const Variable asan("ASAN_OPTIONS", "poison_heap=0");
  for (const char* text : {kQuiet, kReadsFreed}) {
    ConfirmOptions options;
    options.tool = PINPRICK_TOOL;
    const absl::StatusOr<Confirmation> seen = confirm(folder.file("program.pin", text), options);
    EXPECT_EQ(seen.status().code(), absl::StatusCode::kInternal);
    EXPECT_THAT(std::string(seen.status().message()), HasSubstr("ASAN_OPTIONS sets poison_heap=0"));
  }
}

// With names and lines, for people.
TEST(ConfirmUnderOptions, TheReportNamesTheFunctions) {
  const Folder folder;
  ConfirmOptions options;
  options.tool = PINPRICK_TOOL;
  const absl::StatusOr<Confirmation> seen =
      confirm(folder.file("program.pin", kReadsFreed), options);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_THAT(seen->report, HasSubstr("Keeper"));
  EXPECT_THAT(seen->report, HasSubstr("freed by thread"));
}

}  // namespace
}  // namespace pinprick::harness
