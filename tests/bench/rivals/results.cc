#include "tests/bench/rivals/results.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace pinprick::rivals {
namespace {

constexpr const char* kNotMeasured = "not measured";

std::string grouped(std::uint64_t value) {
  std::string digits = absl::StrCat(value);
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, ",");
  return digits;
}

// Three digits or more.
std::string rounded(double value) {
  if (value < 9.995) return absl::StrFormat("%.2f", value);
  if (value < 99.95) return absl::StrFormat("%.1f", value);
  return grouped(static_cast<std::uint64_t>(std::llround(value)));
}

std::string executions(double value) { return grouped(static_cast<std::uint64_t>(value)); }

std::string seconds(double value) {
  return value < 0.995 ? absl::StrFormat("%.3f", value) : rounded(value);
}

std::string duration(double value) {
  return value < 3600 ? absl::StrCat(seconds(value), " seconds")
                      : absl::StrCat(rounded(value / 3600), " hours");
}

std::string counted(std::size_t count, absl::string_view noun) {
  return absl::StrCat(grouped(count), " ", noun, count == 1 ? "" : "s");
}

// From the data into Markdown: what needs no escaping as code, anything else with a backslash
// before each mark, which also keeps a table's columns apart.
std::string name(absl::string_view text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::string_view("_-+.:/ ").find(c) != absl::string_view::npos;
  });
  if (is_plain) return absl::StrCat("`", text, "`");
  std::string out;
  for (const char c : text) {
    if (absl::ascii_ispunct(static_cast<unsigned char>(c))) out += '\\';
    out += c;
  }
  return out;
}

std::string names(const std::vector<std::string>& all) {
  return absl::StrJoin(all, ", ",
                       [](std::string* out, const std::string& one) { *out += name(one); });
}

