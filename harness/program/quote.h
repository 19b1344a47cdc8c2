// What somebody wrote, as a message shows it: between backquotes, and harmless.
//
// A file may hold anything, and whoever reads the message has a terminal that must survive it. So
// what is no UTF-8, and what a terminal would act upon instead of showing it, stands there byte by
// byte as `\xNN`; all but the beginning is left out. Promise: valid UTF-8 without control
// characters, never longer than four times kMaxQuoted and what stands around it.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

// Bytes of a word that are shown.
inline constexpr std::size_t kMaxQuoted = 40;

std::string quote(absl::string_view word);

}  // namespace pinprick::harness
