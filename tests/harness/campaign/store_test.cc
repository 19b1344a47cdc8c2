// Programs on disk: what is written can be read again, and nothing is ever written over.
#include "harness/campaign/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/campaign/campaign.h"
#include "harness/campaign/trial.h"
#include "harness/generator/generator.h"
#include "harness/judge/expectations.h"
#include "harness/program/text.h"
#include "tests/harness/campaign/folder.h"

namespace pinprick::harness {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr const char* kCaught =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p\n"
    "let g = move_out p\n"
    "poll_unpinned g\n";

Program parsed(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "test");
  EXPECT_TRUE(script.ok()) << script.status();
  return script.ok() ? script->program : Program();
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

TEST(StoredText, OfRandomProgramsComesBackAndHolds) {
  Generator generator(3);
  Bench bench;
  std::set<VerdictKind> seen;
  for (int i = 0; i < 3000; ++i) {
    const Program program = generator.next(24);
    const Bench::Trial trial = bench.run(program);
    seen.insert(trial.verdict.kind);
    const std::string text = stored_text(program, trial);
    const absl::StatusOr<Script> script = parse(text, "stored");
    ASSERT_TRUE(script.ok()) << script.status() << "\n" << text;
    ASSERT_EQ(script->program, program) << text;
    ASSERT_TRUE(script->program_class.has_value()) << text;
    EXPECT_EQ(script->program_class, trial.prediction.program_class);
    EXPECT_EQ(script->rule, trial.prediction.rule);
    EXPECT_EQ(script->expectations.size(),
              trial.prediction.fault.has_value() && trial.prediction.fault->op < program.ops.size()
                  ? 1U
                  : 0U);
    ASSERT_THAT(unmet_expectations(*script, "stored", trial.prediction, trial.observation),
                IsEmpty())
        << text;
  }
  EXPECT_EQ(seen.size(), 3U);  // clean, latent and caught ones were among them
}

// Of a finding the file says what must be, not what was: it fails as long as the fault stands.
TEST(StoredText, OfAFindingFailsOnItsOwn) {
  const Program program = parsed(kCaught);
  InterpreterOptions deaf;
  deaf.interception = Interception::kDeaf;
  Bench bench(std::nullopt, deaf);
  const Bench::Trial trial = bench.run(program);
  ASSERT_TRUE(is_finding(trial.verdict.kind));
  const std::string text = stored_text(program, trial);
  EXPECT_THAT(text, StartsWith(absl::StrCat("# ", name(trial.verdict.kind), ": ")));
  const absl::StatusOr<Script> script = parse(text, "stored");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_FALSE(unmet_expectations(*script, "stored", trial.prediction, trial.observation).empty());
}

TEST(StoredName, SaysWhatHappenedAndTellsProgramsApart) {
  Bench bench;
  const Program program = parsed(kCaught);
  const std::string name = stored_name(program, bench.run(program));
  EXPECT_THAT(name,
              MatchesRegex("caught-heap-use-after-free\\.[-A-Za-z0-9_.]*-[0-9a-f]{16}\\.pin"));
  EXPECT_EQ(stored_name(program, bench.run(program)), name);
  const Program longer = parsed(absl::StrCat("let z = make ready\n", kCaught));
  EXPECT_NE(stored_name(longer, bench.run(longer)), name);
}

TEST(Store, WritesTheProgramOnce) {
  const Folder folder;
  Bench bench;
  const Program program = parsed(kCaught);
  const absl::StatusOr<std::string> path = store(folder.path(), program, bench.run(program));
  ASSERT_TRUE(path.ok()) << path.status();
  const absl::StatusOr<std::string> text = read_file(*path, kMaxFileBytes);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, stored_text(program, bench.run(program)));
  // No temporary file is left beside it.
  EXPECT_THAT(names_in(folder.path()), ElementsAre(stored_name(program, bench.run(program))));
}

// Somebody may have written notes into it since.
TEST(Store, LeavesAFileThatIsThereAlone) {
  const Folder folder;
  Bench bench;
  const Program program = parsed(kCaught);
  const std::string mine = folder.file(stored_name(program, bench.run(program)), "# Mine.\n");
  const absl::StatusOr<std::string> path = store(folder.path(), program, bench.run(program));
  ASSERT_TRUE(path.ok()) << path.status();
  EXPECT_EQ(*path, mine);
  EXPECT_EQ(*read_file(mine, kMaxFileBytes), "# Mine.\n");
}

TEST(Store, NamesTheDirectoryThatIsMissing) {
  const Folder folder;
  Bench bench;
  const Program program = parsed(kCaught);
  const absl::StatusOr<std::string> path = store(folder / "none", program, bench.run(program));
  EXPECT_EQ(path.status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(absl::StartsWith(path.status().message(), folder / "none")) << path.status();
}

TEST(LoadAll, FilesAsGivenAndDirectoriesByName) {
  const Folder folder;
  const std::string b = folder.file("b.pin", "let f = make ready\n");
  const std::string a = folder.file("a.pin", "");
  folder.file("c.txt", "polll f\n");
  const std::string other = folder.file("other.text", "let f = make pending\n");
  // A directory's own directories are not searched: what is in them is not the user's word.
  std::filesystem::create_directory(folder / "findings");
  folder.file("findings/d.pin", "polll f\n");
  std::filesystem::create_directory(folder / "e.pin");

  const absl::StatusOr<std::vector<StoredProgram>> all = load_all({other, folder.path(), b});
  ASSERT_TRUE(all.ok()) << all.status();
  std::vector<std::string> paths;
  for (const StoredProgram& each : *all) paths.push_back(each.path);
  EXPECT_THAT(paths, ElementsAre(other, a, b, b));
  EXPECT_EQ((*all)[1].script.program, Program());
  EXPECT_EQ((*all)[2].script.program, parsed("let f = make ready\n"));
}

TEST(LoadAll, NothingIsSkippedInSilence) {
  const Folder folder;
  const std::string good = folder.file("good.pin", "");
  EXPECT_EQ(load_all({good, folder / "none.pin"}).status(),
            absl::NotFoundError(absl::StrCat(folder / "none.pin", ": No such file or directory")));
  const std::string bad = folder.file("later.pin", "polll f\n");
  const absl::Status status = load_all({folder.path()}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            absl::StrCat(bad, ":1:1: found `polll`, expected an operation or `let`"));
}

TEST(CheckWritable, MakesWhatIsMissingAndLeavesNoTrace) {
  const Folder folder;
  EXPECT_TRUE(check_writable(folder / "a/b").ok());
  EXPECT_THAT(names_in(folder / "a/b"), IsEmpty());
  EXPECT_TRUE(check_writable(folder / "a/b").ok());
}

TEST(CheckWritable, BelowARegularFile) {
  const Folder folder;
  const std::string file = folder.file("file", "mine");
  for (const std::string& directory : {file, absl::StrCat(file, "/below")}) {
    const absl::Status status = check_writable(directory);
    EXPECT_FALSE(status.ok());
    EXPECT_TRUE(absl::StartsWith(status.message(), absl::StrCat(directory, ": "))) << status;
    EXPECT_FALSE(open_directory(directory).ok());
  }
  EXPECT_EQ(*read_file(file, kMaxFileBytes), "mine");
}

}  // namespace
}  // namespace pinprick::harness
