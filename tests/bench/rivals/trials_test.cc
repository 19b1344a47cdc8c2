// The file of trials: what is read, and what is told about the first bad place.
#include "tests/bench/rivals/trials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace pinprick::rivals::trials_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string file_of(absl::string_view lines) { return absl::StrCat(kTrialsHeader, "\n", lines); }

constexpr const char* kGood = "a\tours\t0\t7\t1\t12\t100\t0.5\tescape\n";

std::string error_of(absl::string_view text) {
  const absl::StatusOr<Experiment> experiment = parse_trials(text, "t.tsv");
  return experiment.ok() ? "accepted" : std::string(experiment.status().message());
}

std::string error_of_line(absl::string_view line) {
  return error_of(file_of(absl::StrCat(kGood, line)));
}

TEST(Trials, AreReadAndSorted) {
  const absl::StatusOr<Experiment> experiment =
      parse_trials(file_of("late\tours\t1\t18446744073709551615\t0\t1000\t9000\t1e-3\t-\n"
                           "early\trival\t0\t3\t1\t5\t50\t2.25\tmismatch\n"
                           "late\tours\t0\t7\t1\t12\t100\t0.5\tmissed"),
                   "t.tsv");
  ASSERT_TRUE(experiment.ok()) << experiment.status();
  EXPECT_THAT(experiment->bugs, ElementsAre("late", "early"));
  EXPECT_THAT(experiment->engines, ElementsAre("ours", "rival"));
  ASSERT_THAT(experiment->of(0, 0), SizeIs(2));
  const Trial& first = experiment->of(0, 0)[0];
  EXPECT_EQ(first.number, 0U);
  EXPECT_EQ(first.finding, Finding::kMissed);
  EXPECT_EQ(first.executions, 12U);
  EXPECT_EQ(first.operations, 100U);
  EXPECT_EQ(first.seconds, 0.5);
  const Trial& second = experiment->of(0, 0)[1];
  EXPECT_FALSE(second.is_found());
  EXPECT_EQ(second.seed, ~std::uint64_t{0});
  EXPECT_EQ(second.seconds, 0.001);
  EXPECT_THAT(experiment->of(0, 1), IsEmpty());
  EXPECT_THAT(experiment->of(1, 0), IsEmpty());
  EXPECT_THAT(experiment->of(1, 1), SizeIs(1));
}

TEST(Trials, NeedTheirHeader) {
  EXPECT_EQ(error_of(""), "t.tsv:1:1: an empty file; the first line names the columns");
  EXPECT_EQ(error_of("bug engine\n"),
            "t.tsv:1:4: the first line must be `bug\\tengine\\ttrial\\tseed\\tfound\\texecutions"
            "\\toperations\\tseconds\\tverdict`");
  EXPECT_EQ(error_of(file_of("")), "t.tsv:2:1: no trial comes after the names of the columns");
}

