// The page of the benchmark, from the trials:
//
//   rivals_page DATA.tsv OUT_DIRECTORY
//
// Writes results.md and results.svg into the directory, which is made if it is missing. What the
// data must look like: trials.h.
//
// Exit status: 0 written; 2 bad usage, bad data, or a place that cannot be written; 3 the program
// contradicts itself.

#include <cstdio>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "tests/bench/rivals/comparison.h"
#include "tests/bench/rivals/plot.h"
#include "tests/bench/rivals/results.h"
#include "tests/bench/rivals/trials.h"

namespace pinprick::rivals {
namespace {

constexpr int kExitBadInput = 2;

absl::Status write_page(const std::string& data, const std::string& directory) {
  absl::StatusOr<std::string> text = harness::read_file(data, kMaxTrialsFileBytes);
  if (!text.ok()) return text.status();
  absl::StatusOr<Experiment> experiment = parse_trials(*text, data);
  if (!experiment.ok()) return experiment.status();
  const Comparison comparison = compare(*std::move(experiment));
  absl::Status status = harness::make_directory(directory);
  // The picture first: the page shows it.
  if (status.ok()) {
    status = harness::write_file(absl::StrCat(directory, "/results.svg"), plot(comparison));
  }
  if (status.ok()) {
    status = harness::write_file(absl::StrCat(directory, "/results.md"),
                                 results_page(comparison, "results.svg"));
  }
  return status;
}

}  // namespace
}  // namespace pinprick::rivals

int main(int argc, char** argv) {
  using pinprick::rivals::kExitBadInput;
  if (argc != 3) {
    std::fputs("usage: rivals_page DATA.tsv OUT_DIRECTORY\n", stderr);
    return kExitBadInput;
  }
  const absl::Status status = pinprick::rivals::write_page(argv[1], argv[2]);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return kExitBadInput;
}
