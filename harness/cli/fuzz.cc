#include <cstdio>
#include <filesystem>
#include <limits>
#include <random>
#include <system_error>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/campaign/findings.h"
#include "harness/campaign/residual.h"
#include "harness/campaign/worker.h"
#include "harness/cli/campaign_command.h"
#include "harness/program/guest.h"

ABSL_FLAG(uint32_t, seconds, 60, "how long");
ABSL_FLAG(uint64_t, runs, 0, "how many programs; 0: as many as the time allows");
ABSL_FLAG(uint32_t, jobs, 1, "worker processes");
ABSL_FLAG(uint64_t, seed, 0, "where all random choices come from; not given: chosen and printed");
ABSL_FLAG(std::string, corpus, "pinprick-campaign",
          "directory of programs to start from; new ones and DIR/findings go there");

namespace pinprick::harness {
namespace {

int fuzz(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return usage_error(absl::StrCat("fuzz: unexpected argument `", arguments.words[0], "`"));
  }
  absl::StatusOr<CampaignOptions> options =
      campaign_options(arguments, absl::GetFlag(FLAGS_seconds));
  if (!options.ok()) return fail(options.status());
  Summary summary;
  summary.command = "fuzz";
  const int status = run_drill_and_campaign(*options, summary);
  if (absl::GetFlag(FLAGS_json)) std::puts(to_json(summary).c_str());
  return status;
}

// What has been run without a gap before; empty where that is not known.
std::string exhausted_table() {
  if (corpus_directory().empty()) return "";
  const absl::StatusOr<std::string> table =
      read_file(absl::StrCat(corpus_directory(), "/exhausted.md"), kMaxFileBytes);
  return table.ok() ? *table : "";
}

// How much of the contract was met, and how much is left.
void tell_of_contract(const CampaignResult& result) {
  absl::PrintF("contract: %d of %d encounters of a rule, a kind, a way of moving and a state\n%s",
               result.contract.reached(), possible_encounters(),
               result.contract.to_text(result.tally));
  std::puts(residual_text(result.contract.met_once(), result.tally.programs).c_str());
  if (const std::string bound = exhausted_text(exhausted_table()); !bound.empty()) {
    absl::PrintF("run without a gap before: %s (corpus/exhausted.md)\n", bound);
  }
}

}  // namespace

std::uint64_t chosen_seed(const Arguments& arguments) {
  if (arguments.has("seed")) return absl::GetFlag(FLAGS_seed);
  // Short enough to be read out over the telephone.
  return std::random_device()();
}

std::string& corpus_directory() {
  static std::string directory;
  return directory;
}

std::vector<std::string> own_corpus() {
  std::vector<std::string> folders;
  if (corpus_directory().empty()) return folders;
  for (const char* name : {"seed", "regression"}) {
    const std::string path = absl::StrCat(corpus_directory(), "/", name);
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) folders.push_back(path);
  }
  return folders;
}

absl::StatusOr<CampaignOptions> campaign_options(const Arguments& arguments,
                                                 std::uint32_t seconds) {
  if (!has_engine()) {
    return absl::InvalidArgumentError(
        "this build has no libFuzzer, so it cannot run campaigns: use the one made with clang");
  }
  CampaignOptions options;
  options.seconds = seconds;
  options.programs_max = absl::GetFlag(FLAGS_runs);
  options.jobs = absl::GetFlag(FLAGS_jobs);
  if (absl::Status status = apply_program_limits(); !status.ok()) return status;
  options.directory = absl::GetFlag(FLAGS_corpus);
  options.seed = chosen_seed(arguments);
  if (options.seconds < 1 || options.seconds > kSecondsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("--seconds must lie between 1 and ", kSecondsMax));
  }
  if (options.jobs < 1 || options.jobs > kMaxJobs) {
    return absl::InvalidArgumentError(absl::StrCat("--jobs must lie between 1 and ", kMaxJobs));
  }
  if (options.directory.empty())
    return absl::InvalidArgumentError("--corpus must name a directory");
  // Whoever asks for a number of programs wants that number.
  if (options.programs_max != 0 && !arguments.has("seconds")) options.seconds = kSecondsMax;
  absl::StatusOr<std::vector<StoredProgram>> own = load_all(own_corpus());
  if (!own.ok()) return own.status();
  absl::StatusOr<std::vector<StoredProgram>> stored = open_directory(options.directory);
  if (!stored.ok()) return stored.status();
  options.seeds = *std::move(own);
  for (StoredProgram& each : *stored) options.seeds.push_back(std::move(each));
  return options;
}

int run_drill_and_campaign(const CampaignOptions& options, Summary& summary) {
  summary.seed = options.seed;
  absl::PrintF("seed: %d\n", options.seed);
  // The faults are planted in the library and in the harness: guests have no part in it.
  const Guest* const guest = harness::guest();
  host(nullptr);
  const std::vector<PlantedFault> drill = fire_drill(options.seed, DrillLength::kUsual);
  host(guest);
  summary.fire_drill = FireDrillCount{drill.size(), found_of(drill)};
  std::fputs(to_text(drill).c_str(), stdout);
  std::fflush(stdout);
  if (found_of(drill) != drill.size()) {
    return harness_error(
        "the fire drill left a planted fault undetected; nothing else would count");
  }

  absl::StatusOr<CampaignResult> result = run_campaign(options);
  if (!result.ok()) return fail(result.status());
  summary.tally += result->tally;
  summary.seconds += result->seconds;
  summary.findings.insert(summary.findings.end(), result->findings.begin(), result->findings.end());
  summary.contract = ContractCount{result->contract.reached(), possible_encounters()};
  summary.signatures = result->signatures;
  summary.sequence = result->sequence;
  summary.confirmed = result->signatures - result->unconfirmed.size();

  absl::PrintF(
      "\ncampaign%s: %d programs, %d operations in %.1f s (%.0f programs/s), %d edges covered\n",
      result->interrupted ? " (interrupted)" : "", result->tally.programs, result->tally.ops,
      result->seconds,
      static_cast<double>(result->tally.programs) / std::max(result->seconds, 0.001),
      result->coverage);
  std::fputs(headline_table(result->tally).c_str(), stdout);
  if (guest == nullptr) tell_of_contract(*result);
  absl::PrintF("the unmodified sanitizer confirms %d of %d signatures\n", *summary.confirmed,
               *summary.signatures);
  absl::PrintF("corpus: %s, %d programs new\n", options.directory, result->new_inputs);
  std::fputs(findings_text(result->findings).c_str(), stdout);
  const bool quiet = result->findings.empty() && result->tally.findings() == 0;
  absl::PrintF("again: %s --seed=%d --runs=%d --jobs=%d\n", tool_command("fuzz"), options.seed,
               result->tally.programs, options.jobs);
  return quiet ? kExitAsPredicted : kExitFinding;
}

constinit const Command kFuzzCommand = {
    "fuzz", "[OPTION...]",
    "runs a campaign of random programs, after a fire drill.\n"
    "The campaign starts from the project's corpus and from DIR, goes on after a finding, and is\n"
    "ended early by Ctrl-C without losing anything.",
    kCampaignFlags, fuzz};

}  // namespace pinprick::harness