TEST(Trials, NeedEveryColumn) {
  EXPECT_EQ(error_of_line("\n"), "t.tsv:3:1: an empty line");
  EXPECT_EQ(error_of_line("a\tours\n"), "t.tsv:3:7: only 2 of 9 columns");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t12\t100\t0.5\tescape\tx\n"),
            "t.tsv:3:32: more than 9 columns");
  EXPECT_EQ(error_of_line(std::string(100'000, 'x')), "t.tsv:3:513: a line of more than 512 bytes");
}

TEST(Trials, NeedNamesThatCanBeShown) {
  EXPECT_EQ(error_of_line("\tours\t1\t7\t1\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:1: the bug has no name, or blanks around it");
  EXPECT_EQ(error_of_line("a\tours \t1\t7\t1\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:3: the engine has no name, or blanks around it");
  EXPECT_EQ(error_of_line("a\x1b[m\tours\t1\t7\t1\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:1: a name must be printable ASCII: `a\\x1b[m`");
  EXPECT_EQ(
      error_of_line(absl::StrCat(std::string(65, 'x'), "\to\t1\t7\t1\t12\t100\t0.5\tescape\n")),
      absl::StrCat("t.tsv:3:1: a name of more than 64 bytes: `", std::string(40, 'x'), "...`"));
}

TEST(Trials, NeedNumbersThatAreNumbers) {
  EXPECT_EQ(error_of_line("a\tours\t-1\t7\t1\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:8: the trial must be a number from 0 to 18446744073709551615, not `-1`");
  EXPECT_EQ(error_of_line("a\tours\t1\t18446744073709551616\t1\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:10: the seed must be a number from 0 to 18446744073709551615, not "
            "`18446744073709551616`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t1000000000001\t100\t0.5\tescape\n"),
            "t.tsv:3:14: the executions must be a number from 0 to 1000000000000, not "
            "`1000000000001`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t12\t 1\t0.5\tescape\n"),
            "t.tsv:3:17: the operations must be a number from 0 to 1000000000000, not ` 1`");
  for (const char* seconds : {"", "-1", "nan", "inf", "1e99", "1e999", "1.2.3", "0x1"}) {
    EXPECT_EQ(error_of_line(absl::StrCat("a\tours\t1\t7\t1\t12\t9\t", seconds, "\tescape\n")),
              absl::StrCat("t.tsv:3:19: the seconds must be a number from 0 to 1e+09, not `",
                           seconds, "`"));
  }
}

TEST(Trials, NeedAFindingThatAgreesWithItself) {
  EXPECT_EQ(error_of_line("a\tours\t1\t7\tyes\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:12: found must be 0 or 1, not `yes`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t12\t100\t0.5\tcaught\n"),
            "t.tsv:3:25: the verdict must be escape, missed, mismatch or -, not `caught`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t12\t100\t0.5\tescape\r\n"),
            "t.tsv:3:25: the verdict must be escape, missed, mismatch or -, not `escape\\r`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t0\t12\t100\t0.5\tescape\n"),
            "t.tsv:3:25: found is 0, but the verdict is `escape`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t12\t100\t0.5\t-\n"),
            "t.tsv:3:25: found is 1, but the verdict is `-`");
  EXPECT_EQ(error_of_line("a\tours\t1\t7\t1\t0\t100\t0.5\tescape\n"),
            "t.tsv:3:14: found before any program was run");
}

TEST(Trials, ComeOnce) {
  EXPECT_EQ(error_of_line("b\tours\t0\t7\t1\t12\t100\t0.5\tescape\n"), "accepted");
  EXPECT_EQ(error_of_line("a\tours\t0\t9\t0\t12\t100\t0.5\t-\n"),
            "t.tsv:3:8: the same bug, engine and trial as in line 2");
}

TEST(Trials, AreOfAsManyBugsAndEnginesAsCanBeDrawn) {
  std::string bugs;
  for (std::size_t i = 0; i < kMaxBugs; ++i) {
    absl::StrAppend(&bugs, "b", i, "\tours\t0\t7\t1\t12\t100\t0.5\tescape\n");
  }
  EXPECT_EQ(error_of(file_of(bugs)), "accepted");
  absl::StrAppend(&bugs, "one_more\tours\t0\t7\t1\t12\t100\t0.5\tescape\n");
  EXPECT_EQ(error_of(file_of(bugs)), "t.tsv:258:1: more than 256 different bugs");

  std::string engines;
  for (std::size_t i = 0; i <= kMaxEngines; ++i) {
    absl::StrAppend(&engines, "a\te", i, "\t0\t7\t1\t12\t100\t0.5\tescape\n");
  }
  EXPECT_EQ(error_of(file_of(engines)), "t.tsv:18:3: more than 16 different engines");
}

TEST(Trials, MayBeMany) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&lines, "a\tours\t", i, "\t7\t1\t12\t100\t0.5\tescape\n");
  }
  const absl::StatusOr<Experiment> experiment = parse_trials(file_of(lines), "t.tsv");
  ASSERT_TRUE(experiment.ok()) << experiment.status();
  EXPECT_THAT(experiment->of(0, 0), SizeIs(20'000));
}

}  // namespace
}  // namespace pinprick::rivals::trials_test
