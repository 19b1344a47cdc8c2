// What one program of a user's type may take: the options of `check` and `fuzz`.
#pragma once

#include "absl/status/status.h"

namespace pinprick::harness {

// The flags.
inline constexpr const char* kTimeFlag = "program_ms";
inline constexpr const char* kMemoryFlag = "program_mb";

// Puts in force what they say. The error is one line.
absl::Status apply_program_limits();

}  // namespace pinprick::harness
