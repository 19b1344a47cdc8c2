// `pinprick check`: does a registered type keep what it claims?

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "harness/base/file.h"
#include "harness/campaign/claim_drill.h"
#include "harness/campaign/claim_search.h"
#include "harness/campaign/scratch.h"
#include "harness/campaign/smallest.h"
#include "harness/campaign/store.h"
#include "harness/cli/campaign_command.h"
#include "harness/cli/command.h"
#include "harness/cli/explanation.h"
#include "harness/cli/limits.h"
#include "harness/cli/types.h"
#include "harness/program/guest.h"
#include "harness/report/json.h"
#include "harness/subject/admit.h"
#include "harness/subject/guest.h"

ABSL_DECLARE_FLAG(uint32_t, seconds);
ABSL_DECLARE_FLAG(uint32_t, ops);
ABSL_DECLARE_FLAG(uint64_t, runs);
ABSL_DECLARE_FLAG(std::string, corpus);

namespace pinprick::harness {
namespace {

constexpr std::uint32_t kSeconds = 5;
constexpr std::uint32_t kOps = 7;
// Of the time, for the claims that are weaker than the one that is made.
constexpr double kWeakerShare = 0.3;

struct Weaker {
  std::string claim;
  ClaimSearchResult result;
};

struct Checked {
  std::string name;
  std::string claims;
  std::uint64_t seed = 0;
  ClaimSearchResult result;
  std::string path;  // of the finding
  std::string blame;
  std::string sentence;
  bool is_confirmed = true;
  std::vector<Weaker> weaker;
};

ClaimSearchOptions options_of(const Arguments& arguments, std::uint64_t seed) {
  ClaimSearchOptions options;
  options.seconds = arguments.has("seconds") ? absl::GetFlag(FLAGS_seconds) : kSeconds;
  options.ops_max = arguments.has("ops") ? absl::GetFlag(FLAGS_ops) : kOps;
  options.programs_max = absl::GetFlag(FLAGS_runs);
  options.seed = seed;
  return options;
}

// Where programs are kept and findings go, unless --corpus says otherwise.
std::string& directory() {
  static std::string path = "pinprick-check";
  return path;
}

// Said before the search rather than after it. Nothing is left there as long as there is nothing to
// keep.
absl::Status check_directory() {
  std::error_code error;
  const bool is_there = std::filesystem::exists(directory(), error);
  if (absl::Status status = check_writable(directory()); !status.ok()) return status;
  if (!is_there) std::filesystem::remove(directory(), error);
  return absl::OkStatus();
}

// Those of one type, so that each can read its own.
std::string directory_of(absl::string_view type) {
  std::string name(type);
  for (char& each : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(each)) && each != '_' && each != '-') {
      each = '.';
    }
  }
  return absl::StrCat(directory(), "/", name);
}

// What was stored of the type, to be tried first.
absl::StatusOr<std::vector<Program>> stored_of(absl::string_view type) {
  std::vector<Program> programs;
  std::error_code error;
  if (!std::filesystem::is_directory(directory_of(type), error)) return programs;
  absl::StatusOr<std::vector<StoredProgram>> stored = load_all({directory_of(type)});
  if (!stored.ok()) return stored.status();
  for (StoredProgram& each : *stored) programs.push_back(std::move(each.script.program));
  return programs;
}

// Keeps it among those of its type, and says where.
absl::StatusOr<std::string> keep(const std::string& directory, const Program& program) {
  Bench bench;
  return store(directory, program, bench.run(program));
}

// The smallest program that shows the same, as another process makes it; itself if none does.
absl::StatusOr<Program> smallest_of(const Program& program) {
  ScratchDirectory scratch;
  if (absl::Status status = scratch.make(); !status.ok()) return status;
  const absl::StatusOr<std::string> path = keep(scratch.findings(), program);
  if (!path.ok()) return path.status();
  if (!write_smallest(*path)) return program;
  absl::StatusOr<Script> smallest = load(smallest_path(*path));
  if (!smallest.ok()) return smallest.status();
  return std::move(smallest->program);
}

// What is known of a finding that does not take the process along.
absl::Status tell_of(const Program& found, Checked& checked) {
  const absl::StatusOr<Program> smallest = smallest_of(found);
  if (!smallest.ok()) return smallest.status();
  const Program& program = *smallest;
  const absl::StatusOr<std::string> path = keep(directory_of(checked.name), program);
  if (!path.ok()) return path.status();
  checked.path = *path;
  const absl::StatusOr<Explanation> explanation = explain_program(program, checked.path);
  if (!explanation.ok()) return explanation.status();
  checked.blame = explanation->blame;
  checked.sentence = explanation->sentence;
  checked.is_confirmed = explanation->is_confirmed;
  std::fputs(explanation->text.c_str(), stdout);
  if (explanation->report.empty()) return absl::OkStatus();
  return write_file(absl::StrCat(absl::StripSuffix(checked.path, ".pin"), ".report.txt"),
                    explanation->report);
}

