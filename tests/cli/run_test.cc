// `run`, `confirm` and `kinds`: each kind of file that somebody may hand them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/cli/tool.h"

namespace pinprick::harness {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kClean =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p  #~ pending\n"
    "#~ safe\n";
constexpr const char* kLatent =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p\n"
    "let g = move_out p\n"
    "forget g\n"
    "#~ latent move\n";
constexpr const char* kCaught =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p\n"
    "let g = move_out p\n"
    "poll_unpinned g  #~ use-after-move heap-use-after-free\n"
    "#~ manifest move\n";

TEST(Run, CleanProgram) {
  const Folder folder;
  const std::string path = folder.file("clean.pin", kClean);
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("ok   clean    ", path, "\n")));
  EXPECT_EQ(outcome.err, "");
}

TEST(Run, LatentProgram) {
  const Folder folder;
  const std::string path = folder.file("latent.pin", kLatent);
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("ok   latent   ", path, "\n")));
  EXPECT_EQ(outcome.err, "");
}

TEST(Run, CaughtProgramTellsWhere) {
  const Folder folder;
  const std::string path = folder.file("caught.pin", kCaught);
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("ok   caught   ", path, "\n")));
  EXPECT_THAT(outcome.out, HasSubstr("heap-use-after-free"));
  EXPECT_THAT(outcome.out, HasSubstr("line 5 (`poll_unpinned g`)"));
  EXPECT_THAT(outcome.out, HasSubstr("line 4 (`let g = move_out p`)"));
  EXPECT_EQ(outcome.err, "");
}

TEST(Run, SaysWhichExpectationIsWrong) {
  const Folder folder;
  const std::string path = folder.file("wrong.pin",
                                       "let f = make ready(value=3)\n"
                                       "block_on f  #~ ready(4)\n"
                                       "#~ safe\n");
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("FAIL clean    ", path, "\n")));
  EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat(path, ":2: expected")));
  EXPECT_EQ(outcome.err, "");
}

TEST(Run, SaysThatTheWholeProgramIsOfAnotherClass) {
  const Folder folder;
  const std::string path = folder.file("wrong.pin", "let f = make ready\n\n#~ manifest move\n");
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat(path, ":")));
  EXPECT_THAT(outcome.out, HasSubstr("manifest"));
}

TEST(Run, UnparsableProgram) {
  const Folder folder;
  const std::string path =
      folder.file("bad.pin", "# First a comment.\nlet f = make ready\n  polll f\n");
  expect_refusal(run_tool({"run", path}),
                 absl::StrCat(path, ":3:3: found `polll`, expected an operation or `let`"));
}

// Nothing runs before all is known to be readable: a typo is not found after an hour.
TEST(Run, OneUnparsableProgramStopsAll) {
  const Folder folder;
  const std::string good = folder.file("good.pin", kClean);
  const std::string bad = folder.file("worse.pin", "let");
  expect_refusal(run_tool({"run", good, bad}),
                 absl::StrCat(bad, ":1:4: found the end of the line, expected a name"));
}

TEST(Run, MissingFile) {
  const Folder folder;
  const std::string path = folder / "none.pin";
  expect_refusal(run_tool({"run", path}), absl::StrCat(path, ": No such file or directory"));
}

TEST(Run, InstrumentsGiveTheirWordOnEachProgram) {
  const Folder folder;
  const std::string clean = folder.file("clean.pin", kClean);
  const std::string caught = folder.file("caught.pin", kCaught);
  const Outcome outcome = run_tool({"run", "--instruments", clean, caught});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out,
              HasSubstr(absl::StrCat(caught, "\n     sanitizer trap:       heap-use-after-free at ",
                                     "line 5 (`poll_unpinned g`): convicts\n")));
  EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat(clean, "\n     sanitizer trap:       nothing\n",
                                                  "     moves change nothing: the same")));
  EXPECT_THAT(outcome.out, HasSubstr("programs      trap     moves      both   unasked"));
  EXPECT_THAT(outcome.out, HasSubstr("\nmanifest           1         1 "));
}

TEST(Run, NoFile) { expect_refusal(run_tool({"run"}), "run: no FILE; see `pinprick run --help`"); }

TEST(Run, DirectoryStandsForItsPrograms) {
  const Folder folder;
  folder.file("a.pin", kClean);
  folder.file("b.pin", kCaught);
  folder.file("not-a-program.txt", "polll f");
  const Outcome outcome = run_tool({"run", folder.path()});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, EndsWith("2 programs: 2 as predicted, 0 not\n"));
}

TEST(Run, DirectoryWithoutPrograms) {
  const Folder folder;
  folder.file("not-a-program.txt", "polll f");
  expect_refusal(run_tool({"run", folder.path()}), "run: no *.pin file there");
}

TEST(Run, EmptyFileIsTheProgramThatDoesNothing) {
  const Folder folder;
  const std::string path = folder.file("empty.pin", "");
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("ok   clean    ", path, "\n")));
}

TEST(Run, FileOverTheLimit) {
  const Folder folder;
  const std::string path = folder.file("long.pin", std::string(std::size_t{2} << 20, '\n'));
  expect_refusal(run_tool({"run", path}),
                 absl::StrCat(path, ": longer than the limit of 1048576 bytes"));
}

TEST(Run, BinaryGarbage) {
  const Folder folder;
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37 % 251);
  const std::string path = folder.file("garbage.pin", bytes);
  const Outcome outcome = run_tool({"run", path});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(is_one_line(outcome.err)) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith(absl::StrCat("pinprick: ", path, ":1:1: found `\\x00`")));
  // Whoever reads the message has a terminal that must survive it.
  for (const char each : outcome.err) EXPECT_TRUE(each == '\n' || (each >= ' ' && each != '\x7f'));
}

