#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/base/file.h"
#include "harness/base/progress_line.h"
#include "harness/campaign/interrupt.h"
#include "harness/campaign/store.h"
#include "harness/cli/command.h"
#include "harness/cli/showing.h"
#include "harness/minimizer/minimizer.h"
#include "harness/program/text.h"

ABSL_FLAG(std::string, output, "",
          "where to write the program, also `-o VALUE`; not given: to standard output");

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

// Said before the search rather than after it.
absl::Status check_output(const std::string& path) {
  namespace fs = std::filesystem;
  if (path.empty()) return absl::InvalidArgumentError("minimize: --output must name a file");
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (fs::is_directory(status)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a directory"));
  }
  // The new file is renamed into its place, which a device, a pipe, or a link such as /dev/stdout
  // would not survive.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not a regular file"));
  }
  const std::string parent = fs::path(path).parent_path().string();
  if (access(parent.empty() ? "." : parent.c_str(), W_OK | X_OK) != 0) {
    return absl::PermissionDeniedError(absl::StrCat(path, ": cannot be written there"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Minimized> search(const Program& program, const Showing& wanted) {
  ShowingTest test(wanted);
  ProgressLine line;
  const InterruptGuard guard;
  MinimizerOptions options;
  options.proves = [&wanted](const Program& each) { return shows(each, wanted); };
  options.progress = [&](const SearchProgress& progress) {
    if (line.is_due()) {
      line.show(absl::StrCat(program.ops.size(), " -> ", progress.ops, " operations, ",
                             progress.counts.runs, " runs"));
    }
    return !is_interrupted();
  };
  return minimize(program, [&test](const Program& each) { return test.shows(each); }, options);
}

// What came of it: for the file's comment, and for people.
std::string sentence(const Program& before, const Minimized& result) {
  return absl::StrCat(before.ops.size(), " -> ", result.program.ops.size(),
                      " operations by trying ", result.counts.runs, " programs; shown in ",
                      result.proofs, " of ", result.proofs, " runs");
}

std::string how_small(const Minimized& result) {
  if (!result.is_finished) return "The search was ended early: minimize the result to go on.";
  if (result.is_irreducible) return "No program of only some of its operations shows it.";
  return "No operation can be left out, nor any two.";
}

std::string text_of(const Program& before, const Minimized& result) {
  Bench bench;
  return absl::StrCat("# Minimised: ", sentence(before, result), ".\n# ", how_small(result), "\n",
                      stored_text(result.program, bench.run(result.program)));
}

std::string json_of(const std::string& path, const std::string& output, const Program& before,
                    const Showing& shown, const Minimized& result, const std::string& text,
                    double seconds) {
  boost::json::object out;
  out["command"] = "minimize";
  out["file"] = path;
  out["verdict"] = kVerdictNames[static_cast<std::size_t>(shown.verdict)];
  out["signature"] = shown.signature;
  out["ops_before"] = before.ops.size();
  out["ops"] = result.program.ops.size();
  out["programs"] = result.counts.runs;
  out["repeats"] = result.counts.repeats;
  out["steps"] = result.counts.steps;
  out["seconds"] = seconds;
  out["proofs"] = result.proofs;
  out["shown"] = result.proofs;
  out["finished"] = result.is_finished;
  out["irreducible"] = result.is_irreducible;
  if (!output.empty()) out["output"] = output;
  out["program"] = text;
  return boost::json::serialize(out);
}

int minimize_command(const Arguments& arguments) {
  if (arguments.words.size() != 1) return usage_error("minimize: takes one FILE");
  const std::string& path = arguments.words[0];
  const absl::StatusOr<Script> script = load(path);
  if (!script.ok()) return fail(script.status());
  const Program& program = script->program;
  const std::string output = absl::GetFlag(FLAGS_output);
  if (arguments.has("output")) {
    if (absl::Status status = check_output(output); !status.ok()) return fail(status);
  }

  const auto begin = Clock::now();
  Showing shown;
  {
    Bench bench;
    const Bench::Trial trial = bench.run(program);
    shown = showing_of(program, trial);
    // What a guest holds when it is abandoned is never freed (Ledger), and there would be much of
    // it.
    const std::optional<ObservedFault>& fault = trial.observation.fault;
    if (fault.has_value() && fault->fault.kind == FaultClass::kOutOfMemory) {
      return usage_error(
          absl::StrCat(path, ": each run of it takes memory for good, so it is left as it is"));
    }
  }
  if (shown.verdict == VerdictKind::kClean) {
    return usage_error(
        absl::StrCat(path, ": clean: nothing goes wrong in it, so there is nothing to keep"));
  }
  const std::string what = absl::StrCat(name(shown.verdict), " ", shown.signature);
  const absl::StatusOr<Minimized> result = search(program, shown);
  if (!result.ok()) {
    return harness_error(
        absl::StrCat(path, ": ", what, ": ", result.status().message(), "; nothing was written"));
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();

  const std::string text = text_of(program, *result);
  if (output.empty()) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  } else if (absl::Status status = write_file(output, text); !status.ok()) {
    return fail(status);
  }
  // Standard output belongs to the program, if that goes there.
  std::FILE* const people = output.empty() ? stderr : stdout;
  absl::FPrintF(people, "%s: %s\n%s; %.1f s\n%s\n", path, what, sentence(program, *result), seconds,
                how_small(*result));
  if (absl::GetFlag(FLAGS_json)) {
    std::puts(json_of(path, output, program, shown, *result, text, seconds).c_str());
  }
  return kExitAsPredicted;
}

}  // namespace

constinit const Command kMinimizeCommand = {
    "minimize",
    "FILE [-o OUT]",
    "makes a program smaller that still shows the same.\n"
    "The same verdict with the same signature is kept: what happened, at which operation, by "
    "whose\n"
    "doing and in whose old home; or, of a latent program, the first rule broken and by what. The\n"
    "result must show it in ten of ten runs, or nothing is written. Ctrl-C ends the search early\n"
    "with what there is by then.",
    {"output", "json"},
    minimize_command};

}  // namespace pinprick::harness
