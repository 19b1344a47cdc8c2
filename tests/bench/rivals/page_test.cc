// The page: from trials to what is read, and the program that writes it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "tests/bench/rivals/comparison.h"
#include "tests/bench/rivals/plot.h"
#include "tests/bench/rivals/results.h"
#include "tests/bench/rivals/trials.h"
#include "tests/bench/rivals/xml.h"

namespace pinprick::rivals::page_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// `found` 0 or 1; all else of a line follows.
class Data {
 public:
  Data& add(absl::string_view bug, absl::string_view engine,
            const std::vector<std::uint64_t>& found,
            const std::vector<std::uint64_t>& given_up = {}) {
    std::size_t trial = 0;
    for (const std::uint64_t executions : found) {
      absl::StrAppend(&text_, bug, "\t", engine, "\t", trial++, "\t1\t1\t", executions, "\t",
                      4 * executions, "\t", static_cast<double>(executions) / 1000, "\tescape\n");
    }
    for (const std::uint64_t executions : given_up) {
      absl::StrAppend(&text_, bug, "\t", engine, "\t", trial++, "\t1\t0\t", executions, "\t",
                      4 * executions, "\t", static_cast<double>(executions) / 1000, "\t-\n");
    }
    return *this;
  }

  std::string text() const { return absl::StrCat(kTrialsHeader, "\n", text_); }

  Comparison compared() const {
    absl::StatusOr<Experiment> experiment = parse_trials(text(), "data");
    EXPECT_TRUE(experiment.ok()) << experiment.status();
    return compare(*std::move(experiment));
  }

  std::string page() const { return results_page(compared(), "results.svg"); }

 private:
  std::string text_;
};

const std::vector<std::uint64_t> kTens = {10, 20, 30, 40, 50, 60, 70, 80};
const std::vector<std::uint64_t> kThousands = {1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000};

Data two_bugs() {
  Data data;
  data.add("deep", "pinprick", kTens);
  data.add("deep", "libfuzzer", kThousands);
  data.add("deep", "afl", {9000}, {12000, 12000, 12000});
  data.add("shallow", "pinprick", {3, 3, 3, 3});
  data.add("shallow", "libfuzzer", {3, 3, 3, 3});
  return data;
}

TEST(Page, SaysWhatWasMeasured) {
  EXPECT_THAT(
      two_bugs().page(),
      HasSubstr("2 planted bugs, 3 engines (`pinprick`, `libfuzzer`, `afl`; the first is ours), "
                "28 trials: 4 to 8 for each pair of bug and engine, but none for 1 pair. They ran "
                "81,384 programs of 325,536 operations in 81.4 seconds of processor time. 3 trials "
                "were given up without a "
                "finding, after 12,000 programs and at most 12.0 seconds. The findings: 25 "
                "escape, 0 missed, 0 mismatch.\n"));
}

TEST(Page, ShowsTheGoals) {
  EXPECT_THAT(
      two_bugs().page(),
      AllOf(HasSubstr(
                "| `pinprick` finds every bug in every trial, each within 60 seconds | found in "
                "12 of 12 trials; the slowest trial took 0.080 s (`deep`) | yes |\n"),
            HasSubstr("| `pinprick` needs at least 10 times fewer executions (median) than "
                      "`libfuzzer` | on 1 of 2 bugs; geometric mean of the ratios 10.0×, median "
                      "50.5× | yes |\n"),
            HasSubstr(
                "| `pinprick` has a smaller median than every rival on at least 2 of 2 bugs | on "
                "1 of 2 bugs | no |\n"),
            HasSubstr("\n- `shallow` (3): as quick: `libfuzzer` (3); not compared: `afl` (not "
                      "measured)\n"),
            Not(HasSubstr("- `deep`"))));
}

