// A fuzz target: what is promised of one reader of hostile input, as a function that dies where the
// promise is broken.
//
// Each *_fuzz.cc defines these three and says on top what it holds its reader to. driver.cc runs
// them: over libFuzzer's inputs, or over files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace pinprick::harness {

// Anything at all may be handed to it. Comes back if all promises were kept, see demand.h.
void judge_input(absl::Span<const std::uint8_t> input);

// A stored program as an input: what a campaign starts from. `text` is its file.
std::vector<std::uint8_t> input_of(absl::string_view text);

// Words that the engine would hardly find by itself; empty where there are none.
std::vector<std::string> dictionary();

}  // namespace pinprick::harness
