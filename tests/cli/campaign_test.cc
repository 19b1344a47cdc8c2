// `fuzz` and `gate`: whole campaigns, and what they leave behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
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

#ifdef PINPRICK_HAS_LIBFUZZER

// The summary of a campaign that found nothing wrong; null, with a failure, if it was another.
boost::json::object quiet_campaign(const Outcome& outcome) {
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  const boost::json::value json = last_line_as_json(outcome.out);
  if (!json.is_object()) {
    ADD_FAILURE() << "no summary: " << outcome.out << outcome.err;
    return {};
  }
  const boost::json::object& summary = json.get_object();
  EXPECT_EQ(summary.at("findings"), boost::json::value(boost::json::array()));
  for (const char* finding : {"escape", "missed", "mismatch"}) {
    EXPECT_EQ(summary.at("verdicts").at(finding), boost::json::value(0));
  }
  const boost::json::object& drill = summary.at("fire_drill").as_object();
  EXPECT_EQ(drill.at("planted"), drill.at("found"));
  EXPECT_GE(drill.at("planted").to_number<int>(), 5);
  EXPECT_EQ(summary.at("confirmed"), summary.at("signatures"));
  return summary;
}

TEST(CampaignUsage, NumbersOutOfRange) {
  const Folder folder;
  const std::string corpus = absl::StrCat("--corpus=", folder / "corpus");
  for (const char* value : {"0", "31622401"}) {
    expect_refusal(run_tool({"fuzz", corpus, "--seconds", value}),
                   "--seconds must lie between 1 and 31622400");
    expect_refusal(run_tool({"gate", corpus, "--seconds", value}),
                   "--seconds must lie between 1 and 31622400");
  }
  for (const char* value : {"0", "257", "100000"}) {
    expect_refusal(run_tool({"fuzz", corpus, "--jobs", value}),
                   "--jobs must lie between 1 and 256");
  }
  // A refused command leaves nothing behind.
  EXPECT_TRUE(files_in(folder.path()).empty());
}

TEST(CampaignUsage, Arguments) {
  expect_refusal(run_tool({"fuzz", "more"}), "fuzz: unexpected argument `more`");
  expect_refusal(run_tool({"gate", "more"}), "gate: unexpected argument `more`");
  expect_refusal(run_tool({"fuzz", "--corpus="}), "--corpus must name a directory");
}

TEST(CampaignUsage, DirectoryThatCannotBeMade) {
  const Folder folder;
  const std::string file = folder.file("file", "");
  for (const std::string& directory : {file, absl::StrCat(file, "/below")}) {
    const Outcome outcome = run_tool({"fuzz", "--corpus", directory});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith(absl::StrCat("pinprick: ", directory, ": ")));
  }
}

TEST(CampaignUsage, UnparsableProgramInTheDirectory) {
  const Folder folder;
  folder.file("good.pin", "let f = make ready\n#~ safe\n");
  const std::string bad = folder.file("worse.pin", "let f = make ready\npolll f\n");
  folder.file("notes.txt", "Not a program.\n");
  const std::map<std::string, std::string> before = files_in(folder.path());
  for (const char* command : {"fuzz", "gate"}) {
    expect_refusal(run_tool({command, "--corpus", folder.path(), "--seconds=1"}),
                   absl::StrCat(bad, ":2:1: found `polll`, expected an operation or `let`"));
    EXPECT_EQ(files_in(folder.path()), before);
  }
}

