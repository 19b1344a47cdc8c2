// `check` and `bugs` from outside, and the other commands with a registered type as the guest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/cli/tool.h"

namespace pinprick::harness::cli_check_test {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The only file below `directory` that ends so; none, with a failure, if there is not one.
std::string only_file(const std::string& directory, absl::string_view ending) {
  std::vector<std::string> found;
  for (const auto& [path, content] : files_in(directory)) {
    if (absl::EndsWith(path, ending)) found.push_back(path);
  }
  if (found.size() == 1) return found[0];
  ADD_FAILURE() << found.size() << " files end with " << ending;
  return "";
}

// The summary of a check that was about one type.
boost::json::object type_of(const Outcome& outcome) {
  const boost::json::value json = last_line_as_json(outcome.out);
  if (!json.is_object()) {
    ADD_FAILURE() << "no summary: " << outcome.out << outcome.err;
    return {};
  }
  const boost::json::object& summary = json.get_object();
  EXPECT_EQ(summary.at("command"), "check");
  const boost::json::array& types = summary.at("types").as_array();
  if (types.size() != 1) {
    ADD_FAILURE() << types.size() << " types";
    return {};
  }
  return types[0].as_object();
}

void expect_one_line(const Outcome& outcome, const std::string& beginning) {
  EXPECT_EQ(outcome.status, 2) << outcome.out;
  EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith(absl::StrCat("pinprick: ", beginning)));
}

// --- a false claim -------------------------------------------------------------------------------

class FalseClaim : public ::testing::Test {
 protected:
  Outcome check() const {
    return run_tool({"check", "--type=folly_316", "--seconds=2", "--json", "--corpus", corpus()});
  }
  std::string corpus() const { return folder_ / "corpus"; }

  const Folder folder_;
};

TEST_F(FalseClaim, IsRefuted) {
  const Outcome outcome = check();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, ContainsRegex("`folly_316` claims Unpin"));
  EXPECT_THAT(outcome.out, HasSubstr("REFUTED after "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("held: ")));
  // The program, and where it went wrong.
  EXPECT_THAT(outcome.out, HasSubstr(" let s0 = source world "));
  EXPECT_THAT(outcome.out, HasSubstr("f1 lives at A ("));
  EXPECT_THAT(outcome.out, HasSubstr("!! bad-free"));
  EXPECT_THAT(outcome.out, HasSubstr("ERROR: AddressSanitizer: "));
}

TEST_F(FalseClaim, IsStoredWithItsReport) {
  const Outcome outcome = check();
  const std::string program = only_file(corpus(), ".pin");
  EXPECT_EQ(fs::path(program).parent_path(), corpus() + "/folly_316");
  EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("stored: ", program, "\n")));
  EXPECT_THAT(outcome.out, HasSubstr("pinprick run --type=folly_316 '" + program + "'\n"));
  EXPECT_THAT(content_of(program), HasSubstr("\nlet s0 = source world\nlet f1 = wait s0\n"));
  EXPECT_THAT(content_of(only_file(corpus(), ".report.txt")),
              HasSubstr("ERROR: AddressSanitizer: "));
}

TEST_F(FalseClaim, SummaryForPrograms) {
  const Outcome outcome = check();
  const boost::json::object type = type_of(outcome);
  EXPECT_EQ(type.at("type"), "folly_316");
  EXPECT_THAT(std::string(type.at("claims").as_string()), StartsWith("Unpin"));
  EXPECT_EQ(type.at("held"), false);
  EXPECT_GT(type.at("programs").to_number<int>(), 0);
  EXPECT_GE(type.at("ops").to_number<int>(), type.at("programs").to_number<int>());
  EXPECT_GT(type.at("seconds").to_number<double>(), 0);
  EXPECT_EQ(type.at("blame"), "guest");
  EXPECT_THAT(std::string(type.at("sentence").as_string()), StartsWith("`folly_316`"));
  EXPECT_EQ(type.at("finding"), boost::json::value(only_file(corpus(), ".pin")));
  EXPECT_EQ(type.at("weaker"), boost::json::value(boost::json::array()));
  for (const char* field : {"complete_ops", "exhausted", "seed"}) {
    EXPECT_TRUE(type.at(field).is_number()) << field;
  }
}