TEST(Page, ShowsTheTables) {
  EXPECT_THAT(
      two_bugs().page(),
      AllOf(HasSubstr("| bug | `pinprick` | `libfuzzer` | `afl` |\n|---|--:|--:|--:|\n"
                      "| `deep` | **40** [10–70], 8/8 | 4,000 [1,000–7,000], 8/8 | > 12,000 "
                      "[9,000–open], 1/4 |\n"
                      "| `shallow` | **3** [3–open], 4/4 | **3** [3–open], 4/4 | not measured "
                      "|\n"),
            HasSubstr("| `deep` | 1.00 large, p < 0.001 | 1.00 large, p = 0.002 |\n"
                      "| `shallow` | 0.50 negligible, no p | not measured |\n"),
            HasSubstr("| `deep` | 100× | ≥ 300× |\n"
                      "| `shallow` | 1.00× | not measured |\n"
                      "| **geometric mean** | **10.0×** | **≥ 300×** |\n"
                      "| **median** | **50.5×** | **≥ 300×** |\n"),
            HasSubstr("| `deep` | **0.040** | 4.00 | > 12.0 |\n"), HasSubstr("](results.svg)\n")));
}

TEST(Page, DoesNotHideOurFailures) {
  Data data;
  data.add("a", "pinprick", {5}, {90'000, 90'000}).add("a", "libfuzzer", {5, 6, 7});
  data.add("b", "libfuzzer", {5, 6, 7});
  data.add("c", "pinprick", {5, 6, 7}).add("c", "libfuzzer", {1}, {2, 2});
  const Comparison all = data.compared();
  EXPECT_FALSE(all.detection.is_met);
  EXPECT_FALSE(all.lead.is_met);
  EXPECT_EQ(all.lead.leading, 0U);
  ASSERT_TRUE(all.ratio.has_value());
  EXPECT_FALSE(all.ratio->is_met);
  EXPECT_THAT(
      data.page(),
      AllOf(HasSubstr(
                "found in 4 of 6 trials, not always: `a`, `b`; the slowest trial took 90.0 s (`a`) "
                "| no |"),
            HasSubstr("on 0 of 2 bugs; geometric mean of the ratios unknown"),
            HasSubstr("; 1 bug not measured | no |"),
            HasSubstr("- `a` (> 90,000): quicker: `libfuzzer` (6)\n"
                      "- `b` (not measured): not compared: `libfuzzer` (6)\n"
                      "- `c` (6): undecided: `libfuzzer` (> 2)\n"),
            HasSubstr("| `b` | not measured | **6** [5–open], 3/3 |")));
}

TEST(Page, ARatioThatIsLargeEnoughMustBeThatOfEveryBug) {
  Data data;
  data.add("a", "pinprick", {5}).add("a", "libfuzzer", {}, {50});
  EXPECT_TRUE(data.compared().ratio->is_met);
  data.add("b", "pinprick", {5});
  EXPECT_FALSE(data.compared().ratio->is_met);
  data.add("b", "libfuzzer", {49});
  EXPECT_FALSE(data.compared().ratio->is_met);
}