absl::Status tell_of_death(const Program& program, Checked& checked) {
  checked.blame = kBlameNames[static_cast<std::size_t>(Blame::kGuest)];
  checked.sentence = absl::StrCat("`", guest()->name, "`: ", checked.result.died);
  checked.path =
      absl::StrCat(directory_of(checked.name), "/died-", program.ops.size(), "-operations.pin");
  const std::string text = absl::StrCat("# ", checked.sentence, ".\n", to_text(program));
  std::puts(checked.sentence.c_str());
  std::fputs(indented(text).c_str(), stdout);
  return write_file(checked.path, text);
}

std::string grouped_programs(const ClaimSearchResult& result) {
  std::string text = absl::StrCat(grouped(result.programs), " programs");
  if (result.complete_ops > 0) {
    absl::StrAppend(&text, ", among them every one of at most ", result.complete_ops,
                    " operations (", grouped(result.exhausted), ")");
  }
  return text;
}

// Weaker claims than the guest's own, each with the guest that makes it.
std::vector<Guest> weaker_claims() {
  const Guest& now = *guest();
  std::vector<Guest> weaker;
  const auto add = [&weaker](Guest guest, std::string claims) {
    guest.claims = std::move(claims);
    weaker.push_back(std::move(guest));
  };
  const bool can_move = admitted()->move != nullptr;
  if (!now.unpin && can_move) {
    Guest unpin = now;
    unpin.unpin = unpin.movable = true;
    for (GuestCall& call : unpin.calls) call.pins = false;
    add(unpin, "Unpin");
  }
  if (!now.movable && can_move) {
    for (std::size_t i = 0; i < now.calls.size(); ++i) {
      if (now.calls[i].name == "result") continue;
      Guest pinned = now;
      pinned.movable = true;
      for (GuestCall& call : pinned.calls) call.pins = false;
      pinned.calls[i].pins = true;
      add(pinned, absl::StrCat("PinnedAfter(", now.calls[i].name, ")"));
    }
  }
  return weaker;
}

// The other way round: is less than what it claims enough?
absl::Status look_at_weaker(const ClaimSearchOptions& options, Checked& checked) {
  std::vector<Guest> claims = weaker_claims();
  const Guest* const own = guest();
  for (const Guest& claim : claims) {
    ClaimSearchOptions less = options;
    less.first.clear();
    less.seconds = kWeakerShare * options.seconds / static_cast<double>(claims.size());
    host(&claim);
    absl::StatusOr<ClaimSearchResult> result = search_claim(less, true);
    host(own);
    if (!result.ok()) return result.status();
    if (result->interrupted) {
      checked.result.interrupted = true;
      std::puts("(interrupted)");
      return absl::OkStatus();
    }
    const bool is_refuted = result->finding.has_value();
    checked.weaker.push_back({claim.claims, *std::move(result)});
    if (!is_refuted) break;
  }
  return absl::OkStatus();
}

std::string weaker_text(const Checked& checked) {
  std::string out;
  for (const Weaker& each : checked.weaker) {
    if (each.result.finding.has_value()) {
      absl::StrAppend(&out, "needed: with ", each.claim, " alone it goes wrong after ",
                      grouped(each.result.programs), " programs\n");
    } else {
      absl::StrAppend(&out, "stronger than needed? `", checked.claims,
                      "` claimed; no evidence against ", each.claim, " in ",
                      grouped_programs(each.result), ": it could be ", each.claim,
                      " (evidence, not proof)\n");
    }
  }
  return out;
}

absl::Status check_one(const check::Registration& type, const Arguments& arguments,
                       std::uint64_t seed, Checked& checked) {
  if (absl::Status status = admit(type); !status.ok()) return status;
  checked.name = guest()->name;
  checked.claims = guest()->claims;
  checked.seed = seed;
  absl::PrintF("`%s` claims %s\n", checked.name, checked.claims);
  ClaimSearchOptions options = options_of(arguments, seed);
  const double all_seconds = options.seconds;
  absl::StatusOr<std::vector<Program>> stored = stored_of(checked.name);
  if (!stored.ok()) return stored.status();
  options.first = *std::move(stored);
  if (!type.is_instrumented) {
    absl::FPrintF(stderr,
                  "pinprick: warning: `%s` was compiled without AddressSanitizer: what it does "
                  "itself to a place that it has left is not seen\n",
                  checked.name);
  }
  const bool has_weaker = !weaker_claims().empty();
  if (has_weaker) options.seconds *= 1 - kWeakerShare;
  absl::StatusOr<ClaimSearchResult> result = search_claim(options, true);
  if (!result.ok()) return result.status();
  checked.result = *std::move(result);
  if (!checked.result.finding.has_value()) {
    if (!options.first.empty()) {
      absl::PrintF("stored programs tried first: %d\n", options.first.size());
    }
    absl::PrintF(
        "held: %s in %.1f s, seed %d%s\nwatching: AddressSanitizer and UBSan, with every place "
        "that "
        "was left poisoned; \"moves change nothing\"%s\n",
        grouped_programs(checked.result), checked.result.seconds, seed,
        checked.result.interrupted ? " (interrupted)" : "",
        type.result || !type.calls.empty() ? "" : ", of which nothing is observed");
    options.seconds = all_seconds;
    if (has_weaker && !checked.result.interrupted) {
      if (absl::Status status = look_at_weaker(options, checked); !status.ok()) return status;
      std::fputs(weaker_text(checked).c_str(), stdout);
    }
    return absl::OkStatus();
  }
  absl::PrintF("REFUTED after %s %s, %.2f s, seed %d\n\n", grouped(checked.result.programs),
               checked.result.programs == 1 ? "program" : "programs", checked.result.seconds, seed);
  std::fflush(stdout);
  if (absl::Status status = check_writable(directory()); !status.ok()) return status;
  if (absl::Status status = check_writable(directory_of(checked.name)); !status.ok()) return status;
  const Program& found = *checked.result.finding;
  absl::Status told =
      checked.result.died.empty() ? tell_of(found, checked) : tell_of_death(found, checked);
  if (!told.ok()) return told;
  absl::PrintF("\nstored: %s\nagain:  %s '%s'\n", checked.path, tool_command("run"), checked.path);
  return absl::OkStatus();
}