// What is found first is one of the random programs, which are long.
TEST_F(FalseClaim, TheStoredProgramHasNothingToSpare) {
  const Outcome outcome = run_tool(
      {"check", "--type=eastl_524", "--seconds=20", "--seed=3", "--json", "--corpus", corpus()});
  EXPECT_EQ(type_of(outcome).at("blame"), "claim");
  const std::string program = only_file(corpus(), ".pin");
  // The world, the guest, three pushes, a move, and the push of its own last element.
  const Outcome minimized =
      run_tool({"minimize", "--type=eastl_524", program, "-o", corpus() + "/again.pin"});
  EXPECT_EQ(minimized.status, 0);
  EXPECT_THAT(minimized.out, HasSubstr("7 -> 7 operations"));
}

TEST_F(FalseClaim, TheStoredProgramShowsItAgain) {
  check();
  const std::string program = only_file(corpus(), ".pin");
  const Outcome run = run_tool({"run", "--type=folly_316", program});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, AllOf(StartsWith("FAIL escape "), HasSubstr("bad-free")));

  const Outcome confirmed = run_tool({"confirm", "--type=folly_316", program});
  EXPECT_EQ(confirmed.status, 1);
  EXPECT_THAT(confirmed.out + confirmed.err, HasSubstr("ERROR: AddressSanitizer: "));

  const Outcome minimized = run_tool({"minimize", "--type=folly_316", program});
  EXPECT_EQ(minimized.status, 0) << minimized.err;
  EXPECT_THAT(minimized.out, HasSubstr("\nlet s0 = source world\nlet f1 = wait s0\n"));

  // The mended twin has the same calls, and keeps its claim.
  const Outcome mended = run_tool({"run", "--type=folly_316.mended", program});
  EXPECT_EQ(mended.status, 0) << mended.out;
}

TEST_F(FalseClaim, WhatIsStoredIsTriedFirst) {
  EXPECT_GT(type_of(check()).at("programs").to_number<int>(), 1);
  const Outcome again = check();
  EXPECT_EQ(again.status, 1);
  EXPECT_EQ(type_of(again).at("programs"), 1);
  only_file(corpus(), ".pin");
}

// Of moves: the sentence says after what, moved by what, and who touched it.
TEST_F(FalseClaim, TheSentenceNamesTheMove) {
  const Outcome outcome =
      run_tool({"check", "--type=safe_cpp_29", "--seconds=5", "--json", "--corpus", corpus()});
  EXPECT_EQ(outcome.status, 1);
  const boost::json::object type = type_of(outcome);
  EXPECT_EQ(type.at("blame"), "claim");
  EXPECT_THAT(std::string(type.at("sentence").as_string()),
              ContainsRegex("claims Unpin.*moved by `"));
  EXPECT_THAT(outcome.out, HasSubstr("has not lived since line "));
}

// --- a true one ----------------------------------------------------------------------------------

Outcome check_of(const std::string& type, const std::string& seconds) {
  const Folder folder;
  Outcome outcome = run_tool(
      {"check", "--type=" + type, "--seconds=" + seconds, "--json", "--corpus", folder / "corpus"});
  EXPECT_FALSE(fs::exists(folder / "corpus")) << "nothing to keep";
  return outcome;
}

