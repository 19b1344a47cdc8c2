#include "harness/judge/expectations.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pinprick::harness {
namespace {

using What = Expectation::What;

// What came of operation `op`, in the words of an expectation.
std::string outcome(const Observation& observation, std::uint16_t op) {
  if (observation.fault.has_value() && observation.fault->op == op) {
    return expectation_of(observation.fault->fault.kind);
  }
  for (const Event& event : observation.trace) {
    if (event.op != op) continue;
    if (event.kind == EventKind::kPending) return "pending";
    if (event.kind == EventKind::kPanicked) {
      return event.part == kCauseStalled  ? "stalled"
             : event.part == kCauseThrown ? "throws"
             : event.part == kCauseMoved  ? "moved"
                                          : "panics";
    }
    if (event.kind == EventKind::kReady) {
      return event.part == 2 ? absl::StrCat("ready(", event.value, ", ", event.second, ")")
                             : absl::StrCat("ready(", event.value, ")");
    }
  }
  return "nothing";
}

std::string wanted(const Expectation& expectation) {
  switch (expectation.what) {
    case What::kPending:
      return "pending";
    case What::kPanics:
      return "panics";
    case What::kStalled:
      return "stalled";
    case What::kThrows:
      return "throws";
    case What::kMoved:
      return "moved";
    case What::kReady:
      return absl::StrCat("ready(", absl::StrJoin(expectation.outputs, ", "), ")");
    case What::kUseAfterMove:
    case What::kFaults:
      break;
  }
  if (expectation.fault.has_value()) return expectation_of(*expectation.fault);
  return expectation.what == What::kFaults ? "faults" : "use-after-move";
}

bool is_met(const Expectation& expectation, absl::string_view seen) {
  const std::string word = wanted(expectation);
  const bool is_fault =
      expectation.what == What::kUseAfterMove || expectation.what == What::kFaults;
  const bool any_class = is_fault && !expectation.fault.has_value();
  return any_class ? absl::StartsWith(seen, word) : seen == word;
}

std::string class_and_rule(ProgramClass program_class, const std::optional<Rule>& rule) {
  return absl::StrCat(name(program_class), rule.has_value() ? " " : "",
                      rule.has_value() ? spec(*rule).name : "");
}

}  // namespace

std::vector<std::string> unmet_expectations(const Script& script, absl::string_view file,
                                            const Prediction& prediction,
                                            const Observation& observation) {
  std::vector<std::string> unmet;
  for (const Expectation& expectation : script.expectations) {
    const std::string seen = outcome(observation, expectation.op);
    if (is_met(expectation, seen)) continue;
    unmet.push_back(absl::StrCat(file, ":", expectation.line, ": expected ", wanted(expectation),
                                 ", observed ", seen));
  }
  const bool class_differs =
      script.program_class.has_value() && *script.program_class != prediction.program_class;
  const bool rule_differs = script.rule.has_value() && script.rule != prediction.rule;
  if (class_differs || rule_differs) {
    unmet.push_back(absl::StrCat(
        file, ": expected a program that is ", class_and_rule(*script.program_class, script.rule),
        ", the contract says ", class_and_rule(prediction.program_class, prediction.rule)));
  }
  return unmet;
}

}  // namespace pinprick::harness
