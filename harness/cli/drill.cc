#include "harness/campaign/drill.h"

#include <cstdio>

#include "absl/flags/flag.h"
#include "absl/strings/str_format.h"
#include "harness/base/check.h"
#include "harness/cli/campaign_command.h"
#include "harness/cli/command.h"
#include "harness/report/json.h"

namespace pinprick::harness {
namespace {

int drill(const Arguments& arguments) {
  if (!arguments.words.empty()) return usage_error("drill: takes no arguments");
  Summary summary;
  summary.command = "drill";
  summary.seed = chosen_seed(arguments);
  absl::PrintF("seed: %d\n", *summary.seed);
  const std::vector<PlantedFault> results = fire_drill(*summary.seed, DrillLength::kFull);
  std::fputs(to_text(results).c_str(), stdout);
  const std::size_t found = found_of(results);
  summary.fire_drill = FireDrillCount{results.size(), found};
  if (absl::GetFlag(FLAGS_json)) std::puts(to_json(summary).c_str());
  return found == results.size() ? kExitAsPredicted : kExitHarnessFailed;
}

}  // namespace

constinit const Command kDrillCommand = {
    "drill",
    "",
    "plants every fault there is to plant, and tells how each was found.\n"
    "A future with a hole, a model that has forgotten a rule, for each of the rules, and a "
    "harness\n"
    "that is blind in one way or another. Every campaign and every gate opens with five of them.",
    {"seed", "json"},
    drill};

}  // namespace pinprick::harness
