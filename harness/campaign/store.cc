#include "harness/campaign/store.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "harness/base/file.h"
#include "harness/base/hash.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kSuffix = ".pin";

absl::Status add_directory(const std::string& path, std::vector<std::string>& files) {
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == kSuffix.data() && it->is_regular_file()) {
      files.push_back(it->path().string());
    }
  }
  if (error) return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<StoredProgram>> load_all(const std::vector<std::string>& paths) {
  std::vector<StoredProgram> programs;
  for (const std::string& path : paths) {
    std::vector<std::string> files;
    std::error_code error;
    if (fs::is_directory(path, error)) {
      if (absl::Status status = add_directory(path, files); !status.ok()) return status;
      std::sort(files.begin(), files.end());
    } else {
      files.push_back(path);
    }
    for (const std::string& file : files) {
      absl::StatusOr<Script> script = load(file);
      if (!script.ok()) return script.status();
      programs.push_back({file, *std::move(script)});
    }
  }
  return programs;
}

std::string stored_name(const Program& program, const Bench::Trial& trial) {
  return absl::StrCat(name(trial.verdict.kind), "-",
                      signature(program, trial.prediction, trial.observation, trial.verdict), "-",
                      absl::Hex(fnv1a(encode(program)), absl::kZeroPad16), kSuffix);
}

std::string stored_text(const Program& program, const Bench::Trial& trial) {
  std::string text =
      absl::StrCat("# ", name(trial.verdict.kind), ": ",
                   signature(program, trial.prediction, trial.observation, trial.verdict), "\n");
  const std::string sentences =
      explain(places_of(program), trial.prediction, trial.observation, trial.verdict);
  for (const absl::string_view line : absl::StrSplit(sentences, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&text, "# ", line, "\n");
  }
  // What the contract demands, so that the file fails on its own as long as the finding stands.
  absl::StrAppend(&text, "#~ ", name(trial.prediction.program_class));
  if (trial.prediction.rule.has_value()) {
    absl::StrAppend(&text, " ", spec(*trial.prediction.rule).name);
  }
  text += '\n';
  std::vector<std::string> notes(program.ops.size());
  if (trial.prediction.fault.has_value() && trial.prediction.fault->op < notes.size()) {
    notes[trial.prediction.fault->op] =
        absl::StrCat("#~ ", expectation_of(trial.prediction.fault->fault));
  }
  return text + to_text(program, notes);
}

absl::StatusOr<std::string> store(const std::string& directory, const Program& program,
                                  const Bench::Trial& trial) {
  std::string path = absl::StrCat(directory, "/", stored_name(program, trial));
  std::error_code error;
  if (fs::exists(path, error)) return path;
  if (absl::Status status = write_file(path, stored_text(program, trial)); !status.ok()) {
    return status;
  }
  return path;
}

absl::Status check_writable(const std::string& directory) {
  if (absl::Status status = make_directory(directory); !status.ok()) return status;
  const std::string probe = absl::StrCat(directory, "/.writable.", getpid());
  if (absl::Status status = write_file(probe, ""); !status.ok()) {
    return absl::PermissionDeniedError(absl::StrCat(directory, ": cannot write here"));
  }
  unlink(probe.c_str());
  return absl::OkStatus();
}

}  // namespace pinprick::harness