std::string row(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

// The first column to the left, the others to the right.
std::string table_head(const std::vector<std::string>& cells) {
  std::string out = absl::StrCat(row(cells), "|---|");
  for (std::size_t i = 1; i < cells.size(); ++i) out += "--:|";
  return out += '\n';
}

std::string ratio(const Range& range) {
  if (range.is_exact()) return absl::StrCat(rounded(range.low), "×");
  if (!std::isfinite(range.high)) {
    return range.low > 0 ? absl::StrCat("≥ ", rounded(range.low), "×") : "unknown";
  }
  if (range.low > 0) return absl::StrCat(rounded(range.low), "× to ", rounded(range.high), "×");
  return absl::StrCat("≤ ", rounded(range.high), "×");
}

std::string median(const Median& median, std::string (*write)(double)) {
  return median.estimate ? write(*median.estimate) : absl::StrCat("> ", write(median.last));
}

std::string interval(const Median& median) {
  if (!median.lower) return "";
  return absl::StrCat(" [", executions(*median.lower), "–",
                      median.upper ? executions(*median.upper) : "open", "]");
}

std::string p_value(const std::optional<LogRank>& test) {
  if (!test) return "no p";
  if (test->p < 0.001) return "p < 0.001";
  return absl::StrFormat("p = %.3f", test->p);
}

std::string met(bool is_met) { return is_met ? "yes" : "no"; }

class Page {
 public:
  explicit Page(const Comparison& all)
      : all_(all), bugs_(all.experiment.bugs), engines_(all.experiment.engines) {}

  std::string write(absl::string_view picture) {
    out_ = "# Planted bugs against rivals\n\n";
    write_summary();
    write_goals();
    write_executions();
    if (engines_.size() > 1) {
      write_effects();
      write_ratios();
    }
    write_seconds();
    absl::StrAppend(&out_,
                    "## Curves\n\n![For each bug, the probability that it is still undetected, ",
                    "by engine](", picture, ")\n");
    return std::move(out_);
  }

 private:
  std::string bug_names(const std::vector<std::size_t>& bugs) const {
    return absl::StrJoin(bugs, ", ",
                         [this](std::string* out, std::size_t bug) { *out += name(bugs_[bug]); });
  }

  void write_summary() {
    std::uint64_t runs = 0;
    std::uint64_t operations = 0;
    double time = 0;
    std::size_t given_up = 0;
    std::uint64_t given_up_first = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t given_up_last = 0;
    double given_up_seconds = 0;
    std::size_t findings[4] = {};
    for (const Trial& trial : all_.experiment.trials) {
      runs += trial.executions;
      operations += trial.operations;
      time += trial.seconds;
      ++findings[static_cast<std::size_t>(trial.finding)];
      if (trial.is_found()) continue;
      ++given_up;
      given_up_first = std::min(given_up_first, trial.executions);
      given_up_last = std::max(given_up_last, trial.executions);
      given_up_seconds = std::max(given_up_seconds, trial.seconds);
    }
    absl::StrAppend(
        &out_, counted(bugs_.size(), "planted bug"), ", ", counted(engines_.size(), "engine"), " (",
        names(engines_), "; the first is ours), ", counted(all_.experiment.trials.size(), "trial"),
        ": ", trials_a_pair(), ". They ran ", counted(runs, "program"), " of ",
        counted(operations, "operation"), " in ", duration(time), " of processor time. ");
    if (given_up == 0) {
      out_ += "Every trial found its bug. ";
    } else {
      absl::StrAppend(
          &out_, counted(given_up, "trial"), given_up == 1 ? " was" : " were",
          " given up without a finding, after ", grouped(given_up_first),
          given_up_first == given_up_last ? "" : absl::StrCat(" to ", grouped(given_up_last)),
          " programs and at most ", seconds(given_up_seconds), " seconds. ");
    }
    absl::StrAppend(
        &out_, "The findings: ", grouped(findings[static_cast<std::size_t>(Finding::kEscape)]),
        " escape, ", grouped(findings[static_cast<std::size_t>(Finding::kMissed)]), " missed, ",
        grouped(findings[static_cast<std::size_t>(Finding::kMismatch)]), " mismatch.\n\n");
  }

  std::string trials_a_pair() const {
    std::size_t fewest = all_.experiment.trials.size();
    std::size_t most = 0;
    std::size_t missing = 0;
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      for (std::size_t engine = 0; engine < engines_.size(); ++engine) {
        const std::size_t count = all_.experiment.of(bug, engine).size();
        if (count == 0) {
          ++missing;
          continue;
        }
        fewest = std::min(fewest, count);
        most = std::max(most, count);
      }
    }
    return absl::StrCat(
        fewest == most ? "" : absl::StrCat(grouped(fewest), " to "), grouped(most),
        " for each pair of bug and engine",
        missing == 0 ? "" : absl::StrCat(", but none for ", counted(missing, "pair")));
  }

  void write_goals() {
    out_ += "## Goals\n\n| goal | measured | reached |\n|---|---|---|\n";
    write_detection();
    write_ratio_goal();
    write_lead();
    out_ += '\n';
    write_obstacles();
  }

  void write_detection() {
    const DetectionGoal& goal = all_.detection;
    std::string text =
        absl::StrCat("found in ", grouped(goal.found), " of ", counted(goal.trials, "trial"));
    if (!goal.bugs_not_always.empty()) {
      absl::StrAppend(&text, ", not always: ", bug_names(goal.bugs_not_always));
    }
    absl::StrAppend(&text, "; the slowest trial took ", seconds(goal.worst_seconds), " s (",
                    name(bugs_[goal.worst_bug]), ")");
    out_ += row({absl::StrCat(name(engines_[0]), " finds every bug in every trial, each within ",
                              number_of(kGoalSeconds), " seconds"),
                 text, met(goal.is_met)});
  }

  void write_ratio_goal() {
    const std::optional<RatioGoal>& goal = all_.ratio;
    const std::string title =
        absl::StrCat(name(engines_[0]), " needs at least ", number_of(kGoalRatio),
                     " times fewer executions (median) than ", name(kGoalRival));
    if (!goal) {
      out_ += row({title, kNotMeasured, met(false)});
      return;
    }
    std::string text = absl::StrCat("on ", grouped(goal->reached), " of ",
                                    counted(goal->bugs, "bug"), "; geometric mean of the ratios ",
                                    ratio(goal->geometric_mean), ", median ", ratio(goal->median));
    if (goal->bugs < bugs_.size()) {
      absl::StrAppend(&text, "; ", counted(bugs_.size() - goal->bugs, "bug"), " not measured");
    }
    out_ += row({title, text, met(goal->is_met)});
  }

  void write_lead() {
    const LeadGoal& goal = all_.lead;
    out_ +=
        row({absl::StrCat(name(engines_[0]), " has a smaller median than every rival on at least ",
                          grouped(goal.needed), " of ", counted(bugs_.size(), "bug")),
             engines_.size() == 1
                 ? kNotMeasured
                 : absl::StrCat("on ", grouped(goal.leading), " of ", counted(bugs_.size(), "bug")),
             met(goal.is_met)});
  }

  // For which bugs not, and against whom.
  void write_obstacles() {
    const std::vector<Obstacle>& obstacles = all_.lead.obstacles;
    if (obstacles.empty()) return;
    absl::StrAppend(&out_, "Where the median of ", name(engines_[0]), " is not the smallest:\n\n");
    for (std::size_t i = 0; i < obstacles.size();) {
      const std::size_t bug = obstacles[i].bug;
      std::vector<Obstacle> here;
      for (; i < obstacles.size() && obstacles[i].bug == bug; ++i) here.push_back(obstacles[i]);
      absl::StrAppend(&out_, "- ", name(bugs_[bug]), " (", reached(bug, 0), "): ", reasons(here),
                      "\n");
    }
    out_ += '\n';
  }

  std::string reasons(const std::vector<Obstacle>& obstacles) const {
    constexpr std::pair<const char*, std::optional<Standing>> kReasons[] = {
        {"quicker: ", Standing::kWorse},
        {"as quick: ", Standing::kEqual},
        {"undecided: ", Standing::kUndecided},
        {"not compared: ", std::nullopt}};
    std::vector<std::string> reasons;
    for (const auto& [title, standing] : kReasons) {
      std::vector<std::string> rivals;
      for (const Obstacle& obstacle : obstacles) {
        if (obstacle.standing != standing) continue;
        rivals.push_back(absl::StrCat(name(engines_[obstacle.rival]), " (",
                                      reached(obstacle.bug, obstacle.rival), ")"));
      }
      if (!rivals.empty()) reasons.push_back(absl::StrCat(title, absl::StrJoin(rivals, ", ")));
    }
    return absl::StrJoin(reasons, "; ");
  }

  std::string reached(std::size_t bug, std::size_t engine) const {
    const std::optional<Measured>& measured = all_.measured[bug][engine];
    return measured ? median(measured->executions, executions) : kNotMeasured;
  }

  std::vector<std::string> head(std::size_t first_engine) const {
    std::vector<std::string> cells = {"bug"};
    for (std::size_t i = first_engine; i < engines_.size(); ++i) cells.push_back(name(engines_[i]));
    return cells;
  }

  // The smallest median of a row, if any was reached.
  template <class Get>
  std::optional<double> smallest(std::size_t bug, Get get) const {
    std::optional<double> best;
    for (const std::optional<Measured>& measured : all_.measured[bug]) {
      if (!measured) continue;
      const std::optional<double> estimate = get(*measured).estimate;
      if (estimate && (!best || *estimate < *best)) best = estimate;
    }
    return best;
  }

  static std::string strong(const std::string& text, bool is_strong) {
    return is_strong ? absl::StrCat("**", text, "**") : text;
  }

  void write_executions() {
    out_ +=
        "## Executions until the bug was found\n\n"
        "Median [95 % confidence interval], and in how many trials the bug was found; the smallest "
        "median in bold. \"> n\": after n programs, where the trials ended, the bug was more "
        "likely undetected than not. Medians are of Kaplan-Meier curves, intervals of Brookmeyer "
        "and Crowley with log-log limits; an interval without an upper end is open.\n\n";
    out_ += table_head(head(0));
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      const auto best = smallest(bug, [](const Measured& one) { return one.executions; });
      std::vector<std::string> cells = {name(bugs_[bug])};
      for (const std::optional<Measured>& measured : all_.measured[bug]) {
        if (!measured) {
          cells.emplace_back(kNotMeasured);
          continue;
        }
        const Median& here = measured->executions;
        cells.push_back(absl::StrCat(
            strong(median(here, executions), here.estimate && here.estimate == best),
            interval(here), ", ", measured->curve.events, "/", measured->curve.observations));
      }
      out_ += row(cells);
    }
    out_ += '\n';
  }

  void write_effects() {
    absl::StrAppend(
        &out_, "## Effect sizes\n\nVargha and Delaney's A12: the probability that a trial of ",
        name(engines_[0]),
        " needs fewer executions than one of the rival, ties half. 1: always; 0.5: no difference; "
        "less: the rival is quicker. A trial that was given up counts as larger than every finding "
        "up to then, and as a tie with all else. p is that of the log-rank test, two-sided, each "
        "for "
        "itself; there is none when nothing was found, or all at once.\n\n");
    out_ += table_head(head(1));
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      std::vector<std::string> cells = {name(bugs_[bug])};
      for (std::size_t rival = 1; rival < engines_.size(); ++rival) {
        const std::optional<Against>& against = all_.against[bug][rival];
        cells.push_back(against
                            ? absl::StrFormat("%.2f %s, %s", against->a12, magnitude(against->a12),
                                              p_value(against->log_rank))
                            : kNotMeasured);
      }
      out_ += row(cells);
    }
    out_ += '\n';
  }

  void write_ratios() {
    absl::StrAppend(&out_, "## Ratios of medians\n\nThe rival's median executions to those of ",
                    name(engines_[0]),
                    ". \"≥\": the rival's median was not reached, and the last program before its "
                    "trials were given up stands for it; \"≤\": ours was not.\n\n");
    out_ += table_head(head(1));
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      std::vector<std::string> cells = {name(bugs_[bug])};
      for (std::size_t rival = 1; rival < engines_.size(); ++rival) {
        const std::optional<Against>& against = all_.against[bug][rival];
        cells.push_back(against ? ratio(against->ratio) : kNotMeasured);
      }
      out_ += row(cells);
    }
    write_mean("geometric mean", geometric_mean);
    write_mean("median", median_ratio);
    out_ += '\n';
  }

  void write_mean(const char* title, Range (*mean)(const std::vector<Range>&)) {
    std::vector<std::string> cells = {strong(title, true)};
    for (std::size_t rival = 1; rival < engines_.size(); ++rival) {
      const std::vector<Range> ratios = all_.ratios(rival);
      cells.push_back(ratios.empty() ? kNotMeasured : strong(ratio(mean(ratios)), true));
    }
    out_ += row(cells);
  }

  void write_seconds() {
    out_ +=
        "## Seconds until the bug was found\n\n"
        "Median processor seconds of a trial, as above; the smallest in bold.\n\n";
    out_ += table_head(head(0));
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      const auto best = smallest(bug, [](const Measured& one) { return one.seconds; });
      std::vector<std::string> cells = {name(bugs_[bug])};
      for (const std::optional<Measured>& measured : all_.measured[bug]) {
        if (!measured) {
          cells.emplace_back(kNotMeasured);
          continue;
        }
        const Median& here = measured->seconds;
        cells.push_back(strong(median(here, seconds), here.estimate && here.estimate == best));
      }
      out_ += row(cells);
    }
    out_ += '\n';
  }

  static std::string number_of(double value) { return absl::StrFormat("%.0f", value); }

  const Comparison& all_;
  const std::vector<std::string>& bugs_;
  const std::vector<std::string>& engines_;
  std::string out_;
};

}  // namespace

std::string results_page(const Comparison& comparison, absl::string_view picture) {
  return Page(comparison).write(picture);
}

}  // namespace pinprick::rivals
