#include "harness/campaign/confirm.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/campaign/unguarded.h"
#include "harness/cli/command.h"
#include "harness/model/model.h"
#include "harness/program/text.h"

ABSL_FLAG(bool, bare, false, "be the process that is asked: programs come by standard input");
ABSL_FLAG(int32_t, progress_fd, -1, "with --bare: shared memory for the number of the operation");

namespace pinprick::harness {
namespace {

std::string in_words(const std::optional<FaultClass>& fault, const std::string& place) {
  return fault.has_value() ? absl::StrCat(name(*fault), " at ", place) : "no error";
}

int confirm_command(const Arguments& arguments) {
  if (absl::GetFlag(FLAGS_bare)) {
    serve_unguarded(absl::GetFlag(FLAGS_progress_fd));
    return kExitAsPredicted;
  }
  if (arguments.words.size() != 1) return usage_error("confirm: takes one FILE");
  const std::string& path = arguments.words[0];
  absl::StatusOr<Script> script = load(path);
  if (!script.ok()) return fail(script.status());
  absl::StatusOr<Confirmation> seen = confirm(path, ConfirmOptions());
  if (!seen.ok()) return fail(seen.status());
  std::fputs(seen->report.c_str(), stdout);
  const Prediction predicted = predict(script->program);
  const std::vector<std::string> places = places_of(*script);
  const std::string reported = in_words(seen->fault, places[seen->op]);
  // No model knows what a guest does, only whether it may go wrong.
  if (predicted.has_guest) {
    const bool may_go_wrong = predicted.rule.has_value();
    absl::PrintF("the unmodified sanitizer reports %s; by its claims the program %s\n", reported,
                 may_go_wrong ? "breaks a rule" : "is allowed");
    return seen->fault.has_value() && !may_go_wrong ? kExitFinding : kExitAsPredicted;
  }
  if (agrees(*seen, predicted)) {
    absl::PrintF("confirmed: the unmodified sanitizer reports %s, as predicted\n", reported);
    return kExitAsPredicted;
  }
  const std::string expected = predicted.fault.has_value()
                                   ? in_words(predicted.fault->fault, places[predicted.fault->op])
                                   : in_words(std::nullopt, "");
  absl::PrintF("CONTRADICTED: predicted %s, the unmodified sanitizer reports %s\n", expected,
               reported);
  return kExitFinding;
}

}  // namespace

constinit const Command kConfirmCommand = {
    "confirm",
    "FILE",
    "shows the unmodified sanitizer's own report, from a process of its own.\n"
    "The program runs there with the interception off; what the sanitizer says is compared with\n"
    "what the contract predicts.",
    {"bare", "progress_fd"},
    confirm_command};

}  // namespace pinprick::harness
