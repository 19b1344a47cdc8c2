#include "tests/bench/rivals/trials.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace pinprick::rivals {
namespace {

enum Column : std::uint8_t {
  kBug,
  kEngine,
  kTrial,
  kSeed,
  kFound,
  kExecutions,
  kOperations,
  kSeconds,
  kVerdict,
  kColumnCount,
};

// What an error shows of a field.
std::string quoted(absl::string_view field) {
  constexpr std::size_t kShown = 40;
  return absl::StrCat("`", absl::CHexEscape(field.substr(0, kShown)),
                      field.size() > kShown ? "...`" : "`");
}

class TrialsParser {
 public:
  explicit TrialsParser(absl::string_view name) : name_(name) {}

  absl::StatusOr<Experiment> parse(absl::string_view text) && {
    if (text.empty()) return bad(0, "an empty file; the first line names the columns");
    while (!text.empty()) {
      ++line_;
      const std::size_t end = text.find('\n');
      const absl::string_view line = text.substr(0, end);
      text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
      if (absl::Status status = line_ == 1 ? check_header(line) : add_trial(line); !status.ok()) {
        return status;
      }
    }
    if (experiment_.trials.empty()) {
      ++line_;
      return bad(0, "no trial comes after the names of the columns");
    }
    std::sort(experiment_.trials.begin(), experiment_.trials.end(),
              [](const Trial& a, const Trial& b) {
                return std::tie(a.bug, a.engine, a.number) < std::tie(b.bug, b.engine, b.number);
              });
    return std::move(experiment_);
  }

 private:
  absl::Status bad(std::size_t offset, absl::string_view message) const {
    return absl::InvalidArgumentError(
        absl::StrCat(name_, ":", std::max<std::size_t>(line_, 1), ":", offset + 1, ": ", message));
  }

  absl::Status bad_field(Column column, absl::string_view message) const {
    return bad(static_cast<std::size_t>(fields_[column].data() - begin_), message);
  }

  absl::Status check_header(absl::string_view line) const {
    const absl::string_view header = kTrialsHeader;
    if (line == header) return absl::OkStatus();
    const auto place = std::mismatch(line.begin(), line.end(), header.begin(), header.end());
    return bad(static_cast<std::size_t>(place.first - line.begin()),
               absl::StrCat("the first line must be `", absl::CEscape(header), "`"));
  }

  absl::Status split(absl::string_view line) {
    if (line.empty()) return bad(0, "an empty line");
    if (line.size() > kMaxTrialBytes) {
      return bad(kMaxTrialBytes, absl::StrCat("a line of more than ", kMaxTrialBytes, " bytes"));
    }
    begin_ = line.data();
    std::size_t count = 0;
    for (const absl::string_view field : absl::StrSplit(line, '\t')) {
      if (count == kColumnCount) {
        return bad(static_cast<std::size_t>(field.data() - begin_),
                   absl::StrCat("more than ", static_cast<int>(kColumnCount), " columns"));
      }
      fields_[count++] = field;
    }
    if (count < kColumnCount) {
      return bad(line.size(),
                 absl::StrCat("only ", count, " of ", static_cast<int>(kColumnCount), " columns"));
    }
    return absl::OkStatus();
  }

