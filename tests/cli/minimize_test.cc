// `minimize` from outside: what it keeps, what it refuses, and where it writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/tool.h"

namespace pinprick::harness::cli_minimize_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kPadded =
    "let t = task\n"
    "let f = make example(len=9)\n"
    "let g = make keeper\n"
    "let h = move f\n"
    "let b = box h\n"
    "let p = pin_unchecked b\n"
    "{\n"
    "  let r = rc g\n"
    "  poll p\n"
    "}\n"
    "let w = waker t\n"
    "let i = move_out p\n"
    "poll_unpinned i\n"
    "wake w\n";
constexpr const char* kMinimal =
    "#~ manifest move\n"
    "let f0 = make example\n"
    "let p1 = box_pin f0\n"
    "poll p1\n"
    "let f3 = move_out p1\n"
    "poll_unpinned f3  #~ use-after-move heap-use-after-free\n";
constexpr const char* kShown = "caught heap-use-after-free.poll_unpinned.move_out.example";
constexpr const char* kLatent =
    "let f = make map(example)\n"
    "let b = box f\n"
    "let p = into_pin b\n"
    "poll p\n"
    "let g = move_out p\n"
    "forget g\n";
constexpr const char* kClean = "let f = make ready\npoll_unpin f\n";

TEST(Minimize, ToStandardOutputGoesTheProgramAlone) {
  const Folder folder;
  const std::string path = folder.file("padded.pin", kPadded);
  const Outcome outcome = run_tool({"minimize", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith("# Minimised: 14 -> 5 operations by trying "));
  EXPECT_THAT(outcome.out, HasSubstr("; shown in 10 of 10 runs.\n"
                                     "# No program of only some of its operations shows it.\n"
                                     "# caught: heap-use-after-free.poll_unpinned.move_out.ex"));
  EXPECT_THAT(outcome.out, EndsWith(kMinimal));
  EXPECT_THAT(outcome.err, StartsWith(absl::StrCat(path, ": ", kShown, "\n14 -> 5 operations ")));
  EXPECT_EQ(files_in(folder.path()).size(), 1U);
  // It is a program that passes.
  EXPECT_EQ(run_tool({"run", folder.file("result.pin", outcome.out)}).status, 0);
}

TEST(Minimize, ToAFile) {
  const Folder folder;
  const std::string path = folder.file("padded.pin", kPadded);
  const Outcome outcome = run_tool({"minimize", path, "-o", folder / "out.pin"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat(path, ": ", kShown, "\n14 -> 5 operations ")));
  EXPECT_EQ(outcome.err, "");
  const std::string text = content_of(folder / "out.pin");
  EXPECT_THAT(text, EndsWith(kMinimal));
  // The same by every name, and each time, to the byte; nothing else is left.
  EXPECT_EQ(run_tool({"minimize", absl::StrCat("--output=", folder / "long.pin"), path}).status, 0);
  EXPECT_EQ(content_of(folder / "long.pin"), text);
  EXPECT_EQ(run_tool({"minimize", path}).out, text);
  EXPECT_EQ(files_in(folder.path()).size(), 3U);
}

TEST(Minimize, ToTheFileItself) {
  const Folder folder;
  const std::string path = folder.file("padded.pin", kPadded);
  EXPECT_EQ(run_tool({"minimize", path, "-o", path}).status, 0);
  EXPECT_THAT(content_of(path), EndsWith(kMinimal));
  EXPECT_EQ(run_tool({"minimize", path, "-o", path}).status, 0);
  EXPECT_THAT(content_of(path), StartsWith("# Minimised: 5 -> 5 operations "));
  EXPECT_THAT(content_of(path), EndsWith(kMinimal));
  EXPECT_EQ(files_in(folder.path()).size(), 1U);
}

TEST(Minimize, LatentKeepsItsRule) {
  const Folder folder;
  const Outcome outcome = run_tool({"minimize", folder.file("latent.pin", kLatent)});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, HasSubstr(": latent move.move_out\n"));
  EXPECT_THAT(outcome.out, EndsWith("#~ latent move\n"
                                    "let f0 = make example\n"
                                    "let p1 = box_pin f0\n"
                                    "let f2 = move_out p1\n"));
}

TEST(Minimize, CleanProgramHasNothingToKeep) {
  const Folder folder;
  const std::string path = folder.file("clean.pin", kClean);
  expect_refusal(
      run_tool({"minimize", path, "-o", folder / "out.pin"}),
      absl::StrCat(path, ": clean: nothing goes wrong in it, so there is nothing to keep"));
  EXPECT_EQ(files_in(folder.path()).size(), 1U);
}

TEST(Minimize, RefusesWhatRunRefuses) {
  const Folder folder;
  const std::string bad = folder.file("bad.pin", "polll f");
  expect_refusal(run_tool({"minimize", bad}),
                 absl::StrCat(bad, ":1:1: found `polll`, expected an operation or `let`"));
  expect_refusal(run_tool({"minimize", folder / "none.pin"}),
                 absl::StrCat(folder / "none.pin", ": No such file or directory"));
  expect_refusal(run_tool({"minimize", folder.path()}),
                 absl::StrCat(folder.path(), ": is a directory"));
  expect_refusal(run_tool({"minimize"}), "minimize: takes one FILE");
  expect_refusal(run_tool({"minimize", bad, bad}), "minimize: takes one FILE");
}

