#include <cstdio>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/cli/campaign_command.h"
#include "harness/cli/run.h"

ABSL_DECLARE_FLAG(uint32_t, seconds);

namespace pinprick::harness {
namespace {

// Long enough for some hundred thousand programs, short enough for every push.
constexpr std::uint32_t kSeconds = 20;

int gate(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return usage_error(absl::StrCat("gate: unexpected argument `", arguments.words[0], "`"));
  }
  const std::uint32_t seconds = arguments.has("seconds") ? absl::GetFlag(FLAGS_seconds) : kSeconds;
  absl::StatusOr<CampaignOptions> options = campaign_options(arguments, seconds);
  if (!options.ok()) return fail(options.status());

  Summary summary;
  summary.command = "gate";
  run_stored(options->seeds, false, summary);
  const std::size_t failed = summary.findings.size();
  absl::PrintF("corpus: %d programs replayed, %d not as predicted\n", options->seeds.size(),
               failed);
  int status = run_drill_and_campaign(*options, summary);
  if (status == kExitAsPredicted && failed > 0) status = kExitFinding;
  absl::PrintF("gate: %s\n", status == kExitAsPredicted ? "passed" : "FAILED");
  if (absl::GetFlag(FLAGS_json)) std::puts(to_json(summary).c_str());
  return status;
}

}  // namespace

constinit const Command kGateCommand = {
    "gate", "[OPTION...]",
    "the safety gate for continuous integration.\n"
    "Replays the corpus, runs the fire drill and a campaign of 20 "
    "seconds, and fails on any finding.",
    kCampaignFlags, gate};

}  // namespace pinprick::harness
