// Has a finding made smaller, by another process: `pinprick minimize`.
//
// A finding may be anything, down to what takes the process with it that runs it once more; a
// campaign must not lose at its end what it has found.
#pragma once

#include <chrono>
#include <string>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

struct SmallestOptions {
  // The tool to start: this executable.
  std::string tool = "/proc/self/exe";
  // Of the clock. What has been found by then counts; no time at all, and nothing is started.
  std::chrono::milliseconds time_max = std::chrono::seconds(10);
};

// Where the smallest program stands that shows what `path` shows: beside it, as X.smallest.pin for
// X.pin.
std::string smallest_path(absl::string_view path);

// Writes it there; whether it did. It does not where the program shows nothing, or not always the
// same, and where it was interrupted (interrupt.h).
bool write_smallest(const std::string& path, const SmallestOptions& options = {});

}  // namespace pinprick::harness
