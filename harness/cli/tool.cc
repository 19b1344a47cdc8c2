#include "harness/cli/tool.h"

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/cli/campaign_command.h"
#include "harness/cli/command.h"
#include "harness/cli/types.h"
#include "harness/interpreter/sanitizer_options.h"

namespace pinprick::harness {
namespace {

std::vector<const Command*> commands_of(const Tool& tool) {
  std::vector<const Command*> commands = {&kCheckCommand,    &kExplainCommand, &kRunCommand,
                                          &kFuzzCommand,     &kExhaustCommand, &kConfirmCommand,
                                          &kMinimizeCommand, &kKindsCommand,   &kRulesCommand,
                                          &kDrillCommand,    &kGateCommand};
  commands.insert(commands.end(), tool.more_commands.begin(), tool.more_commands.end());
  return commands;
}

std::string overview(const Tool& tool) {
  std::string out =
      "pinprick: random programs make, move, box, pin, poll and drop state machines, and the\n"
      "sanitizers confirm that exactly those which misuse a !Unpin value touch a stale place.\n\n"
      "Commands:\n";
  for (const Command* command : commands_of(tool)) {
    const std::string about = command->about;
    absl::StrAppendFormat(&out, "  %-10s %s\n", command->name, about.substr(0, about.find('\n')));
  }
  out += "\n`pinprick COMMAND --help` tells more. A program for a start: corpus/seed/.\n";
  return out;
}

}  // namespace

int run_tool(const std::vector<std::string>& words, const Tool& tool) {
  corpus_directory() = tool.corpus;
  types_are_own() = tool.is_about_types;
  if (words.empty()) {
    std::fputs(overview(tool).c_str(), stderr);
    return kExitUsage;
  }
  const std::string& name = words[0];
  if (name == "--help" || name == "-h" || name == "help") {
    std::fputs(overview(tool).c_str(), stdout);
    return kExitAsPredicted;
  }
  if (name == "--version") {
    std::puts("pinprick " PINPRICK_VERSION);
    return kExitAsPredicted;
  }
  for (const Command* command : commands_of(tool)) {
    if (name != command->name) continue;
    std::vector<std::string> rest(words.begin() + 1, words.end());
    for (const std::string& word : rest) {
      if (word == "--") break;
      if (word != "--help" && word != "-h") continue;
      std::fputs(help(*command).c_str(), stdout);
      return kExitAsPredicted;
    }
    absl::StatusOr<Arguments> arguments = parse_arguments(*command, rest);
    if (!arguments.ok()) return fail(arguments.status());
    if (absl::Status status = check_sanitizer_options(); !status.ok()) return fail(status);
    // `check` takes them one after the other.
    if (command != &kCheckCommand) {
      if (absl::Status status = admit_chosen_type(); !status.ok()) return fail(status);
    }
    return command->run(*arguments);
  }
  return usage_error(absl::StrCat("no command `", name, "`; see `pinprick --help`"));
}

}  // namespace pinprick::harness