TEST(TrueClaim, Holds) {
  const Outcome outcome = check_of("folly_316.mended", "2");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, HasSubstr("held: "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("REFUTED")));
  const boost::json::object type = type_of(outcome);
  EXPECT_EQ(type.at("type"), "folly_316.mended");
  EXPECT_EQ(type.at("held"), true);
  EXPECT_GE(type.at("complete_ops").to_number<int>(), 4);
  EXPECT_GT(type.at("programs").to_number<int>(), 1000);
  EXPECT_GE(type.at("seconds").to_number<double>(), 2);
  for (const char* of_findings : {"blame", "sentence", "finding"}) {
    EXPECT_FALSE(type.contains(of_findings)) << of_findings;
  }
  // Nothing may move more than what may always move.
  EXPECT_EQ(type.at("weaker"), boost::json::value(boost::json::array()));
}

// A quiet search counts because planted lies were found first.
TEST(TrueClaim, IsBelievedAfterADrill) {
  const Outcome outcome = check_of("folly_316.mended", "1");
  EXPECT_THAT(outcome.out, ContainsRegex("drill: .*found.*\ndrill: .*found.*\n"));
}

TEST(TrueClaim, IsNeededIfAWeakerOneGoesWrong) {
  const Outcome outcome = check_of("tokio_3101.mended", "8");
  EXPECT_EQ(outcome.status, 0) << "a claim that is needed is no finding";
  EXPECT_THAT(outcome.out, HasSubstr("needed: with Unpin alone"));
  const boost::json::array weaker = type_of(outcome).at("weaker").as_array();
  ASSERT_EQ(weaker.size(), 1U);
  EXPECT_EQ(weaker[0].at("claims"), "Unpin");
  EXPECT_EQ(weaker[0].at("refuted"), true);
  EXPECT_GT(weaker[0].at("programs").to_number<int>(), 0);
}

// Of what cannot be moved at all nothing weaker can be tried.
TEST(TrueClaim, OfWhatHasNoMoveConstructorIsTheWeakest) {
  const Outcome outcome = check_of("libunifex_608.mended", "1");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("claims NeverMoves"), HasSubstr("held: "), Not(HasSubstr("needed"))));
  EXPECT_EQ(type_of(outcome).at("weaker"), boost::json::value(boost::json::array()));
}

TEST(TrueClaim, InterruptedItSaysSo) {
  for (const bool to_all : {false, true}) {
    const Folder folder;
    Tool tool({"check", "--type=folly_316.mended", "--seconds=30", "--corpus", folder / "corpus"});
    tool.wait_for("`folly_316.mended` claims ");
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const auto begin = std::chrono::steady_clock::now();
    if (to_all) {
      tool.send_to_all(SIGINT);
    } else {
      tool.send(SIGINT);
    }
    const Outcome outcome = tool.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("held: "), HasSubstr("interrupted")));
    EXPECT_FALSE(tool.left_processes());
  }
}

// --- what is refused -----------------------------------------------------------------------------

