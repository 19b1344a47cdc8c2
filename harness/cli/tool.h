// The whole command line: which subcommands there are, and which one is meant.
//
// Two executables have it: `pinprick` itself, and the one that a user makes of his own types
// (check_main.cc). What differs between them is what they hand over here.
#pragma once

#include <string>
#include <vector>

#include "harness/cli/command.h"

namespace pinprick::harness {

struct Tool {
  // Campaigns start from the programs below it, which is the project's own corpus; "" is none.
  std::string corpus;
  // Whether the types that are registered (pinprick/check.h) are what the executable is about: then
  // the only one that there is need not be named.
  bool is_about_types = false;
  // Beside those that both have.
  std::vector<const Command*> more_commands;
};

// Runs the subcommand that `words` begin with; the exit status.
int run_tool(const std::vector<std::string>& words, const Tool& tool);

}  // namespace pinprick::harness
