// The parser of programs, and of what they state of themselves. Of any bytes whatever:
//
//   - either they parse, or there is one line of error: FILE:LINE:COLUMN: found ..., expected ...,
//     of a place that is there
//   - a message is short, valid UTF-8, and holds nothing that a terminal would act upon, whatever
//     stood in the file
//   - what parses is a valid program, which survives text and bytes
//   - each operation is on the line that is said to hold it, and each expectation beside its own
//   - an expectation that is not met is told of in one line likewise
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

// Dies where one of them is broken.
void judge_text(absl::string_view text);

// What can stand in a program, from the tables.
std::vector<std::string> words_of_the_language();

}  // namespace pinprick::harness
