// How the sanitizers are set up in this process, and whether the environment left them so.
//
// A tool that links the trap starts with the options below. ASAN_OPTIONS and UBSAN_OPTIONS of the
// environment override them, which is right for whoever wants a longer report and ruinous where it
// blinds the harness: a heap without poison makes every misuse look harmless, and the campaign ends
// quiet and green. So every tool asks check_sanitizer_options() before its first program.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "harness/base/limits.h"

namespace pinprick::harness {

// What one program can free, at most: an operation frees the blocks of one row, which hold as many
// futures as there may be of the largest kind (some 600 bytes), each with what the sanitizer adds.
inline constexpr std::size_t kAddedBytes = 64;
inline constexpr std::size_t kFreedBytesPerOp = kMaxRowLength * (704 + kAddedBytes);
inline constexpr std::size_t kFreedBytesPerProgram = kMaxOps * kFreedBytesPerOp;

// Freed memory the sanitizer holds back, in units of its option. When full it gives back the oldest
// tenth and then some, up to one thread's batch; what remains must hold all that a program freed.
// No more than that: memory that comes back soon is still in the processor's cache.
inline constexpr std::size_t kQuarantineMb = 15;
inline constexpr std::size_t kThreadQuarantineKb = 64;
static_assert((kQuarantineMb << 20) / 10 * 9 >=
              kFreedBytesPerProgram + (kThreadQuarantineKb << 10));

// The options with which AddressSanitizer starts here, as its runtime gets them.
const char* default_asan_options();

// Reads back what is in force, from the environment and by trying: OK, or a failed precondition
// whose message is one line that names the option, its value and what it should be.
absl::Status check_sanitizer_options();

// The part of it that looks at one options text. `source` is the variable that holds it.
absl::Status check_option_text(absl::string_view source, absl::string_view text);

// The part of it that tries, whatever the text says.
absl::Status probe_sanitizers();

}  // namespace pinprick::harness
