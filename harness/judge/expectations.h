// What a program's own `#~` comments state, held against what was seen.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "harness/interpreter/observation.h"
#include "harness/model/prediction.h"
#include "harness/program/text.h"

namespace pinprick::harness {

// One line for each statement that did not come true, as "file:line: expected ..., observed ...".
// Statements about operations are checked against the observation, those about the whole program
// against the prediction, which alone knows rules.
std::vector<std::string> unmet_expectations(const Script& script, absl::string_view file,
                                            const Prediction& prediction,
                                            const Observation& observation);

}  // namespace pinprick::harness