// However large the others are.
TEST(Page, ARatioIsNotLargeEnoughWhereOursMayBeAnything) {
  Data data;
  data.add("a", "pinprick", {}, {2}).add("a", "libfuzzer", {2});
  data.add("b", "pinprick", {5}).add("b", "libfuzzer", {50'000});
  data.add("c", "pinprick", {5}).add("c", "libfuzzer", {50'000});
  const RatioGoal goal = *data.compared().ratio;
  EXPECT_EQ(goal.reached, 2U);
  EXPECT_EQ(goal.geometric_mean.low, 0);
  EXPECT_EQ(goal.median.low, 10'000);
  EXPECT_FALSE(goal.is_met);
}

TEST(Page, EveryTrialWithinTheLimit) {
  Data data;
  data.add("a", "pinprick", {60'000});
  EXPECT_TRUE(data.compared().detection.is_met);
  data.add("b", "pinprick", {60'001});
  EXPECT_FALSE(data.compared().detection.is_met);
}

TEST(Page, OfOursAloneHasNoRivals) {
  Data data;
  data.add("a", "pinprick", {5, 6});
  EXPECT_FALSE(data.compared().lead.is_met);
  EXPECT_THAT(data.page(),
              AllOf(HasSubstr("Every trial found its bug."),
                    HasSubstr("than `libfuzzer` | not measured | no |"),
                    Not(HasSubstr("Effect sizes")), Not(HasSubstr("Where the median"))));
}

// 90 %, rounded up.
TEST(Page, ALeadIsNeededOnEighteenOfTwenty) {
  Data data;
  for (int i = 0; i < 20; ++i) {
    data.add(absl::StrCat("bug", i), "pinprick", {i < 2 ? 9U : 5U});
    data.add(absl::StrCat("bug", i), "random", {7});
  }
  const LeadGoal goal = data.compared().lead;
  EXPECT_EQ(goal.needed, 18U);
  EXPECT_EQ(goal.leading, 18U);
  EXPECT_TRUE(goal.is_met);
  data.add("bug20", "pinprick", {9}).add("bug20", "random", {7});
  EXPECT_FALSE(data.compared().lead.is_met);
}

TEST(Page, EscapesNames) {
  Data data;
  data.add("a<b>|\"c\" & *d*", "o`urs", {5}).add("a<b>|\"c\" & *d*", "<script>", {6});
  EXPECT_THAT(data.page(),
              AllOf(HasSubstr("| a\\<b\\>\\|\\\"c\\\" \\& \\*d\\* | "), HasSubstr("o\\`urs"),
                    HasSubstr("\\<script\\>"), Not(HasSubstr("<script>"))));
  EXPECT_THAT(plot(data.compared()),
              AllOf(HasSubstr(">a&lt;b&gt;|&quot;c&quot; &amp; *d*</text>"),
                    HasSubstr(">&lt;script&gt;</text>"), Not(HasSubstr("<script>"))));
}

std::size_t count(absl::string_view text, absl::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != absl::string_view::npos;
       at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(Plot, HasAPanelABugAndACurveAnEngine) {
  const std::string svg = plot(two_bugs().compared());
  EXPECT_THAT(svg, AllOf(StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\""),
                         HasSubstr(">deep</text>"), HasSubstr(">shallow</text>"),
                         HasSubstr(">not measured: afl</text>"), HasSubstr("fill=\"#ffffff\"")));
  EXPECT_EQ(count(svg, "stroke-dasharray"), 3U + 5U) << "three in the legend, five curves";
  EXPECT_EQ(count(svg, "fill=\"none\""), 3U + 5U + 2U) << "and two frames";
  EXPECT_EQ(count(svg, "v8\""), 3U + 1U) << "three in the legend, one where afl was given up";
}

TEST(Plot, FallsWhereBugsAreFound) {
  Data data;
  // Of one decade: x is 0.03 of the width from the frame at 1 and at 10.
  data.add("a", "ours", {1, 10}).add("a", "rival", {}, {10});
  const std::string svg = plot(data.compared());
  EXPECT_THAT(svg, HasSubstr("<path d=\"M0 5.9H7.08V59H228.92V112.1\""));
  EXPECT_THAT(svg, HasSubstr("<path d=\"M0 5.9H228.92\""));
  EXPECT_THAT(svg, HasSubstr("<path d=\"M228.92 1.9v8\""));
}

// No curve leaves its panel, whatever the numbers.
TEST(Plot, StandsExtremes) {
  Data data;
  data.add("a", "ours", {1}, {0}).add("a", "rival", {kMaxCount / 4});
  data.add("b", "ours", {1'000'000}).add("b", "rival", {}, {3});
  for (const Data& each : {data, Data().add("a", "ours", {}, {0})}) {
    EXPECT_THAT(plot(each.compared()),
                AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf")), Not(HasSubstr("H-"))));
  }
}

TEST(Page, IsTheSameForTheSameTrialsInAnyOrder) {
  const std::string page = two_bugs().page();
  EXPECT_EQ(page, two_bugs().page());
  Data reordered;
  reordered.add("deep", "pinprick", {80, 20, 30, 40, 50, 60, 70, 10});
  reordered.add("deep", "libfuzzer", kThousands);
  reordered.add("deep", "afl", {9000}, {12000, 12000, 12000});
  reordered.add("shallow", "pinprick", {3, 3, 3, 3});
  reordered.add("shallow", "libfuzzer", {3, 3, 3, 3});
  EXPECT_EQ(page, reordered.page());
  EXPECT_EQ(plot(two_bugs().compared()), plot(reordered.compared()));
}

TEST(Xml, EscapesAndNests) {
  XmlWriter xml;
  xml.open("g", {{"name", "\"<'&>"}});
  xml.leaf("line", {{"x", number(4.5)}, {"y", number(-0.001)}});
  xml.text("text", {}, "a < b");
  xml.close();
  EXPECT_EQ(std::move(xml).take(),
            "<g name=\"&quot;&lt;&#39;&amp;&gt;\">\n"
            "  <line x=\"4.5\" y=\"0\"/>\n"
            "  <text>a &lt; b</text>\n"
            "</g>\n");
}

// The program that does it all, in a folder of its own.
class Program : public ::testing::Test {
 protected:
  Program() {
    if (mkdtemp(folder_.data()) == nullptr) ADD_FAILURE() << folder_ << ": cannot be made";
  }
  ~Program() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  std::string path(absl::string_view name) const { return absl::StrCat(folder_, "/", name); }

  std::string file(absl::string_view name, absl::string_view content) const {
    EXPECT_TRUE(harness::write_file(path(name), content).ok());
    return path(name);
  }

  static std::string content(const std::string& path) {
    return harness::read_file(path, kMaxTrialsFileBytes).value_or("cannot be read");
  }

  // The exit status; what it wrote to stderr is in errors_.
  int run(std::vector<std::string> words) {
    const std::string errors = path("stderr");
    words.insert(words.begin(), RIVALS_PAGE);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      dup2(open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), STDERR_FILENO);
      execv(argv[0], argv.data());
      _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    errors_ = content(errors);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string folder_ = ::testing::TempDir() + "rivals-test-XXXXXX";
  std::string errors_;
};

TEST_F(Program, WritesThePageAndThePicture) {
  const std::string data = file("data.tsv", two_bugs().text());
  EXPECT_EQ(run({data, path("out/deep")}), 0) << errors_;
  EXPECT_EQ(content(path("out/deep/results.md")), two_bugs().page());
  EXPECT_EQ(content(path("out/deep/results.svg")), plot(two_bugs().compared()));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("out/deep")), {}), 2);
}

TEST_F(Program, TellsABadPlaceInOneLineAndWritesNothing) {
  const std::string data = file("data.tsv", absl::StrCat(two_bugs().text(), "x\ty\n"));
  EXPECT_EQ(run({data, path("out")}), 2);
  EXPECT_EQ(errors_, absl::StrCat(data, ":30:4: only 2 of 9 columns\n"));
  EXPECT_FALSE(std::filesystem::exists(path("out")));
}

TEST_F(Program, TellsWhatCannotBeReadOrWritten) {
  EXPECT_EQ(run({path("none.tsv"), path("out")}), 2);
  EXPECT_EQ(errors_, absl::StrCat(path("none.tsv"), ": No such file or directory\n"));
  const std::string data = file("data.tsv", two_bugs().text());
  EXPECT_EQ(run({data, data}), 2);
  EXPECT_EQ(errors_, absl::StrCat(data, ": Not a directory\n"));
  EXPECT_EQ(run({data}), 2);
  EXPECT_EQ(errors_, "usage: rivals_page DATA.tsv OUT_DIRECTORY\n");
}

}  // namespace
}  // namespace pinprick::rivals::page_test
