// Help, and what the tool refuses: always one line, always exit status 2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/cli/tool.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kCommands[] = {"run",   "fuzz",  "exhaust", "confirm", "minimize",
                                     "kinds", "rules", "drill",   "gate"};

TEST(Help, OfTheTool) {
  for (const char* word : {"--help", "-h", "help"}) {
    const Outcome outcome = run_tool({word});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    for (const char* command : kCommands) {
      EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("\n  ", command, " ")));
    }
  }
}

TEST(Help, OfEachCommand) {
  for (const char* command : kCommands) {
    // Even after a mistake: that is when it is wanted.
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{command, "--help"}, {command, "--wrong", "-h"}}) {
      const Outcome outcome = run_tool(words);
      EXPECT_EQ(outcome.status, 0);
      EXPECT_EQ(outcome.err, "");
      EXPECT_THAT(outcome.out, StartsWith(absl::StrCat("pinprick ", command)));
      EXPECT_THAT(outcome.out, HasSubstr("\nOptions:\n"));
      EXPECT_THAT(outcome.out, HasSubstr("\nExit status: "));
    }
  }
}

TEST(Help, NamesEachOptionOfACampaign) {
  const Outcome outcome = run_tool({"fuzz", "--help"});
  for (const char* option : {"seconds", "runs", "jobs", "seed", "corpus"}) {
    EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("\n  --", option, "=VALUE ")));
  }
  EXPECT_THAT(outcome.out, HasSubstr("\n  --json "));
}

TEST(Usage, NoCommandGetsTheOverview) {
  const Outcome outcome = run_tool({});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("Commands:\n"));
}

TEST(Usage, UnknownCommand) {
  expect_refusal(run_tool({"fuss"}), "no command `fuss`; see `pinprick --help`");
  expect_refusal(run_tool({""}), "no command ``; see `pinprick --help`");
}

TEST(Usage, UnknownOption) {
  for (const char* option : {"--wrong", "--wrong=1", "-x", "--seconds", "--nojson=1", "---json"}) {
    expect_refusal(run_tool({"run", option}),
                   absl::StrCat("run: unknown option `", option, "`; see `pinprick run --help`"));
  }
}

TEST(Usage, MissingValue) {
  for (const char* option : {"seconds", "runs", "jobs", "seed", "corpus"}) {
    expect_refusal(run_tool({"fuzz", absl::StrCat("--", option)}),
                   absl::StrCat("fuzz: --", option, " needs a value"));
  }
}

TEST(Usage, ValueThatIsNoNumber) {
  for (const char* option : {"seconds", "runs", "jobs", "seed"}) {
    for (const char* value : {"abc", "-1", "1.5", "", "99999999999999999999"}) {
      const std::string message =
          absl::StrCat("fuzz: --", option, ": `", value, "` is not a value it can take");
      expect_refusal(run_tool({"fuzz", absl::StrCat("--", option, "=", value)}), message);
      expect_refusal(run_tool({"fuzz", absl::StrCat("--", option), value}), message);
    }
  }
}

// Without these the tool would run on, blind, and end quiet and green.
TEST(SanitizerOptions, ThatBlindTheToolAreRefused) {
  for (const char* option : {"poison_heap=0", "allow_user_poisoning=0", "quarantine_size_mb=0",
                             "halt_on_error=0", "verbosity=0:poison_heap=0"}) {
    for (const char* command : {"run", "confirm"}) {
      const Outcome outcome = run_tool({command, seed_program("article-boxed-and-pinned")},
                                       {absl::StrCat("ASAN_OPTIONS=", option)});
      EXPECT_EQ(outcome.status, 2) << option;
      EXPECT_EQ(outcome.out, "") << option;
      EXPECT_TRUE(is_one_line(outcome.err)) << option << ": " << outcome.err;
      const std::string text = option;
      EXPECT_THAT(outcome.err,
                  HasSubstr(absl::StrCat("ASAN_OPTIONS sets ", text.substr(text.rfind(':') + 1))));
    }
  }
}

TEST(SanitizerOptions, OthersAreTheUsersOwn) {
  const Outcome outcome = run_tool({"run", seed_program("article-moved-after-first-poll")},
                                   {"ASAN_OPTIONS=malloc_context_size=5:quarantine_size_mb=64"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
}

}  // namespace
}  // namespace pinprick::harness
