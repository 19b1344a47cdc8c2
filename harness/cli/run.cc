#include "harness/cli/run.h"

#include <chrono>
#include <cstdio>

#include "absl/flags/flag.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "harness/campaign/instruments.h"
#include "harness/cli/command.h"
#include "harness/judge/expectations.h"
#include "harness/model/model.h"

ABSL_FLAG(bool, instruments, false,
          "show what each of the three instruments says, and how often they agree");

namespace pinprick::harness {
namespace {

// What each instrument says of each program, and a table of all. The number of programs of which
// one of them says what it must not.
std::size_t look_at(const std::vector<StoredProgram>& programs, Summary& summary) {
  Instruments instruments;
  Agreement agreement;
  for (const StoredProgram& stored : programs) {
    const InstrumentWords words = instruments.look(stored.script.program);
    agreement.add(predict(stored.script.program).program_class, words);
    absl::PrintF("%s\n", stored.path);
    std::fputs(indented(to_text(words, places_of(stored.script))).c_str(), stdout);
  }
  std::fputs(agreement.to_text().c_str(), stdout);
  summary.instruments = agreement.counts();
  return agreement.alone();
}

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
  std::size_t alone = 0;
  if (absl::GetFlag(FLAGS_instruments)) alone = look_at(*programs, summary);
  if (absl::GetFlag(FLAGS_json)) std::puts(to_json(summary).c_str());
  return summary.findings.empty() && alone == 0 ? kExitAsPredicted : kExitFinding;
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
    std::fputs(indented(explain(places_of(stored.script), trial.prediction, trial.observation,
                                trial.verdict))
                   .c_str(),
               stdout);
  }
  summary.seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

constinit const Command kRunCommand = {
    "run",
    "FILE...",
    "runs programs and checks them against the contract and against their own `#~` comments.\n"
    "A FILE that is a directory stands for the *.pin files in it.",
    {"instruments", "json"},
    run};

}  // namespace pinprick::harness
