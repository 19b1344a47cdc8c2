// A broken harness stops at once and says where.
//
// Three failures are kept apart: bad input is an absl::Status, a found bug is a Verdict, and a
// harness that contradicts itself dies here, with the exit code that says so. Use PINPRICK_CHECK
// for what only a mistake in the harness can make false; never for anything that a user's input
// or a type under test can cause.
#pragma once

namespace pinprick::harness {

// Exit status of a tool whose own machinery failed.
inline constexpr int kExitHarnessFailed = 3;

// Prints one line and leaves the process with kExitHarnessFailed.
[[noreturn]] void harness_failed(const char* file, int line, const char* what);

}  // namespace pinprick::harness

#define PINPRICK_CHECK(condition)     \
  ((condition) ? static_cast<void>(0) \
               : ::pinprick::harness::harness_failed(__FILE__, __LINE__, #condition))
