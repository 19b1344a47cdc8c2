// Reading and writing whole files.
//
// Promise: write_file leaves either the whole new content or what was there before, never a half;
// errors are one line that names the path and the reason.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pinprick::harness {

// The content of a regular file or pipe of at most `bytes_max` bytes.
// Errors: kNotFound, kPermissionDenied, kInvalidArgument (a directory, or too long), kUnavailable.
absl::StatusOr<std::string> read_file(const std::string& path, std::size_t bytes_max);

// Writes to a temporary name beside `path` and renames it into place.
absl::Status write_file(const std::string& path, absl::string_view content);

// Makes `path` and what is missing above it; nothing happens where it exists already.
absl::Status make_directory(const std::string& path);

}  // namespace pinprick::harness
