// The smallest program of a finding, as another process makes it: what is written, and when nothing
// is.
#include "harness/campaign/smallest.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "harness/program/text.h"
#include "tests/harness/campaign/folder.h"

namespace pinprick::harness::smallest_test {
namespace {

// Seven operations too many.
constexpr const char* kLong =
    "let t = task\nlet f = make example(len=60)\nlet h = make ready\nlet p = box_pin f\npoll p\n"
    "drop h\npoll p\nlet w = waker t\nlet g = move_out p\nwake w\npoll_unpinned g\ndrop t\n";

SmallestOptions with_the_tool() {
  SmallestOptions options;
  options.tool = PINPRICK_TOOL;
  return options;
}

TEST(Smallest, StandsBesideTheProgram) {
  const Folder folder;
  const std::string path = folder.file("long.pin", kLong);
  EXPECT_EQ(smallest_path(path), folder / "long.smallest.pin");
  ASSERT_TRUE(write_smallest(path, with_the_tool()));
  const absl::StatusOr<Script> smallest = load(smallest_path(path));
  ASSERT_TRUE(smallest.ok()) << smallest.status();
  EXPECT_EQ(smallest->program.ops.size(), 5u) << to_text(smallest->program);
  const absl::StatusOr<Script> as_it_was = load(path);
  ASSERT_TRUE(as_it_was.ok());
  EXPECT_EQ(as_it_was->program.ops.size(), 12u);
}

TEST(Smallest, IsNotThereWhereNothingGoesWrong) {
  const Folder folder;
  const std::string path = folder.file("clean.pin", "let f = make ready\npoll_unpin f\n");
  EXPECT_FALSE(write_smallest(path, with_the_tool()));
  EXPECT_FALSE(std::filesystem::exists(smallest_path(path)));
}

TEST(Smallest, IsNotThereWithoutTimeOrATool) {
  const Folder folder;
  const std::string path = folder.file("long.pin", kLong);
  SmallestOptions options = with_the_tool();
  options.time_max = std::chrono::milliseconds(-1);
  EXPECT_FALSE(write_smallest(path, options));
  options = SmallestOptions();
  options.tool = folder / "no-tool";
  EXPECT_FALSE(write_smallest(path, options));
  EXPECT_FALSE(std::filesystem::exists(smallest_path(path)));
}

// Whatever takes the child with it takes nothing else.
TEST(Smallest, OutlivesAToolThatDies) {
  const Folder folder;
  const std::string path = folder.file("long.pin", kLong);
  SmallestOptions options;
  options.tool = "/bin/false";
  EXPECT_FALSE(write_smallest(path, options));
}

// A tool that goes on for ever, and does not listen, is ended all the same.
TEST(Smallest, EndsWhatDoesNotEnd) {
  const Folder folder;
  const std::string path = folder.file("long.pin", kLong);
  const std::string tool = folder.file("deaf", "#!/bin/sh\ntrap '' INT\nwhile :; do :; done\n");
  std::filesystem::permissions(tool, std::filesystem::perms::owner_all);
  SmallestOptions options;
  options.tool = tool;
  options.time_max = std::chrono::milliseconds(20);
  EXPECT_FALSE(write_smallest(path, options));
}

}  // namespace
}  // namespace pinprick::harness::smallest_test
