#include "harness/cli/bugs.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "corpus/bugs/bank.h"
#include "harness/base/check.h"
#include "harness/campaign/claim_search.h"
#include "harness/cli/campaign_command.h"
#include "harness/cli/command.h"
#include "harness/report/tally.h"
#include "harness/subject/admit.h"

ABSL_FLAG(uint32_t, trials, 5, "how often each is looked for, each time with another seed");
ABSL_DECLARE_FLAG(uint32_t, seconds);

namespace pinprick::harness {
namespace {

constexpr std::uint32_t kSeconds = 20;
// A mended twin is looked at for so many programs in each trial, or so long.
constexpr std::uint64_t kTwinPrograms = 20'000;

struct Row {
  const bugs::Bug* bug;
  std::size_t trials = 0;
  std::size_t found = 0;
  std::vector<std::uint64_t> programs;  // to the finding
  std::vector<double> seconds;
  std::uint64_t twin_programs = 0;
  bool twin_clean = true;
};

template <class T>
T median(std::vector<T> values) {
  if (values.empty()) return T();
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class T>
std::string range(const std::vector<T>& values, absl::string_view format_of_one) {
  if (values.empty()) return "-";
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const auto format =
      absl::ParsedFormat<absl::FormatConversionCharSet::kFloating>::New(std::string(format_of_one));
  return absl::StrCat(absl::StrFormat(*format, static_cast<double>(*least)), "-",
                      absl::StrFormat(*format, static_cast<double>(*most)));
}

const check::Registration& registered(absl::string_view name) {
  for (const std::unique_ptr<check::Registration>& each : check::registrations()) {
    if (each->name == name) return *each;
  }
  harness_failed(__FILE__, __LINE__, "a bug of the bank is not registered");
}

absl::Status try_one(const ClaimSearchOptions& options, Row& row) {
  ++row.trials;
  if (absl::Status status = admit(registered(row.bug->id)); !status.ok()) return status;
  const absl::StatusOr<ClaimSearchResult> result = search_claim(options, false);
  if (!result.ok()) return result.status();
  if (result->interrupted) return absl::CancelledError("interrupted");
  if (result->finding.has_value()) {
    ++row.found;
    row.programs.push_back(result->programs);
    row.seconds.push_back(result->seconds);
  }

  if (absl::Status status = admit(registered(absl::StrCat(row.bug->id, ".mended"))); !status.ok()) {
    return status;
  }
  ClaimSearchOptions of_twin = options;
  of_twin.programs_max = kTwinPrograms;
  of_twin.ops_max = 4;
  const absl::StatusOr<ClaimSearchResult> twin = search_claim(of_twin, false);
  if (!twin.ok()) return twin.status();
  if (twin->interrupted) return absl::CancelledError("interrupted");
  row.twin_programs += twin->programs;
  row.twin_clean = row.twin_clean && !twin->finding.has_value();
  return absl::OkStatus();
}

std::string json_of(const std::vector<Row>& rows) {
  boost::json::array all;
  for (const Row& row : rows) {
    boost::json::object one;
    one["id"] = row.bug->id;
    one["trials"] = row.trials;
    one["found"] = row.found;
    one["median_programs"] = median(row.programs);
    one["median_seconds"] = median(row.seconds);
    one["twin_clean"] = row.twin_clean;
    all.push_back(one);
  }
  return boost::json::serialize(all);
}

int bugs_command(const Arguments& arguments) {
  std::vector<Row> rows;
  for (const bugs::Bug& bug : bugs::bank()) {
    const bool is_wanted =
        arguments.words.empty() ||
        std::find(arguments.words.begin(), arguments.words.end(), bug.id) != arguments.words.end();
    if (is_wanted) rows.push_back({&bug, 0, 0, {}, {}, 0, true});
  }
  for (const std::string& word : arguments.words) {
    const bool is_known = std::any_of(rows.begin(), rows.end(),
                                      [&word](const Row& row) { return word == row.bug->id; });
    if (!is_known) return usage_error(absl::StrCat("bugs: no bug `", word, "` in the bank"));
  }
  const std::uint32_t trials = absl::GetFlag(FLAGS_trials);
  if (trials == 0) return usage_error("bugs: --trials must be 1 at least");
  if (arguments.has("seconds") && absl::GetFlag(FLAGS_seconds) == 0) {
    return usage_error("bugs: --seconds must be 1 at least");
  }
  const std::uint64_t seed = chosen_seed(arguments);
  ClaimSearchOptions options;
  options.seconds = arguments.has("seconds") ? absl::GetFlag(FLAGS_seconds) : kSeconds;

  absl::PrintF("seed %d, %d trials of at most %.0f s\n", seed, trials, options.seconds);
  absl::PrintF("%-39s %-10s %10s %-18s %8s %-14s %s\n", "bug", "found", "programs", "(range)",
               "seconds", "(range)", "mended twin");
  bool all_well = true;
  for (Row& row : rows) {
    for (std::uint32_t trial = 0; trial < trials; ++trial) {
      options.seed = seed + trial;
      if (absl::Status status = try_one(options, row); !status.ok()) return fail(status);
    }
    absl::PrintF("%-39s %-10s %10d %-18s %8.3f %-14s %s\n", row.bug->name,
                 absl::StrCat(row.found, " of ", row.trials), median(row.programs),
                 range(row.programs, "%.0f"), median(row.seconds), range(row.seconds, "%.3f"),
                 row.twin_clean ? absl::StrCat("clean (", grouped(row.twin_programs), ")")
                                : std::string("BLAMED"));
    std::fflush(stdout);
    all_well = all_well && row.found == row.trials && row.twin_clean;
  }
  if (absl::GetFlag(FLAGS_json)) std::puts(json_of(rows).c_str());
  return all_well ? kExitAsPredicted : kExitFinding;
}

}  // namespace

constinit const Command kBugsCommand = {
    "bugs",
    "[ID...] [--trials=N]",
    "looks for published bugs, each of them a type with the defect and one with it mended.\n"
    "Told nothing but the type and its claim: whether each was found, after how many programs\n"
    "and seconds (median and range), and whether the mended twin stayed clean. Exit 0: all found\n"
    "in every trial, no twin blamed.",
    {"trials", "seconds", "seed", "json"},
    bugs_command};

}  // namespace pinprick::harness