TEST(CheckUsage, Help) {
  for (const char* command : {"check", "bugs"}) {
    const Outcome outcome = run_tool({command, "--help"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, AllOf(StartsWith(absl::StrCat("pinprick ", command)),
                                   HasSubstr("\nOptions:\n"), HasSubstr("\nExit status: ")));
    EXPECT_THAT(run_tool({"--help"}).out, HasSubstr(absl::StrCat("\n  ", command, " ")));
  }
}

TEST(CheckUsage, UnknownType) {
  for (const char* command : {"check", "run", "fuzz"}) {
    const Outcome outcome = run_tool({command, "--type=nobody"});
    expect_one_line(outcome, "--type: no type `nobody` is registered");
    EXPECT_EQ(outcome.out, "");
  }
}

// A program with guests, and no word of whose.
TEST(CheckUsage, NoType) {
  const Folder folder;
  const std::string program =
      folder.file("guest.pin", "let s0 = source world\nlet f1 = wait s0\ncall f1 emplace 0\n");
  const Outcome outcome = run_tool({"run", program});
  expect_one_line(outcome, program);
  EXPECT_EQ(outcome.out, "");
}

TEST(CheckUsage, UnknownOption) {
  for (const char* option : {"--wrong", "--jobs=2", "--trials=2"}) {
    expect_refusal(
        run_tool({"check", "--type=folly_316", option}),
        absl::StrCat("check: unknown option `", option, "`; see `pinprick check --help`"));
  }
  expect_refusal(run_tool({"check", "folly_316"}), "check: unexpected argument `folly_316`");
}

TEST(CheckUsage, LimitsOfOneProgram) {
  for (const char* option :
       {"--program_ms=0", "--program_ms=60001", "--program_mb=0", "--program_mb=65537"}) {
    const std::string name(option, std::string(option).find('='));
    const Outcome outcome = run_tool({"check", "--type=folly_316", option});
    expect_one_line(outcome, absl::StrCat(name, " must lie between 1 and "));
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(CheckUsage, CorpusThatIsAFile) {
  const Folder folder;
  const std::string file = folder.file("file", "mine");
  const Outcome outcome = run_tool({"check", "--type=folly_316", "--seconds=2", "--corpus", file});
  expect_one_line(outcome, file);
  EXPECT_EQ(content_of(file), "mine");
}

TEST(CheckUsage, ProgramOfAnotherTypeInTheCorpus) {
  const Folder folder;
  fs::create_directories(folder / "folly_316");
  const std::string bad = folder.file(
      "folly_316/bad.pin", "let s0 = source world\nlet f1 = wait s0\ncall f1 nonsense\n");
  const Outcome outcome =
      run_tool({"check", "--type=folly_316", "--seconds=2", "--corpus", folder.path()});
  expect_one_line(outcome, bad + ":3:");
}

// --- bugs ----------------------------------------------------------------------------------------

TEST(Bugs, ARowForEach) {
  const Outcome outcome =
      run_tool({"bugs", "folly_316", "safe_cpp_29", "--trials=2", "--seed=7", "--json"});
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, HasSubstr("seed 7"));
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_array()) << outcome.out;
  const boost::json::array& rows = json.get_array();
  ASSERT_EQ(rows.size(), 2U);
  for (const boost::json::value& row : rows) {
    EXPECT_EQ(row.as_object().size(), 6U);
    EXPECT_EQ(row.at("trials"), 2);
    EXPECT_EQ(row.at("found"), 2);
    EXPECT_GT(row.at("median_programs").to_number<int>(), 0);
    EXPECT_GT(row.at("median_seconds").to_number<double>(), 0);
    EXPECT_EQ(row.at("twin_clean"), true);
  }
  EXPECT_EQ(rows[0].at("id"), "folly_316");
  EXPECT_EQ(rows[1].at("id"), "safe_cpp_29");
}

TEST(Bugs, Usage) {
  expect_refusal(run_tool({"bugs", "nonsense"}), "bugs: no bug `nonsense` in the bank");
  expect_refusal(run_tool({"bugs", "folly_316", "nonsense"}),
                 "bugs: no bug `nonsense` in the bank");
  const Outcome outcome = run_tool({"bugs", "--trials=0"});
  expect_one_line(outcome, "bugs: --trials must be 1 at least");
  EXPECT_EQ(outcome.out, "");
}

// --- campaigns -----------------------------------------------------------------------------------

#ifdef PINPRICK_HAS_LIBFUZZER

TEST(FuzzAType, FindsAFalseClaim) {
  const Folder folder;
  const std::string corpus = folder / "corpus";
  const Outcome outcome =
      run_tool({"fuzz", "--type=folly_316", "--seconds=2", "--json", "--corpus", corpus});
  EXPECT_EQ(outcome.status, 1) << outcome.err;
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_object()) << outcome.out;
  const boost::json::array& findings = json.at("findings").as_array();
  ASSERT_FALSE(findings.empty());
  const Outcome again = run_tool({"run", "--type=folly_316", std::string(findings[0].as_string())});
  EXPECT_EQ(again.status, 1) << again.out << again.err;
}

#endif

}  // namespace
}  // namespace pinprick::harness::cli_check_test
