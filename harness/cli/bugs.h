// The subcommand that only `pinprick` itself has: the bug bank.
#pragma once

#include "harness/cli/command.h"

namespace pinprick::harness {

extern const Command kBugsCommand;

}  // namespace pinprick::harness