boost::json::object json_of(const Checked& checked) {
  boost::json::object out;
  out["type"] = checked.name;
  out["claims"] = checked.claims;
  out["held"] = !checked.result.finding.has_value();
  out["programs"] = checked.result.programs;
  out["ops"] = checked.result.ops;
  out["complete_ops"] = checked.result.complete_ops;
  out["exhausted"] = checked.result.exhausted;
  out["seconds"] = checked.result.seconds;
  out["seed"] = checked.seed;
  if (checked.result.finding.has_value()) {
    out["blame"] = checked.blame;
    out["sentence"] = checked.sentence;
    out["confirmed"] = checked.is_confirmed;
    out["finding"] = checked.path;
  }
  boost::json::array weaker;
  for (const Weaker& each : checked.weaker) {
    boost::json::object one;
    one["claims"] = each.claim;
    one["refuted"] = each.result.finding.has_value();
    one["programs"] = each.result.programs;
    weaker.push_back(one);
  }
  out["weaker"] = weaker;
  return out;
}

// Nothing counts unless planted lies are found.
absl::Status drill() {
  const absl::StatusOr<std::vector<PlantedLie>> lies = drill_of_claims();
  if (!lies.ok()) return lies.status();
  for (const PlantedLie& lie : *lies) {
    if (!lie.found) {
      return absl::InternalError(absl::StrCat("the drill: ", lie.name, ", which ", lie.instrument,
                                              " should see, was not found; nothing else counts"));
    }
    absl::PrintF("drill: planted %s, found by %s after %d programs\n", lie.name, lie.instrument,
                 lie.programs);
  }
  std::puts("");
  return absl::OkStatus();
}

int check_command(const Arguments& arguments) {
  if (!arguments.words.empty()) {
    return usage_error(absl::StrCat("check: unexpected argument `", arguments.words[0], "`"));
  }
  const absl::StatusOr<std::vector<const check::Registration*>> types = chosen_types();
  if (!types.ok()) return fail(types.status());
  if (absl::Status status = apply_program_limits(); !status.ok()) return fail(status);
  if (arguments.has("corpus")) directory() = absl::GetFlag(FLAGS_corpus);
  const std::uint64_t seed = chosen_seed(arguments);
  const std::uint32_t seconds = absl::GetFlag(FLAGS_seconds);
  if (arguments.has("seconds") && (seconds < 1 || seconds > kSecondsMax)) {
    return usage_error(absl::StrCat("check: --seconds must lie between 1 and ", kSecondsMax));
  }
  if (directory().empty()) return usage_error("check: --corpus must name a directory");
  if (absl::Status status = check_directory(); !status.ok()) return fail(status);
  if (absl::Status status = drill(); !status.ok()) return fail(status);
  bool all_held = true;
  boost::json::array all;
  for (const check::Registration* type : *types) {
    if (type != types->front()) std::puts("");
    Checked checked;
    if (absl::Status status = check_one(*type, arguments, seed, checked); !status.ok()) {
      return fail(status);
    }
    std::fflush(stdout);
    all_held = all_held && !checked.result.finding.has_value();
    all.push_back(json_of(checked));
    if (checked.result.interrupted) break;
  }
  if (absl::GetFlag(FLAGS_json)) {
    boost::json::object out;
    out["command"] = "check";
    out["types"] = all;
    std::puts(boost::json::serialize(out).c_str());
  }
  return all_held ? kExitAsPredicted : kExitFinding;
}

}  // namespace

constinit const Command kCheckCommand = {
    "check",
    "[--type=NAME] [OPTION...]",
    "looks for a program that shows a registered type's claim to be false.\n"
    "Every program up to a bound, the short ones first, and random ones. Of a true claim it says\n"
    "how much was tried, and whether a weaker one would do; of a false one the smallest program,\n"
    "who lived where, and the sanitizer's report. In an executable of your own types, without\n"
    "--type, each of them. If nothing else is said: 5 seconds, up to 7 operations, kept in\n"
    "pinprick-check.",
    {"seconds", "ops", "runs", "seed", "corpus", "json", kTimeFlag, kMemoryFlag},
    check_command};

}  // namespace pinprick::harness
