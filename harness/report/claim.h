// What a finding says of a guest's claim, in the words that a reviewer would use.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/interpreter/observation.h"
#include "harness/judge/judge.h"
#include "harness/program/guest.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Where in the user's own code the sanitizer's report says that it happened: "parser.cc:41". The
// first frame of the first stack that is not the harness's, the sanitizer's or a system header's;
// none if the report names no lines.
std::optional<std::string> place_in_report(absl::string_view report);

// Whether a line of a report is a frame of the harness's own: of no use to the user.
bool is_own_frame(absl::string_view line);

// "`Parser` claims Unpin, but after `feed` the bytes at offset 8 point into the object; moved by
// `push`, read by `count` at parser.cc:41". `self_pointers` are those of the same program; `report`
// is the sanitizer's, or empty.
std::string reviewers_sentence(const Guest& guest, const Program& program,
                               const Observation& observation, const Verdict& verdict,
                               const std::vector<SelfPointers>& self_pointers,
                               absl::string_view report);

}  // namespace pinprick::harness
