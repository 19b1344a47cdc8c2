#include "harness/campaign/drill.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/campaign/trial.h"
#include "harness/generator/generator.h"

namespace pinprick::harness {
namespace {

// Most faults are found within a few thousand, the last ones within a million; one that is not
// found in so many is not going to be.
constexpr std::uint64_t kProgramsMax = 8'000'000;
constexpr std::size_t kOpsPerProgram = 24;

struct Plan {
  std::string name;
  std::optional<Rule> forgotten;
  InterpreterOptions options;
  bool is_usual = false;
  bool as_escape = false;  // must show as an escape; otherwise as missed or mismatch
};

std::vector<Plan> plans() {
  InterpreterOptions hole;
  hole.subjects = &catalogue_with_hole();
  InterpreterOptions deaf;
  deaf.interception = Interception::kDeaf;
  InterpreterOptions unpoisoned;
  unpoisoned.vacated = VacatedPlace::kReadable;
  InterpreterOptions reusing;
  reusing.reuse_places = true;
  std::vector<Plan> all = {
      {"a future with a soundness hole", {}, hole, true, true},
      {"an interception that is switched off", {}, deaf, true},
      {"a vacated place that is not poisoned", {}, unpoisoned, true},
      {"a vacated place that is used again", {}, reusing},
  };
  for (const RuleSpec& rule : kRules) {
    const bool is_usual = rule.rule == Rule::kBeforePin || rule.rule == Rule::kSet;
    all.push_back(
        {absl::StrCat("a model that forgets `", rule.name, "`"), rule.rule, {}, is_usual});
  }
  return all;
}

bool shows(const Plan& plan, VerdictKind verdict) {
  if (plan.as_escape) return verdict == VerdictKind::kEscape;
  return verdict == VerdictKind::kMissed || verdict == VerdictKind::kMismatch;
}

}  // namespace

std::vector<PlantedFault> fire_drill(std::uint64_t seed, DrillLength length) {
  std::vector<PlantedFault> results;
  for (const Plan& plan : plans()) {
    if (length == DrillLength::kUsual && !plan.is_usual) continue;
    PlantedFault& result = results.emplace_back();
    result.name = plan.name;
    Generator generator(seed);
    Bench bench(plan.forgotten, plan.options);
    while (!result.found && result.programs < kProgramsMax) {
      ++result.programs;
      const Bench::Trial trial = bench.run(generator.next(kOpsPerProgram));
      result.found = shows(plan, trial.verdict.kind);
      if (result.found) result.verdict = std::string(name(trial.verdict.kind));
    }
  }
  return results;
}

std::size_t found_of(const std::vector<PlantedFault>& drill) {
  return static_cast<std::size_t>(std::count_if(
      drill.begin(), drill.end(), [](const PlantedFault& each) { return each.found; }));
}

std::string to_text(const std::vector<PlantedFault>& drill) {
  std::string out =
      absl::StrCat("fire drill: ", drill.size(), " faults planted, ", found_of(drill), " found\n");
  for (const PlantedFault& each : drill) {
    absl::StrAppendFormat(&out, "  %-40s %s\n", each.name,
                          each.found
                              ? absl::StrCat(each.verdict, " after ", each.programs, " programs")
                              : absl::StrCat("NOT FOUND in ", each.programs, " programs"));
  }
  return out;
}

}  // namespace pinprick::harness
