// The trials of a benchmark, read from a file of tab-separated text.
//
// The first line names the columns, and every other is a trial:
//
//   bug         name of the planted bug
//   engine      name of who looked for it; the first in the file is ours, every other a rival
//   trial       number of the trial; bug, engine and trial together come once
//   seed        of its random choices
//   found       1, or 0 when it was given up without a finding
//   executions  programs run until the first finding, or until it was given up
//   operations  of all these programs together
//   seconds     processor time
//   verdict     of the finding: escape, missed or mismatch; "-" when there is none
//
// Promise: all of the file or an error, one line PATH:LINE:COLUMN: MESSAGE about the first bad
// place. An empty line is bad too. Names are printable ASCII, but anything else may be in them:
// whoever writes them into a page must escape them. Bugs and engines keep the order in which they
// first appear; the order of trials does not matter. Cost: a pass, and a sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace pinprick::rivals {

// A million trials of a long line.
inline constexpr std::size_t kMaxTrialsFileBytes = std::size_t{1} << 27;
inline constexpr std::size_t kMaxTrialBytes = 512;
inline constexpr std::size_t kMaxNameBytes = 64;
// So many panels and curves can still be drawn.
inline constexpr std::size_t kMaxBugs = 256;
inline constexpr std::size_t kMaxEngines = 16;
// A double still counts these one by one, and the sums of a million trials stay in 64 bits.
inline constexpr std::uint64_t kMaxCount = 1'000'000'000'000;
inline constexpr double kMaxSeconds = 1e9;

inline constexpr const char* kTrialsHeader =
    "bug\tengine\ttrial\tseed\tfound\texecutions\toperations\tseconds\tverdict";

enum class Finding : std::uint8_t { kNone, kEscape, kMissed, kMismatch };

struct Trial {
  std::size_t bug = 0;     // index in Experiment::bugs
  std::size_t engine = 0;  // index in Experiment::engines
  std::uint64_t number = 0;
  std::uint64_t seed = 0;
  Finding finding = Finding::kNone;
  std::uint64_t executions = 0;
  std::uint64_t operations = 0;
  double seconds = 0;

  bool is_found() const { return finding != Finding::kNone; }
};

struct Experiment {
  std::vector<std::string> bugs;
  std::vector<std::string> engines;
  std::vector<Trial> trials;  // sorted by bug, engine, number

  // Empty where the pair was not measured.
  absl::Span<const Trial> of(std::size_t bug, std::size_t engine) const;
};

// `name` is what errors call the text.
absl::StatusOr<Experiment> parse_trials(absl::string_view text, absl::string_view name);

}  // namespace pinprick::rivals