TEST(CampaignUsage, BlindSanitizer) {
  const Folder folder;
  for (const char* command : {"fuzz", "gate"}) {
    const Outcome outcome =
        run_tool({command, "--corpus", folder.path()}, {"ASAN_OPTIONS=poison_heap=0"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
  }
}

TEST(CampaignFuzz, TheSameSeedGivesTheSameCampaign) {
  std::vector<boost::json::object> summaries;
  for (const char* seed : {"--seed=7", "--seed=7", "--seed=8"}) {
    const Folder folder;
    summaries.push_back(quiet_campaign(
        run_tool({"fuzz", "--runs=3000", seed, "--json", "--corpus", folder.path()})));
    ASSERT_FALSE(summaries.back().empty());
  }
  EXPECT_EQ(summaries[0].at("programs"), boost::json::value(3000));
  EXPECT_EQ(summaries[0].at("seed"), boost::json::value(7));
  for (const char* field : {"programs", "ops", "verdicts", "classes", "safe_programs",
                            "misuse_programs", "signatures", "fire_drill", "sequence"}) {
    EXPECT_EQ(summaries[0].at(field), summaries[1].at(field)) << field;
  }
  // Every program and every verdict, in order.
  EXPECT_NE(summaries[0].at("sequence"), summaries[2].at("sequence"));
}

TEST(CampaignFuzz, TwoWorkersShareTheWork) {
  const Folder folder;
  const boost::json::object summary = quiet_campaign(
      run_tool({"fuzz", "--jobs=2", "--runs=3001", "--json", "--corpus", folder.path()}));
  ASSERT_FALSE(summary.empty());
  EXPECT_EQ(summary.at("programs"), boost::json::value(3001));
  // Chosen by the tool, and told.
  EXPECT_TRUE(summary.at("seed").is_number());
  EXPECT_FALSE(summary.contains("sequence")) << "which of two comes first is chance";

  // What either of them has found says the same when it is run alone.
  const Outcome alone = run_tool({"run", "--json", folder.path()});
  EXPECT_EQ(alone.status, 0) << alone.out;
  EXPECT_GT(last_line_as_json(alone.out).as_object().at("programs").as_int64(), 100);
}

TEST(CampaignFuzz, ASecondCampaignTouchesNoFile) {
  const Folder folder;
  folder.file("mine.pin", "let f = make ready  # as I like it\n\n\n#~ safe\n");
  folder.file("notes.txt", "Not a program.\n");
  quiet_campaign(run_tool({"fuzz", "--runs=500", "--seed=1", "--json", "--corpus", folder.path()}));
  const std::map<std::string, std::string> before = files_in(folder.path());
  EXPECT_GT(before.size(), 2U);
  quiet_campaign(run_tool({"fuzz", "--runs=500", "--seed=2", "--json", "--corpus", folder.path()}));
  std::map<std::string, std::string> after = files_in(folder.path());
  for (const auto& [path, content] : before) EXPECT_EQ(after[path], content) << path;
  // What it adds are programs, whole ones.
  EXPECT_EQ(run_tool({"run", folder.path()}).status, 0);
}

// Runs a campaign of a minute, has `interrupt` end it after three seconds, and looks at the end.
template <typename Interrupt>
void expect_orderly_end(Interrupt interrupt) {
  const Folder folder;
  Tool tool({"fuzz", "--seconds=60", "--jobs=2", "--json", "--corpus", folder.path()});
  // The campaign starts when the drill has ended; before, there is nothing to lose.
  tool.wait_for("fire drill: ");
  std::this_thread::sleep_for(std::chrono::seconds(3));
  interrupt(tool);
  const Outcome outcome = tool.wait(std::chrono::seconds(15));
  const boost::json::object summary = quiet_campaign(outcome);
  ASSERT_FALSE(summary.empty());
  EXPECT_GT(summary.at("programs").to_number<int>(), 0);
  EXPECT_THAT(outcome.out, HasSubstr("\ncampaign (interrupted): "));
  EXPECT_FALSE(tool.left_processes());
}

TEST(CampaignFuzz, AnInterruptEndsItAndLosesNothing) {
  expect_orderly_end([](const Tool& tool) { tool.send(SIGINT); });
}

// A terminal's interrupt also reaches the process that is being asked to confirm a signature. It
// must not die of it: a child that says nothing counts as a contradiction, and so as a finding.
TEST(CampaignFuzz, SoDoesCtrlC) {
  expect_orderly_end([](const Tool& tool) { tool.send_to_all(SIGINT); });
}

TEST(CampaignGate, Passes) {
  const Folder folder;
  const Outcome outcome =
      run_tool({"gate", "--runs=2000", "--json", "--corpus", folder / "made/for/it"});
  const boost::json::object summary = quiet_campaign(outcome);
  ASSERT_FALSE(summary.empty());
  EXPECT_EQ(summary.at("command"), boost::json::value("gate"));
  EXPECT_THAT(outcome.out, HasSubstr("\ngate: passed\n"));
  EXPECT_THAT(outcome.out, HasSubstr(" programs replayed, 0 not as predicted\n"));
}

TEST(CampaignGate, FailsWhereAStoredProgramIsNotAsItSays) {
  const Folder folder;
  const std::string wrong = folder.file("wrong.pin", "let f = make ready\n#~ manifest move\n");
  const Outcome outcome = run_tool({"gate", "--runs=500", "--json", "--corpus", folder.path()});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("\ngate: FAILED\n"));
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_object()) << outcome.out;
  EXPECT_EQ(json.at("findings"), boost::json::value(boost::json::array{wrong}));
}

#else

TEST(CampaignUsage, BuildWithoutLibFuzzerSaysSo) {
  const Folder folder;
  for (const char* command : {"fuzz", "gate"}) {
    const Outcome outcome = run_tool({command, "--corpus", folder / "corpus", "--seconds=1"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("pinprick: "));
    EXPECT_THAT(outcome.err, HasSubstr("libFuzzer"));
  }
  EXPECT_TRUE(files_in(folder.path()).empty());
}

#endif

}  // namespace
}  // namespace pinprick::harness