std::string scopes(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "{\n";
  for (std::size_t i = 0; i < depth; ++i) text += "}\n";
  return text;
}

TEST(Run, ScopesAsDeepAsTheyMayBe) {
  const Folder folder;
  EXPECT_EQ(run_tool({"run", folder.file("deep.pin", scopes(16))}).status, 0);
  const std::string path = folder.file("deeper.pin", scopes(20));
  expect_refusal(run_tool({"run", path}),
                 absl::StrCat(path,
                              ":17:1: found `{`, expected no further scope: they are nested as "
                              "deep as they may be"));
}

std::string operations(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "let f = make keeper\n";
  return text;
}

TEST(Run, ProgramAsLongAsItMayBe) {
  const Folder folder;
  EXPECT_EQ(run_tool({"run", folder.file("long.pin", operations(4096))}).status, 0);
  const std::string path = folder.file("longer.pin", operations(5000));
  expect_refusal(run_tool({"run", path}),
                 absl::StrCat(path,
                              ":4097:9: found `make`, expected no further operation: the program "
                              "has as many as there may be"));
}

TEST(Run, SummaryAsJson) {
  const Folder folder;
  folder.file("a.pin", kClean);
  folder.file("b.pin", kLatent);
  folder.file("c.pin", kCaught);
  const std::string wrong = folder.file("d.pin", "let f = make ready\n#~ obeying\n");
  const Outcome outcome = run_tool({"run", "--json", folder.path()});
  EXPECT_EQ(outcome.status, 1);
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_object()) << outcome.out;
  const boost::json::object& summary = json.get_object();
  EXPECT_EQ(summary.at("command"), boost::json::value("run"));
  EXPECT_EQ(summary.at("programs"), boost::json::value(4));
  EXPECT_EQ(summary.at("ops"), boost::json::value(3 + 5 + 5 + 1));
  EXPECT_GE(summary.at("seconds").to_number<double>(), 0);
  EXPECT_EQ(summary.at("safe_programs"), boost::json::value(2));
  EXPECT_EQ(summary.at("misuse_programs"), boost::json::value(2));
  EXPECT_EQ(summary.at("verdicts"), boost::json::parse(R"({"clean": 2, "latent": 1, "caught": 1,
      "escape": 0, "missed": 0, "mismatch": 0})"));
  EXPECT_EQ(summary.at("classes"),
            boost::json::parse(R"({"safe": 2, "obeying": 0, "latent": 1, "manifest": 1})"));
  EXPECT_EQ(summary.at("findings"), boost::json::value(boost::json::array{wrong}));
}

TEST(Run, WordsAfterTwoDashesAreFiles) {
  expect_refusal(run_tool({"run", "--", "--json"}), "--json: No such file or directory");
}

TEST(Run, TheProjectsOwnPrograms) {
  const Outcome outcome = run_tool({"run", PINPRICK_SOURCE_DIR "/corpus/seed"});
  EXPECT_EQ(outcome.status, 0) << outcome.out;
}

TEST(Confirm, CaughtProgramShowsTheSanitizersReport) {
  const Folder folder;
  const Outcome outcome = run_tool({"confirm", folder.file("caught.pin", kCaught)});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("ERROR: AddressSanitizer: heap-use-after-free"));
  EXPECT_THAT(outcome.out, HasSubstr("\nconfirmed: the unmodified sanitizer reports "
                                     "heap-use-after-free at line 5 (`poll_unpinned g`), "
                                     "as predicted\n"));
}

TEST(Confirm, CleanProgramIsQuiet) {
  const Folder folder;
  const Outcome outcome = run_tool({"confirm", folder.file("clean.pin", kClean)});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "confirmed: the unmodified sanitizer reports no error, as predicted\n");
}

TEST(Confirm, PoisonedPlace) {
  const Outcome outcome = run_tool({"confirm", seed_program("move-out-of-local")});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("ERROR: AddressSanitizer: use-after-poison"));
  EXPECT_THAT(outcome.out, HasSubstr("\nconfirmed: "));
}

TEST(Confirm, RefusesWhatRunRefuses) {
  const Folder folder;
  const std::string bad = folder.file("bad.pin", "polll f");
  expect_refusal(run_tool({"confirm", bad}),
                 absl::StrCat(bad, ":1:1: found `polll`, expected an operation or `let`"));
  expect_refusal(run_tool({"confirm", folder / "none.pin"}),
                 absl::StrCat(folder / "none.pin", ": No such file or directory"));
  expect_refusal(run_tool({"confirm", folder.path()}),
                 absl::StrCat(folder.path(), ": is a directory"));
  expect_refusal(run_tool({"confirm"}), "confirm: takes one FILE");
}

TEST(Kinds, AsJson) {
  const Outcome outcome = run_tool({"kinds", "--json"});
  EXPECT_EQ(outcome.status, 0);
  const boost::json::value json = last_line_as_json(outcome.out);
  ASSERT_TRUE(json.is_array()) << outcome.out;
  ASSERT_FALSE(json.get_array().empty());
  for (const boost::json::value& each : json.get_array()) {
    ASSERT_TRUE(each.is_object());
    EXPECT_TRUE(each.at("name").is_string());
    EXPECT_TRUE(each.at("unpin").is_bool());
    EXPECT_TRUE(each.at("about").is_string());
  }
}

TEST(Kinds, ForPeople) {
  const Outcome outcome = run_tool({"kinds"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, ContainsRegex("example +!Unpin"));
  EXPECT_THAT(outcome.out, ContainsRegex("liar +\"Unpin\""));
  expect_refusal(run_tool({"kinds", "example"}), "kinds: takes no arguments");
}

}  // namespace
}  // namespace pinprick::harness
