// What all subcommands share: their table, their flags, and how they end.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

ABSL_DECLARE_FLAG(bool, json);

namespace pinprick::harness {

// The exit status of the tool; 3 is kExitHarnessFailed.
inline constexpr int kExitAsPredicted = 0;
inline constexpr int kExitFinding = 1;
inline constexpr int kExitUsage = 2;

struct Arguments {
  std::vector<std::string> words;   // what is no flag
  std::vector<std::string> given;   // the names of the flags that were set, in order
  std::vector<std::string> values;  // ... and what each was set to

  bool has(absl::string_view flag) const;
  // What a flag was set to that may be given more than once.
  std::vector<std::string> all(absl::string_view flag) const;
};

struct Command {
  const char* name;
  const char* synopsis;  // what follows the name
  const char* about;
  std::array<const char*, 8> flags;  // that it takes, beside --help; null where there are fewer
  int (*run)(const Arguments& arguments);
};

extern const Command kCheckCommand;
extern const Command kRunCommand;
extern const Command kExplainCommand;
extern const Command kFuzzCommand;
extern const Command kExhaustCommand;
extern const Command kConfirmCommand;
extern const Command kMinimizeCommand;
extern const Command kKindsCommand;
extern const Command kRulesCommand;
extern const Command kDrillCommand;
extern const Command kGateCommand;

// Sets the flags found among `words` (--name=value, --name value, --json, --nojson; -o value for
// --output; `--` ends them). The error is one line.
absl::StatusOr<Arguments> parse_arguments(const Command& command,
                                          const std::vector<std::string>& words);

std::string help(const Command& command);

// Each line set in, as what belongs to the line above it.
std::string indented(absl::string_view text);

// How the tool is called again with that subcommand, and the same guest.
std::string tool_command(absl::string_view subcommand);

// Prints "pinprick: MESSAGE" and returns the exit status that fits: the user's input, or us.
int fail(const absl::Status& status);
int usage_error(absl::string_view message);
int harness_error(absl::string_view message);

}  // namespace pinprick::harness
