#include "harness/campaign/confirmations.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/base/progress_line.h"
#include "harness/campaign/interrupt.h"
#include "harness/campaign/smallest.h"
#include "harness/campaign/store.h"
#include "harness/model/model.h"

namespace pinprick::harness {
namespace {

namespace fs = std::filesystem;

// For making findings smaller, all of them together. Mostly a second is enough for one.
constexpr std::chrono::seconds kMinimizing(60);

// How often is looked whether all have answered.
constexpr std::chrono::milliseconds kLook(5);

std::string signature_of(const std::string& name) { return name.substr(0, name.rfind('-')); }

ConfirmOptions without_names() {
  ConfirmOptions options;
  options.symbolize = false;
  return options;
}

}  // namespace

Confirmations::Confirmations(const ScratchDirectory& scratch)
    : scratch_(scratch), confirmer_(without_names()) {}

// The stored programs that show a signature which the sanitizer has not been asked about, one for
// each: two workers may have found the same signature in different programs.
std::vector<std::string> Confirmations::unasked() const {
  std::set<std::string> signatures;
  std::vector<std::string> names;
  for (const std::string& name : names_in(scratch_.signatures())) {
    const std::string signature = signature_of(name);
    if (asked_.count(signature) == 0 && signatures.insert(signature).second) {
      names.push_back(name);
    }
  }
  return names;
}

// Has the unmodified sanitizer look at a stored program; whether it agrees with the contract.
absl::StatusOr<bool> Confirmations::ask(const std::string& name, Confirmer& confirmer) const {
  const std::string path = absl::StrCat(scratch_.signatures(), "/", name);
  const absl::StatusOr<Script> script = load(path);
  if (!script.ok()) return script.status();
  const absl::StatusOr<Confirmation> confirmation = confirmer.confirm(path);
  if (!confirmation.ok()) return confirmation.status();
  return agrees(*confirmation, predict(script->program));
}

absl::Status Confirmations::count(const std::string& name, const absl::StatusOr<bool>& agreed) {
  // The signal may have met the child too, before it had a group of its own.
  if (is_interrupted() && !(agreed.ok() && *agreed)) return absl::OkStatus();
  if (!agreed.ok()) return agreed.status();
  asked_.insert(signature_of(name));
  if (!*agreed) contradicted_.insert(name);
  return absl::OkStatus();
}

absl::Status Confirmations::confirm_one() {
  const std::vector<std::string> names = unasked();
  return names.empty() ? absl::OkStatus() : count(names[0], ask(names[0], confirmer_));
}

absl::Status Confirmations::confirm_rest() {
  ProgressLine line;
  const std::vector<std::string> names = unasked();
  std::vector<absl::StatusOr<bool>> answers(names.size(), true);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> answered = 0;
  {
    std::vector<std::jthread> askers(std::max(1U, std::thread::hardware_concurrency()));
    for (std::jthread& asker : askers) {
      asker = std::jthread([&] {
        Confirmer confirmer(without_names());
        for (std::size_t i = next++; i < names.size() && !is_interrupted(); i = next++) {
          answers[i] = ask(names[i], confirmer);
          ++answered;
        }
      });
    }
    while (answered < names.size() && !is_interrupted()) {
      std::this_thread::sleep_for(kLook);
      if (!line.is_due()) continue;
      line.show(absl::StrCat("asking the unmodified sanitizer: ", names.size() - answered, " of ",
                             asked_.size() + names.size(), " signatures left"));
    }
  }
  line.clear();
  // Whoever interrupts does not want to wait; what was not asked is not counted.
  const std::size_t asked = std::min(next.load(), names.size());
  for (std::size_t i = 0; i < asked; ++i) {
    if (absl::Status status = count(names[i], answers[i]); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<Confirmations::Findings> Confirmations::gather(const std::string& where) const {
  Findings findings;
  const std::string directory = absl::StrCat(where, "/findings");
  std::set<std::string> seen;
  std::vector<std::string> sources;
  for (const std::string& name : names_in(scratch_.findings())) {
    // Workers tell findings apart each for himself.
    if (seen.insert(signature_of(name)).second) {
      sources.push_back(absl::StrCat(scratch_.findings(), "/", name));
    }
  }
  for (const std::string& name : contradicted_) {
    findings.unconfirmed.push_back(signature_of(name));
    sources.push_back(absl::StrCat(scratch_.signatures(), "/", name));
  }
  if (sources.empty()) return findings;
  if (absl::Status status = make_directory(directory); !status.ok()) return status;
  ProgressLine line;
  const auto deadline = std::chrono::steady_clock::now() + kMinimizing;
  for (const std::string& source : sources) {
    absl::StatusOr<std::string> text = read_file(source, kMaxFileBytes);
    if (!text.ok()) return text.status();
    const std::string path = absl::StrCat(directory, "/", fs::path(source).filename().string());
    findings.paths.push_back(path);
    std::error_code error;
    // An earlier campaign found the very same program.
    if (fs::exists(path, error)) continue;
    if (absl::Status status = write_file(path, *text); !status.ok()) return status;
    absl::StatusOr<Confirmation> confirmation = confirm(source, ConfirmOptions());
    const std::string report =
        confirmation.ok() ? confirmation->report : std::string(confirmation.status().message());
    const std::string report_path =
        absl::StrCat(absl::string_view(path).substr(0, path.size() - 4), ".report.txt");
    const absl::string_view none = "the unmodified sanitizer reported nothing\n";
    if (absl::Status status = write_file(report_path, report.empty() ? none : report);
        !status.ok()) {
      return status;
    }
    if (line.is_due()) {
      line.show(absl::StrCat("making the findings smaller: ", findings.paths.size(), " of ",
                             sources.size()));
    }
    SmallestOptions smallest;
    smallest.time_max =
        std::min(smallest.time_max, std::chrono::duration_cast<std::chrono::milliseconds>(
                                        deadline - std::chrono::steady_clock::now()));
    write_smallest(path, smallest);
  }
  return findings;
}

}  // namespace pinprick::harness
