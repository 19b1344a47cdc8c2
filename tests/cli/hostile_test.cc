// Files that nobody means well with, handed to the tool: each is a program like others, or is
// refused in one clear line, soon, and with nothing done.
#include "tests/fuzz/hostile.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/cli/tool.h"

namespace pinprick::harness {
namespace {

// The file, the place in it, what was found and what was expected.
constexpr std::size_t kMaxLine = 1000;

TEST(Hostile, EachFileIsRunOrRefusedInOneLine) {
  const Folder folder;
  for (const HostileInput& each : hostile_inputs()) {
    SCOPED_TRACE(each.name);
    const std::string path = folder.file("hostile.pin", each.make());
    const Outcome outcome = Tool({"run", path}).wait(std::chrono::seconds(30));
    if (each.refusal.empty()) {
      EXPECT_EQ(outcome.status, 0) << outcome.err.substr(0, kMaxLine);
    } else {
      expect_refusal(outcome, absl::StrCat(path, each.refusal));
    }
    EXPECT_LE(outcome.err.size(), kMaxLine);
  }
}

}  // namespace
}  // namespace pinprick::harness
