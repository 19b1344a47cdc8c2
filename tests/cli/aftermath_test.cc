// What a campaign leaves when it ends otherwise than by its time: what it had found is kept, and
// nothing else stays, no process and no temporary file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/cli/tool.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

#ifdef PINPRICK_HAS_LIBFUZZER

constexpr auto kPatience = std::chrono::seconds(20);

// The processes whose parent is `parent`.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::ifstream list(absl::StrCat("/proc/", parent, "/task/", parent, "/children"));
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

// Once there are `count` of them.
std::vector<pid_t> wait_for_children(pid_t parent, std::size_t count) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    std::vector<pid_t> children = children_of(parent);
    if (children.size() >= count) return children;
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "no " << count << " workers in time";
      return {};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

// A campaign of a minute that somebody ends, with a place of its own for temporary files.
class CampaignAftermath : public testing::Test {
 protected:
  CampaignAftermath() {
    fs::create_directory(folder_ / "tmp");
    fs::create_directory(folder_ / "corpus");
    folder_.file("corpus/mine.pin", "let f = make ready  # as I like it\n#~ safe\n");
  }
  std::vector<std::string> words() const {
    return {"fuzz", "--seconds=60", "--jobs=2", "--seed=5", "--json", "--corpus", corpus()};
  }
  std::vector<std::string> environment() const {
    return {absl::StrCat("TMPDIR=", folder_ / "tmp")};
  }
  std::string corpus() const { return folder_ / "corpus"; }

  void expect_nothing_left(const Tool& tool) const {
    EXPECT_FALSE(tool.left_processes());
    EXPECT_TRUE(fs::is_empty(folder_ / "tmp"));
    EXPECT_EQ(content_of(folder_ / "corpus/mine.pin"),
              "let f = make ready  # as I like it\n#~ safe\n");
  }

  const Folder folder_;
};

TEST_F(CampaignAftermath, InterruptedItKeepsWhatItFound) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Tool tool(words(), environment());
    tool.wait_for("fire drill: ");
    wait_for_children(tool.process(), 2);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    EXPECT_FALSE(fs::is_empty(folder_ / "tmp")) << "there is something to clean away";
    tool.send(signal);
    const Outcome outcome = tool.wait(kPatience);
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("\ncampaign (interrupted): "));
    EXPECT_TRUE(last_line_as_json(outcome.out).is_object());
    expect_nothing_left(tool);
  }
  EXPECT_GT(files_in(corpus()).size(), 10U);
  EXPECT_EQ(run_tool({"run", corpus()}).status, 0);
}

// A campaign with a worker less would count less than it says. The harness failed: status 3.
TEST_F(CampaignAftermath, ItDoesNotGoOnWithoutAWorker) {
  Tool tool(words(), environment());
  tool.wait_for("fire drill: ");
  const std::vector<pid_t> workers = wait_for_children(tool.process(), 2);
  ASSERT_GE(workers.size(), 2U);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  kill(workers[0], SIGKILL);
  const Outcome outcome = tool.wait(kPatience);
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  EXPECT_THAT(outcome.err, HasSubstr("pinprick: the harness failed: a worker died (signal 9)"));
  expect_nothing_left(tool);
}

// Nobody is there to tell the workers, and still none goes on for ever.
TEST_F(CampaignAftermath, KilledItTakesItsWorkersAlong) {
  Tool tool(words(), environment());
  tool.wait_for("fire drill: ");
  wait_for_children(tool.process(), 2);
  tool.send(SIGKILL);
  EXPECT_EQ(tool.wait(kPatience).status, -1);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (tool.left_processes() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(tool.left_processes());
  EXPECT_EQ(content_of(folder_ / "corpus/mine.pin"),
            "let f = make ready  # as I like it\n#~ safe\n");
}

// Root, as tests often are, may write to any directory but these.
TEST_F(CampaignAftermath, DirectoryInWhichNoFileCanBeMade) {
  for (const char* directory : {"/proc", "/proc/pinprick"}) {
    const Outcome outcome = run_tool({"fuzz", "--seconds=1", "--corpus", directory}, environment());
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith(absl::StrCat("pinprick: ", directory, ": ")));
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "tmp"));
}

// With no place for its own files it says so before it draws a single program.
TEST_F(CampaignAftermath, NoPlaceForTemporaryFiles) {
  const Outcome outcome = run_tool(words(), {absl::StrCat("TMPDIR=", folder_ / "none")});
  EXPECT_NE(outcome.status, 0);
  EXPECT_NE(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("temporary"));
  EXPECT_EQ(files_in(corpus()).size(), 1U);
}

// The programs of the directory are the first that a campaign runs: latent ones, which few others
// are, outnumber all the rest of so short a campaign.
TEST_F(CampaignAftermath, TheNextCampaignStartsFromTheDirectory) {
  constexpr int kPrograms = 200;
  constexpr int kRuns = 300;  // enough for these, and for the project's own programs
  const auto latent = [this] {
    const Outcome outcome = run_tool(
        {"fuzz", absl::StrCat("--runs=", kRuns), "--seed=1", "--json", "--corpus", corpus()},
        environment());
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    const boost::json::value json = last_line_as_json(outcome.out);
    return json.is_object() ? json.at("verdicts").at("latent").to_number<int>() : -1;
  };
  EXPECT_LT(latent(), kPrograms / 2);
  for (int i = 0; i < kPrograms; ++i) {
    folder_.file(absl::StrCat("corpus/latent-", i, ".pin"),
                 absl::StrCat("let f = make example(len=", i % 64 + 1, ", first=", i,
                              ")\nlet p = box_pin f\nlet g = move_out p\n#~ latent move\n"));
  }
  const std::map<std::string, std::string> before = files_in(corpus());
  EXPECT_GE(latent(), kPrograms * 3 / 4);
  std::map<std::string, std::string> after = files_in(corpus());
  for (const auto& [path, content] : before) EXPECT_EQ(after[path], content) << path;
}

#endif

}  // namespace
}  // namespace pinprick::harness