  absl::Status read_name(Column column, const char* what, std::size_t max,
                         std::vector<std::string>& names,
                         absl::flat_hash_map<std::string, std::size_t>& indices,
                         std::size_t& index) const {
    const absl::string_view name = fields_[column];
    if (name.empty() || absl::StripAsciiWhitespace(name) != name) {
      return bad_field(column, absl::StrCat("the ", what, " has no name, or blanks around it"));
    }
    if (name.size() > kMaxNameBytes) {
      return bad_field(
          column, absl::StrCat("a name of more than ", kMaxNameBytes, " bytes: ", quoted(name)));
    }
    if (!std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); })) {
      return bad_field(column, absl::StrCat("a name must be printable ASCII: ", quoted(name)));
    }
    const auto [place, is_new] = indices.try_emplace(name, names.size());
    index = place->second;
    if (!is_new) return absl::OkStatus();
    if (names.size() == max) {
      return bad_field(column, absl::StrCat("more than ", max, " different ", what, "s"));
    }
    names.emplace_back(name);
    return absl::OkStatus();
  }

  // Digits and nothing else: no sign, no blanks.
  absl::Status read_number(Column column, const char* what, std::uint64_t max,
                           std::uint64_t& number) const {
    const absl::string_view field = fields_[column];
    const bool is_digits = !field.empty() && std::all_of(field.begin(), field.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
    if (!is_digits || !absl::SimpleAtoi(field, &number) || number > max) {
      return bad_field(column, absl::StrCat("the ", what, " must be a number from 0 to ", max,
                                            ", not ", quoted(field)));
    }
    return absl::OkStatus();
  }

  absl::Status read_seconds(double& seconds) const {
    const absl::string_view field = fields_[kSeconds];
    const bool is_plain = !field.empty() &&
                          absl::ascii_isdigit(static_cast<unsigned char>(field[0])) &&
                          field.find_first_not_of("0123456789.eE+-") == absl::string_view::npos;
    if (!is_plain || !absl::SimpleAtod(field, &seconds) || !(seconds <= kMaxSeconds)) {
      return bad_field(kSeconds, absl::StrCat("the seconds must be a number from 0 to ",
                                              kMaxSeconds, ", not ", quoted(field)));
    }
    return absl::OkStatus();
  }

  absl::Status read_found(bool& is_found) const {
    const absl::string_view field = fields_[kFound];
    if (field != "0" && field != "1") {
      return bad_field(kFound, absl::StrCat("found must be 0 or 1, not ", quoted(field)));
    }
    is_found = field == "1";
    return absl::OkStatus();
  }

  absl::Status read_verdict(bool is_found, Finding& finding) const {
    constexpr std::pair<const char*, Finding> kWords[] = {{"-", Finding::kNone},
                                                          {"escape", Finding::kEscape},
                                                          {"missed", Finding::kMissed},
                                                          {"mismatch", Finding::kMismatch}};
    const absl::string_view field = fields_[kVerdict];
    for (const auto& [word, meant] : kWords) {
      if (field != word) continue;
      finding = meant;
      if (is_found == (meant != Finding::kNone)) return absl::OkStatus();
      return bad_field(kVerdict, absl::StrCat("found is ", is_found ? 1 : 0,
                                              ", but the verdict is ", quoted(field)));
    }
    return bad_field(
        kVerdict,
        absl::StrCat("the verdict must be escape, missed, mismatch or -, not ", quoted(field)));
  }

  absl::Status add_trial(absl::string_view line) {
    constexpr std::uint64_t kAny = ~std::uint64_t{0};
    Trial trial;
    absl::Status status = split(line);
    if (status.ok()) {
      status = read_name(kBug, "bug", kMaxBugs, experiment_.bugs, bug_indices_, trial.bug);
    }
    if (status.ok()) {
      status = read_name(kEngine, "engine", kMaxEngines, experiment_.engines, engine_indices_,
                         trial.engine);
    }
    if (status.ok()) status = read_number(kTrial, "trial", kAny, trial.number);
    if (status.ok()) status = read_number(kSeed, "seed", kAny, trial.seed);
    bool is_found = false;
    if (status.ok()) status = read_found(is_found);
    if (status.ok()) status = read_number(kExecutions, "executions", kMaxCount, trial.executions);
    if (status.ok() && is_found && trial.executions == 0) {
      status = bad_field(kExecutions, "found before any program was run");
    }
    if (status.ok()) status = read_number(kOperations, "operations", kMaxCount, trial.operations);
    if (status.ok()) status = read_seconds(trial.seconds);
    if (status.ok()) status = read_verdict(is_found, trial.finding);
    if (!status.ok()) return status;
    const auto [earlier, is_new] =
        seen_.try_emplace(std::make_tuple(trial.bug, trial.engine, trial.number), line_);
    if (!is_new) {
      return bad_field(kTrial,
                       absl::StrCat("the same bug, engine and trial as in line ", earlier->second));
    }
    experiment_.trials.push_back(trial);
    return absl::OkStatus();
  }

  std::string name_;
  std::size_t line_ = 0;
  const char* begin_ = nullptr;  // of the line
  std::array<absl::string_view, kColumnCount> fields_;
  Experiment experiment_;
  absl::flat_hash_map<std::string, std::size_t> bug_indices_;
  absl::flat_hash_map<std::string, std::size_t> engine_indices_;
  absl::flat_hash_map<std::tuple<std::size_t, std::size_t, std::uint64_t>, std::size_t> seen_;
};

}  // namespace

absl::Span<const Trial> Experiment::of(std::size_t bug, std::size_t engine) const {
  const auto key = [](const Trial& trial) { return std::make_pair(trial.bug, trial.engine); };
  const auto begin = std::partition_point(trials.begin(), trials.end(), [&](const Trial& trial) {
    return key(trial) < std::make_pair(bug, engine);
  });
  const auto end = std::partition_point(begin, trials.end(), [&](const Trial& trial) {
    return key(trial) == std::make_pair(bug, engine);
  });
  return absl::MakeConstSpan(trials).subspan(static_cast<std::size_t>(begin - trials.begin()),
                                             static_cast<std::size_t>(end - begin));
}

absl::StatusOr<Experiment> parse_trials(absl::string_view text, absl::string_view name) {
  return TrialsParser(name).parse(text);
}

}  // namespace pinprick::rivals
