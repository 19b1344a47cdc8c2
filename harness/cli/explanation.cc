#include "harness/cli/explanation.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "harness/campaign/confirm.h"
#include "harness/campaign/timeline.h"
#include "harness/campaign/trial.h"
#include "harness/cli/command.h"
#include "harness/program/guest.h"
#include "harness/program/text.h"
#include "harness/report/claim.h"

namespace pinprick::harness {
namespace {

// The part of the report that says what and where: without the harness's own frames, and without
// the map of the shadow memory.
std::string head_of(absl::string_view report) {
  constexpr std::size_t kLinesMax = 24;
  std::vector<absl::string_view> lines;
  for (const absl::string_view line : absl::StrSplit(report, '\n', absl::SkipEmpty())) {
    if (lines.size() == kLinesMax || absl::StartsWith(line, "SUMMARY")) break;
    if (absl::StrContains(line, "==Register values:")) break;
    if (absl::StartsWith(line, "=====") || is_own_frame(line)) continue;
    lines.push_back(line);
  }
  // What it says of where the harness has its memory from.
  if (!lines.empty() && absl::StrContains(lines.back(), "allocated by thread")) lines.pop_back();
  return absl::StrJoin(lines, "\n");
}

// What the sanitizers have a report for. The others are limits of ours.
bool should_be_reported(const Observation& observation) {
  return observation.fault.has_value() && observation.fault->fault.kind != FaultClass::kOutOfMemory;
}

}  // namespace

absl::StatusOr<Explanation> explain_program(const Program& program, const std::string& path) {
  Explanation out;
  // An exception that leaves a call is said once, by the process that is asked.
  std::set_terminate([] { std::abort(); });
  Bench bench;
  const Bench::Trial trial = bench.run(program);
  out.blame = kBlameNames[static_cast<std::size_t>(blame(trial.prediction, trial.verdict))];
  const absl::StatusOr<Confirmation> seen = confirm(path, ConfirmOptions());
  if (!seen.ok()) return seen.status();
  out.report = seen->report;
  out.is_confirmed = !should_be_reported(trial.observation) || seen->fault.has_value();
  InterpreterOptions scanning;
  scanning.scan = true;
  const Observation scanned = observe(program, scanning);
  out.sentence = reviewers_sentence(*guest(), program, trial.observation, trial.verdict,
                                    scanned.self_pointers, out.report);

  if (out.sentence.empty()) {
    out.text =
        absl::StrCat("`", guest()->name, "` claims ", guest()->claims, ": nothing goes wrong\n");
  } else {
    out.text = absl::StrCat(out.sentence, "\n");
  }
  absl::StrAppend(&out.text, "\nthe program, and who lived where:\n", indented(timeline(program)));
  if (trial.observation.fault.has_value()) {
    absl::StrAppend(&out.text,
                    out.is_confirmed
                        ? "\nthe unmodified sanitizer says:\n"
                        : "\nNOT CONFIRMED: the unmodified sanitizer says nothing of it\n",
                    indented(head_of(out.report)));
  }
  return out;
}

namespace {

int explain_command(const Arguments& arguments) {
  if (arguments.words.size() != 1) return usage_error("explain: takes one FILE");
  if (guest() == nullptr) {
    return usage_error("explain: choose a registered type with --type; `run` explains the others");
  }
  const std::string& path = arguments.words[0];
  const absl::StatusOr<Script> script = load(path);
  if (!script.ok()) return fail(script.status());
  const absl::StatusOr<Explanation> explanation = explain_program(script->program, path);
  if (!explanation.ok()) return fail(explanation.status());
  std::fputs(explanation->text.c_str(), stdout);
  return explanation->sentence.empty() ? kExitAsPredicted : kExitFinding;
}

}  // namespace

constinit const Command kExplainCommand = {
    "explain",
    "--type=NAME FILE",
    "shows what a program does with a registered type: who lived where, who moved it, and who\n"
    "touched the old place, with the sanitizer's own report.",
    {},
    explain_command};

}  // namespace pinprick::harness
