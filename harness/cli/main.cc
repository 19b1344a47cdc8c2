// pinprick: proves that futures stay put. One subcommand, its options, its exit status.

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/cli/command.h"
#include "harness/interpreter/sanitizer_options.h"

namespace pinprick::harness {
namespace {

const Command* const kCommands[] = {&kRunCommand,     &kFuzzCommand,     &kExhaustCommand,
                                    &kConfirmCommand, &kMinimizeCommand, &kKindsCommand,
                                    &kRulesCommand,   &kDrillCommand,    &kGateCommand};

std::string overview() {
  std::string out =
      "pinprick: random programs make, move, box, pin, poll and drop state machines, and the\n"
      "sanitizers confirm that exactly those which misuse a !Unpin value touch a stale place.\n\n"
      "Commands:\n";
  for (const Command* command : kCommands) {
    const std::string about = command->about;
    absl::StrAppendFormat(&out, "  %-10s %s\n", command->name, about.substr(0, about.find('\n')));
  }
  out += "\n`pinprick COMMAND --help` tells more. A program for a start: corpus/seed/.\n";
  return out;
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    std::fputs(overview().c_str(), stderr);
    return kExitUsage;
  }
  const std::string& name = words[0];
  if (name == "--help" || name == "-h" || name == "help") {
    std::fputs(overview().c_str(), stdout);
    return kExitAsPredicted;
  }
  if (name == "--version") {
    std::puts("pinprick " PINPRICK_VERSION);
    return kExitAsPredicted;
  }
  for (const Command* command : kCommands) {
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
    return command->run(*arguments);
  }
  return usage_error(absl::StrCat("no command `", name, "`; see `pinprick --help`"));
}

}  // namespace
}  // namespace pinprick::harness

int main(int argc, char** argv) {
  return pinprick::harness::run(std::vector<std::string>(argv + 1, argv + argc));
}
