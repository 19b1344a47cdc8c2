// Every program of the repository that shows something, by what the real futures do.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "harness/cli/showing.h"
#include "tests/harness/minimizer/watched.h"
#include "tests/harness/program/pin_files.h"

namespace pinprick::harness::stored_test {
namespace {

// One that loops without an end takes its time in each run, and no proof tells us more.
MinimizerOptions one_proof() {
  MinimizerOptions options;
  options.proofs = 1;
  return options;
}

std::vector<Program> programs_in(const std::string& folder) {
  std::vector<Program> programs;
  for (const std::string& file : pin_files(folder)) {
    absl::StatusOr<Script> script = load(file);
    EXPECT_TRUE(script.ok()) << script.status();
    if (script.ok()) programs.push_back(script->program);
  }
  return programs;
}

// Those that show something; of many, each so-manieth.
void minimize_all(const std::string& folder, std::size_t at_least, std::size_t stride = 1) {
  Bench bench;
  std::size_t count = 0;
  for (const std::string& file : pin_files(folder)) {
    SCOPED_TRACE(file);
    absl::StatusOr<Script> script = load(file);
    ASSERT_TRUE(script.ok()) << script.status();
    const Program& program = script->program;
    const Showing shown = showing_of(program, bench.run(program));
    if (shown.verdict == VerdictKind::kClean) continue;
    if (++count % stride != 0) continue;
    ShowingTest test(shown);
    const auto keeps = [&test](const Program& each) { return test.shows(each); };
    const absl::StatusOr<Minimized> result = Watched(keeps, one_proof()).minimize(program);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_TRUE(result->is_finished);
    EXPECT_EQ(showing_of(result->program, bench.run(result->program)), shown);
    EXPECT_FALSE(is_smaller(program, result->program));
    // It takes as long again, so not for all.
    if (count / stride % 4 == 0) {
      const absl::StatusOr<Minimized> again = minimize(program, keeps, one_proof());
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(again->program, result->program) << "not the same twice";
      EXPECT_EQ(again->counts.runs, result->counts.runs);
    }
    const absl::StatusOr<Minimized> more = minimize(result->program, keeps, one_proof());
    ASSERT_TRUE(more.ok());
    EXPECT_EQ(to_text(more->program), to_text(result->program)) << "not finished";
  }
  EXPECT_GE(count, at_least);
}

TEST(Stored, Fail) { minimize_all("tests/fail", 150, 4); }
TEST(Stored, Seed) { minimize_all("corpus/seed", 40); }

// What a model that has forgotten a rule makes of programs are findings. They get smaller like
// everything else. (An escape would take a library with a hole.)
TEST(Stored, Findings) {
  const std::vector<Program> programs = programs_in("corpus/seed");
  std::set<VerdictKind> verdicts;
  for (const RuleSpec& rule : kRules) {
    SCOPED_TRACE(rule.name);
    Bench bench(rule.rule);
    std::size_t count = 0;
    for (const Program& program : programs) {
      const Showing shown = showing_of(program, bench.run(program));
      if (!is_finding(shown.verdict) || ++count > 2) continue;
      verdicts.insert(shown.verdict);
      ShowingTest test(shown, rule.rule);
      const auto keeps = [&test](const Program& each) { return test.shows(each); };
      const absl::StatusOr<Minimized> result = Watched(keeps, one_proof()).minimize(program);
      ASSERT_TRUE(result.ok()) << result.status();
      EXPECT_EQ(showing_of(result->program, bench.run(result->program)), shown);
      EXPECT_LE(result->program.ops.size(), program.ops.size());
    }
  }
  EXPECT_EQ(verdicts, (std::set<VerdictKind>{VerdictKind::kMissed, VerdictKind::kMismatch}));
}

// What is kept says by what the program is known, so that the model may answer before the run.
TEST(ShowingTest, SaysTheSameAsARun) {
  Bench bench;
  const std::vector<Program> programs = programs_in("corpus/seed");
  std::vector<Showing> showings;
  for (const Program& each : programs) showings.push_back(showing_of(each, bench.run(each)));
  for (const Showing& wanted : showings) {
    ShowingTest test(wanted);
    for (std::size_t i = 0; i < programs.size(); ++i) {
      EXPECT_EQ(test.shows(programs[i]), showings[i] == wanted) << to_text(programs[i]);
    }
  }
}

}  // namespace
}  // namespace pinprick::harness::stored_test
