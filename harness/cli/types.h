// The registered types (pinprick/check.h): which of them is the guest of the programs.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "pinprick/check.h"

namespace pinprick::harness {

// Whether the executable is about the types that are registered, see Tool.
bool& types_are_own();

// Those that the subcommand is about: the one that --type names, or else all that there are.
absl::StatusOr<std::vector<const check::Registration*>> chosen_types();

// Makes the one that --type names the guest; if none is named, the only one that there is, in an
// executable that somebody made of his own types.
absl::Status admit_chosen_type();

}  // namespace pinprick::harness
