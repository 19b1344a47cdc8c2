#include "harness/report/rules.h"

#include <cstdio>
#include <filesystem>

#include "absl/strings/str_format.h"
#include "harness/campaign/store.h"
#include "harness/campaign/trial.h"
#include "harness/cli/command.h"

namespace pinprick::harness {
namespace {

int rules(const Arguments& arguments) {
  absl::StatusOr<std::vector<StoredProgram>> programs = load_all(arguments.words);
  if (!programs.ok()) return fail(programs.status());
  RuleTable table;
  Bench bench;
  int status = kExitAsPredicted;
  for (const StoredProgram& stored : *programs) {
    const Bench::Trial trial = bench.run(stored.script.program);
    if (is_finding(trial.verdict.kind)) {
      absl::FPrintF(stderr, "pinprick: %s: %s\n", stored.path, name(trial.verdict.kind));
      status = kExitFinding;
      continue;
    }
    table.add(std::filesystem::path(stored.path).parent_path().filename().string(),
              trial.prediction);
  }
  std::fputs(table.to_markdown().c_str(), stdout);
  return status;
}

}  // namespace

constinit const Command kRulesCommand = {
    "rules",
    "[FILE|DIR...]",
    "lists the rules of the contract, and on which side of them programs are.\n"
    "Each program is run. One that breaks a rule counts for that rule, any other for the rule\n"
    "after which the directory that it lies in is named. The table is Markdown.",
    {},
    rules};

}  // namespace pinprick::harness