TEST(Minimize, RefusesToWriteWhereItCannotOrMustNot) {
  const Folder folder;
  const std::string path = folder.file("padded.pin", kPadded);
  const auto refused = [&](const std::string& output, const std::string& message) {
    expect_refusal(run_tool({"minimize", path, "-o", output}), message);
  };
  refused("", "minimize: --output must name a file");
  refused(folder.path(), absl::StrCat(folder.path(), ": is a directory"));
  refused(folder / "none/out.pin",
          absl::StrCat(folder / "none/out.pin", ": cannot be written there"));
  refused("/dev/null", "/dev/null: is not a regular file");
  const std::string link = folder / "link.pin";
  ASSERT_EQ(symlink(path.c_str(), link.c_str()), 0);
  refused(link, absl::StrCat(link, ": is not a regular file"));
  EXPECT_EQ(content_of(path), kPadded);
}

TEST(Minimize, ShortNameOfOutput) {
  expect_refusal(run_tool({"minimize", "x.pin", "-o"}), "minimize: --output needs a value");
  // Only where there is an output.
  expect_refusal(run_tool({"run", "-o", "x"}),
                 "run: unknown option `-o`; see `pinprick run --help`");
  expect_refusal(run_tool({"minimize", "--", "-o"}), "-o: No such file or directory");
}

TEST(Minimize, SummaryAsJson) {
  const Folder folder;
  const std::string path = folder.file("padded.pin", kPadded);
  const std::string output = folder / "out.pin";
  const Outcome outcome = run_tool({"minimize", "--json", path, "-o", output});
  EXPECT_EQ(outcome.status, 0);
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_object()) << outcome.out;
  const boost::json::object& summary = json.get_object();
  EXPECT_EQ(summary.at("command"), "minimize");
  EXPECT_EQ(summary.at("file"), boost::json::string(path));
  EXPECT_EQ(summary.at("output"), boost::json::string(output));
  EXPECT_EQ(summary.at("verdict"), "caught");
  EXPECT_EQ(summary.at("signature"), "heap-use-after-free.poll_unpinned.move_out.example");
  EXPECT_EQ(summary.at("ops_before"), 14);
  EXPECT_EQ(summary.at("ops"), 5);
  EXPECT_GT(summary.at("programs").to_number<int>(), 10);
  EXPECT_GT(summary.at("steps").to_number<int>(), 1);
  EXPECT_GE(summary.at("seconds").to_number<double>(), 0);
  EXPECT_EQ(summary.at("shown"), 10);
  EXPECT_EQ(summary.at("proofs"), 10);
  EXPECT_EQ(summary.at("finished"), true);
  EXPECT_EQ(summary.at("irreducible"), true);
  EXPECT_EQ(summary.at("program"), boost::json::string(content_of(output)));
}

TEST(Minimize, SummaryAsJsonBehindTheProgram) {
  const Folder folder;
  const Outcome outcome = run_tool({"minimize", "--json", folder.file("latent.pin", kLatent)});
  EXPECT_EQ(outcome.status, 0);
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_object()) << outcome.out;
  EXPECT_EQ(json.at("verdict"), "latent");
  EXPECT_FALSE(json.as_object().contains("output"));
  const boost::json::string& program = json.at("program").as_string();
  EXPECT_EQ(outcome.out.substr(0, program.size()), std::string(program));
}

// Whether the process has said what is to happen at Ctrl-C.
bool catches_interrupts(pid_t process) {
  const std::string status = content_of(absl::StrCat("/proc/", process, "/status"));
  for (const absl::string_view line : absl::StrSplit(status, '\n')) {
    const std::vector<absl::string_view> halves = absl::StrSplit(line, ":\t");
    std::uint64_t caught = 0;
    if (halves.size() == 2 && halves[0] == "SigCgt" && absl::SimpleHexAtoi(halves[1], &caught)) {
      return (caught >> (SIGINT - 1) & 1U) != 0;
    }
  }
  return false;
}

// A program that loops for ever takes its time in each run, and is run twenty times for its proofs.
TEST(Minimize, InterruptEndsTheSearchWithWhatThereIs) {
  const Folder folder;
  const std::string path =
      PINPRICK_SOURCE_DIR "/tests/fail/outlive/a-list-that-has-become-a-ring.pin";
  Tool tool({"minimize", path, "-o", folder / "out.pin"});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!catches_interrupts(tool.process()) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  tool.send(SIGINT);
  const Outcome outcome = tool.wait();
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("The search was ended early"));
  EXPECT_THAT(content_of(folder / "out.pin"), HasSubstr("faults endless-loop"));
  EXPECT_EQ(run_tool({"run", folder / "out.pin"}).status, 0);
}

}  // namespace
}  // namespace pinprick::harness::cli_minimize_test
