// Every program that stands in the repository, predicted, run and judged: the verdict is no
// finding, the program states something, and all that it states came true.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/interpreter/interpreter.h"
#include "harness/judge/expectations.h"
#include "harness/judge/judge.h"
#include "harness/model/model.h"
#include "harness/program/text.h"
#include "tests/harness/program/pin_files.h"

namespace pinprick::harness {
namespace {

class Programs : public testing::Test {
 protected:
  struct Outcome {
    Script script;
    Verdict verdict;
  };

  // Calls `check` for each file of `folder`, with what is demanded of every program checked before.
  // Returns the number of files.
  template <class Check>
  std::size_t each(const std::string& folder, Check check) {
    const std::vector<std::string> files = pin_files(folder);
    for (const std::string& file : files) {
      SCOPED_TRACE(file);
      absl::StatusOr<Script> script = load(file);
      if (!script.ok()) {
        ADD_FAILURE() << script.status().message();
        continue;
      }
      const Prediction& prediction = model_.predict(script->program);
      const Observation& observation = interpreter_.observe(script->program);
      const Verdict verdict = judge(prediction, observation);
      EXPECT_FALSE(is_finding(verdict.kind))
          << name(verdict.kind) << "\n"
          << explain(places_of(*script), prediction, observation, verdict);
      const std::vector<std::string> unmet =
          unmet_expectations(*script, file, prediction, observation);
      EXPECT_TRUE(unmet.empty()) << absl::StrJoin(unmet, "\n");
      EXPECT_TRUE(script->states_something()) << "states nothing";
      check(file, *script, verdict);
    }
    return files.size();
  }

  static std::string folder_of(const std::string& file) {
    return std::filesystem::path(file).parent_path().filename().string();
  }

  // A program for people opens with its idea and states its class.
  static void expect_readable(const std::string& file, const Script& script) {
    absl::StatusOr<std::string> text = read_file(file, kMaxFileBytes);
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(text->substr(0, 2), "# ") << "the first line says the idea";
    EXPECT_TRUE(script.program_class.has_value()) << "states no class";
    EXPECT_EQ(script.program_class >= ProgramClass::kLatent, script.rule.has_value())
        << "misuse states its rule";
    const std::string stem = std::filesystem::path(file).stem().string();
    EXPECT_EQ(stem.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos)
        << "not kebab-case";
  }

 private:
  Model model_;
  Interpreter interpreter_;
};

TEST_F(Programs, Seed) {
  std::set<std::string> seen;
  const std::size_t count =
      each("corpus/seed", [&](const std::string& file, const Script& script, Verdict) {
        expect_readable(file, script);
        EXPECT_TRUE(seen.insert(to_text(script.program)).second) << "the same as another";
      });
  EXPECT_GE(count, 45U);
}

TEST_F(Programs, Regression) {
  each("corpus/regression", [](const std::string&, const Script&, Verdict) {});
}

TEST_F(Programs, Pass) {
  std::set<std::string> rules;
  each("tests/pass", [&](const std::string& file, const Script& script, const Verdict& verdict) {
    expect_readable(file, script);
    EXPECT_EQ(name(verdict.kind), "clean");
    rules.insert(folder_of(file));
  });
  std::set<std::string> known;
  for (const RuleSpec& rule : kRules) known.insert(rule.name);
  for (const std::string& rule : rules) EXPECT_TRUE(known.count(rule) > 0) << rule;
  EXPECT_GE(rules.size(), 13U);
}

TEST_F(Programs, Fail) {
  std::set<std::string> rules;
  each("tests/fail", [&](const std::string& file, const Script& script, const Verdict& verdict) {
    expect_readable(file, script);
    EXPECT_TRUE(verdict.kind == VerdictKind::kLatent || verdict.kind == VerdictKind::kCaught)
        << name(verdict.kind);
    // The folder is named after the rule that the program breaks.
    if (script.rule.has_value()) {
      EXPECT_EQ(spec(*script.rule).name, folder_of(file));
    }
    rules.insert(folder_of(file));
  });
  EXPECT_GE(rules.size(), 6U);
}

}  // namespace
}  // namespace pinprick::harness
