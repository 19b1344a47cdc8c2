#include "harness/cli/run.h"

#include <chrono>
#include <cstdio>

#include "absl/flags/flag.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "harness/cli/command.h"
#include "harness/judge/expectations.h"

namespace pinprick::harness {
namespace {

int run(const Arguments& arguments) {
  if (arguments.words.empty()) return usage_error("run: no FILE; see `pinprick run --help`");
  absl::StatusOr<std::vector<StoredProgram>> programs = load_all(arguments.words);
  if (!programs.ok()) return fail(programs.status());
  if (programs->empty()) return usage_error("run: no *.pin file there");

  Summary summary;
  summary.command = "run";
  run_stored(*programs, true, summary);
  if (programs->size() > 1) {
    absl::PrintF("%d programs: %d as predicted, %d not\n", programs->size(),
                 programs->size() - summary.findings.size(), summary.findings.size());
  }
  if (absl::GetFlag(FLAGS_json)) std::puts(to_json(summary).c_str());
  return summary.findings.empty() ? kExitAsPredicted : kExitFinding;
}

}  // namespace

void run_stored(const std::vector<StoredProgram>& programs, bool verbose, Summary& summary) {
  const auto begin = std::chrono::steady_clock::now();
  Bench bench;
  for (const StoredProgram& stored : programs) {
    const Program& program = stored.script.program;
    const Bench::Trial trial = bench.run(program);
    summary.tally.add(program, trial.prediction, trial.observation, trial.verdict);
    const std::vector<std::string> unmet =
        unmet_expectations(stored.script, stored.path, trial.prediction, trial.observation);
    const bool passed = !is_finding(trial.verdict.kind) && unmet.empty();
    if (!passed) summary.findings.push_back(stored.path);
    if (passed && !verbose) continue;
    absl::PrintF("%-4s %-8s %s\n", passed ? "ok" : "FAIL", name(trial.verdict.kind), stored.path);
    for (const std::string& line : unmet) absl::PrintF("     %s\n", line);
    // One program is looked at; of many, only what went wrong is.
    if (passed && programs.size() > 1) continue;
    const std::string sentences =
        explain(places_of(stored.script), trial.prediction, trial.observation, trial.verdict);
    for (const absl::string_view line : absl::StrSplit(sentences, '\n', absl::SkipEmpty())) {
      absl::PrintF("     %s\n", line);
    }
  }
  summary.seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

constinit const Command kRunCommand = {
    "run",
    "FILE...",
    "runs programs and checks them against the contract and against their own `#~` comments.\n"
    "A FILE that is a directory stands for the *.pin files in it.",
    {"json"},
    run};

}  // namespace pinprick::harness
