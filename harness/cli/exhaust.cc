#include "harness/campaign/exhaust.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/base/limits.h"
#include "harness/campaign/findings.h"
#include "harness/cli/command.h"
#include "harness/program/guest.h"
#include "harness/program/source.h"
#include "harness/program/text.h"
#include "harness/report/json.h"

ABSL_FLAG(uint32_t, ops, 5, "operations of a program, at most");
ABSL_FLAG(uint32_t, futures, 1, "futures of a program, at most");
ABSL_FLAG(std::string, kind, "",
          "a kind of them, as in `make KIND` or `wait SOURCE KIND`; may be given more than once");
ABSL_FLAG(bool, reduce, true,
          "where operations on independent values commute, one order stands for all");
ABSL_FLAG(std::string, dir, "pinprick-exhaust", "directory for the progress and DIR/findings");
ABSL_DECLARE_FLAG(uint32_t, jobs);

namespace pinprick::harness {
namespace {

// The kind in `text`, which may be one that waits for some source.
absl::StatusOr<Kind> parse_kind(const std::string& text) {
  const absl::StatusOr<Script> made = parse(absl::StrCat("let f = make ", text, "\n"), "kind");
  if (made.ok() && made->program.ops.size() == 1) return made->program.ops[0].kind;
  for (const SourceSpec& source : kSources) {
    const bool is_plain = text == spec(waiter_of(source.code)).name;
    const absl::StatusOr<Script> waits =
        parse(absl::StrCat("let s = source ", source.name, "\nlet f = wait s ",
                           is_plain ? "" : text, "\n"),
              "kind");
    if (waits.ok() && waits->program.ops.size() == 2) return waits->program.ops[1].kind;
  }
  if (text == spec(Leaf::kCareless).name) return kind_of(Leaf::kCareless);
  return absl::InvalidArgumentError(
      absl::StrCat("exhaust: --kind: `", text, "` is no kind; see `pinprick kinds`"));
}

absl::StatusOr<ExhaustOptions> options_of(const Arguments& arguments) {
  ExhaustOptions options;
  options.universe.ops = absl::GetFlag(FLAGS_ops);
  options.universe.futures = absl::GetFlag(FLAGS_futures);
  options.universe.reduced = absl::GetFlag(FLAGS_reduce);
  for (const std::string& text : arguments.all("kind")) {
    absl::StatusOr<Kind> kind = parse_kind(text);
    if (!kind.ok()) return kind.status();
    std::vector<Kind>& kinds = options.universe.kinds;
    if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) kinds.push_back(*kind);
  }
  if (options.universe.kinds.empty() && guest() != nullptr) {
    options.universe.kinds.push_back(kind_of(Leaf::kGuest));
  }
  if (options.universe.kinds.empty()) {
    return absl::InvalidArgumentError("exhaust: name a kind at least: --kind=example");
  }
  if (options.universe.ops < 1 || options.universe.ops > kMaxEnumeratedOps) {
    return absl::InvalidArgumentError(
        absl::StrCat("exhaust: --ops must lie between 1 and ", kMaxEnumeratedOps));
  }
  options.jobs = arguments.has("jobs") ? absl::GetFlag(FLAGS_jobs)
                                       : std::max(1U, std::thread::hardware_concurrency());
  options.jobs = arguments.has("jobs") ? options.jobs : std::min(options.jobs, kMaxJobs);
  if (options.jobs < 1 || options.jobs > kMaxJobs) {
    return absl::InvalidArgumentError(
        absl::StrCat("exhaust: --jobs must lie between 1 and ", kMaxJobs));
  }
  options.directory = absl::GetFlag(FLAGS_dir);
  if (options.directory.empty()) {
    return absl::InvalidArgumentError("exhaust: --dir must name a directory");
  }
  return options;
}

std::string counted(std::uint64_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(grouped(count), " ", count == 1 ? one : many);
}

// "all 48,211,903 programs of at most 7 operations over 1 future of these kinds: example".
std::string statement(const ExhaustOptions& options, const ExhaustResult& result) {
  const Tally& tally = result.tally;
  const auto seen = [&tally](VerdictKind kind) {
    return tally.verdicts[static_cast<std::size_t>(kind)];
  };
  std::string text;
  if (result.interrupted) {
    text = absl::StrCat("interrupted: ", grouped(tally.programs),
                        result.programs == 0 ? "" : absl::StrCat(" of ", grouped(result.programs)),
                        " programs");
  } else {
    text = absl::StrCat("all ", grouped(result.all_programs), " programs");
  }
  absl::StrAppend(&text, " of at most ", counted(options.universe.ops, "operation", "operations"),
                  " over at most ", counted(options.universe.futures, "future", "futures"), " of ",
                  kinds_of(options.universe), ": ",
                  counted(seen(VerdictKind::kEscape), "escape", "escapes"), ", ",
                  grouped(seen(VerdictKind::kMissed)), " missed, ",
                  counted(seen(VerdictKind::kMismatch), "mismatch", "mismatches"), "\n");
  if (!result.interrupted && result.all_programs != tally.programs) {
    absl::StrAppend(&text, "(", grouped(tally.programs),
                    " were run: where operations on independent values commute, one order stands "
                    "for all)\n");
  }
  return text;
}

int exhaust_command(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return usage_error(absl::StrCat("exhaust: unexpected argument `", arguments.words[0], "`"));
  }
  const absl::StatusOr<ExhaustOptions> options = options_of(arguments);
  if (!options.ok()) return fail(options.status());
  const absl::StatusOr<ExhaustResult> result = exhaust(*options);
  if (!result.ok()) return fail(result.status());
  if (result->resumed > 0) {
    absl::PrintF("goes on: %s programs were run before\n", grouped(result->resumed));
  }
  const std::uint64_t ran = result->tally.programs - result->resumed;
  absl::PrintF("exhaust: %s programs in %.1f s (%.0f programs/s), %d jobs\n", grouped(ran),
               result->seconds, static_cast<double>(ran) / std::max(result->seconds, 0.001),
               options->jobs);
  std::fputs(headline_table(result->tally).c_str(), stdout);
  absl::PrintF("the unmodified sanitizer confirms %d of %d signatures\n", result->confirmed,
               result->signatures);
  std::fputs(statement(*options, *result).c_str(), stdout);
  if (!result->findings.empty()) std::fputs(findings_text(result->findings).c_str(), stdout);
  if (result->interrupted) std::puts("the same command goes on from here");
  if (absl::GetFlag(FLAGS_json)) {
    Summary summary;
    summary.command = "exhaust";
    summary.tally = result->tally;
    summary.seconds = result->seconds;
    summary.findings = result->findings;
    summary.signatures = result->signatures;
    summary.confirmed = result->confirmed;
    summary.exhausted = Summary::Exhausted{result->all_programs, !result->interrupted};
    std::puts(to_json(summary).c_str());
  }
  return result->tally.findings() == 0 && result->findings.empty() ? kExitAsPredicted
                                                                   : kExitFinding;
}

}  // namespace

constinit const Command kExhaustCommand = {
    "exhaust",
    "--ops=N --kind=KIND [OPTION...]",
    "runs every program of at most N operations, once each, up to the names of values.\n"
    "Ended early by Ctrl-C, the same command goes on where it stopped.",
    {"ops", "futures", "kind", "reduce", "jobs", "dir", "json"},
    exhaust_command};

}  // namespace pinprick::harness
