#include "tests/bench/rivals/comparison.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"

namespace pinprick::rivals {
namespace {

constexpr std::size_t kOurs = 0;

std::vector<Observation> executions_of(absl::Span<const Trial> trials) {
  std::vector<Observation> observations;
  for (const Trial& trial : trials) {
    observations.push_back({static_cast<double>(trial.executions), trial.is_found()});
  }
  return observations;
}

std::vector<Observation> seconds_of(absl::Span<const Trial> trials) {
  std::vector<Observation> observations;
  for (const Trial& trial : trials) observations.push_back({trial.seconds, trial.is_found()});
  return observations;
}

std::optional<Measured> measure(absl::Span<const Trial> trials) {
  if (trials.empty()) return std::nullopt;
  Measured measured;
  measured.curve = kaplan_meier(executions_of(trials));
  measured.executions = median_of(measured.curve);
  measured.seconds = median_of(kaplan_meier(seconds_of(trials)));
  return measured;
}

std::optional<Against> set_against(const Comparison& all, std::size_t bug, std::size_t rival) {
  const std::optional<Measured>& ours = all.measured[bug][kOurs];
  const std::optional<Measured>& theirs = all.measured[bug][rival];
  if (rival == kOurs || !ours || !theirs) return std::nullopt;
  const std::vector<Observation> our_trials = executions_of(all.experiment.of(bug, kOurs));
  const std::vector<Observation> their_trials = executions_of(all.experiment.of(bug, rival));
  Against against;
  against.a12 = vargha_delaney(our_trials, their_trials);
  against.log_rank = log_rank(our_trials, their_trials);
  against.ratio = ratio_of_medians(ours->executions, theirs->executions);
  against.standing = standing_of(ours->executions, theirs->executions);
  return against;
}

DetectionGoal detection_goal(const Experiment& experiment) {
  DetectionGoal goal;
  for (std::size_t bug = 0; bug < experiment.bugs.size(); ++bug) {
    const absl::Span<const Trial> trials = experiment.of(bug, kOurs);
    std::size_t found = 0;
    for (const Trial& trial : trials) {
      if (trial.is_found()) ++found;
      if (trial.seconds <= goal.worst_seconds) continue;
      goal.worst_seconds = trial.seconds;
      goal.worst_bug = bug;
    }
    if (trials.empty() || found < trials.size()) goal.bugs_not_always.push_back(bug);
    goal.trials += trials.size();
    goal.found += found;
  }
  goal.is_met = goal.bugs_not_always.empty() && goal.worst_seconds <= kGoalSeconds;
  return goal;
}

std::optional<RatioGoal> ratio_goal(const Comparison& all) {
  const std::vector<std::string>& engines = all.experiment.engines;
  const auto place = std::find(engines.begin() + 1, engines.end(), kGoalRival);
  if (place == engines.end()) return std::nullopt;
  RatioGoal goal;
  goal.rival = static_cast<std::size_t>(place - engines.begin());
  const std::vector<Range> ratios = all.ratios(goal.rival);
  if (ratios.empty()) return std::nullopt;
  goal.bugs = ratios.size();
  goal.reached = static_cast<std::size_t>(std::count_if(
      ratios.begin(), ratios.end(), [](const Range& ratio) { return ratio.low >= kGoalRatio; }));
  goal.geometric_mean = geometric_mean(ratios);
  goal.median = median_ratio(ratios);
  goal.is_met = goal.bugs == all.experiment.bugs.size() && goal.geometric_mean.low >= kGoalRatio &&
                goal.median.low >= kGoalRatio;
  return goal;
}

LeadGoal lead_goal(const Comparison& all) {
  const std::size_t bugs = all.experiment.bugs.size();
  const std::size_t engines = all.experiment.engines.size();
  LeadGoal goal;
  goal.needed = (bugs * kGoalLeadPercent + 99) / 100;
  for (std::size_t bug = 0; bug < bugs; ++bug) {
    const std::size_t before = goal.obstacles.size();
    for (std::size_t rival = 1; rival < engines; ++rival) {
      const std::optional<Against>& against = all.against[bug][rival];
      if (against && against->standing == Standing::kBetter) continue;
      goal.obstacles.push_back(
          {bug, rival, against ? std::optional(against->standing) : std::nullopt});
    }
    if (goal.obstacles.size() == before) ++goal.leading;
  }
  goal.is_met = engines > 1 && goal.leading >= goal.needed;
  return goal;
}

}  // namespace

std::vector<Range> Comparison::ratios(std::size_t rival) const {
  std::vector<Range> ratios;
  for (const std::vector<std::optional<Against>>& row : against) {
    if (row[rival]) ratios.push_back(row[rival]->ratio);
  }
  return ratios;
}

Comparison compare(Experiment experiment) {
  Comparison all;
  all.experiment = std::move(experiment);
  const std::size_t bugs = all.experiment.bugs.size();
  const std::size_t engines = all.experiment.engines.size();
  all.measured.resize(bugs);
  all.against.resize(bugs);
  for (std::size_t bug = 0; bug < bugs; ++bug) {
    for (std::size_t engine = 0; engine < engines; ++engine) {
      all.measured[bug].push_back(measure(all.experiment.of(bug, engine)));
    }
    for (std::size_t engine = 0; engine < engines; ++engine) {
      all.against[bug].push_back(set_against(all, bug, engine));
    }
  }
  all.detection = detection_goal(all.experiment);
  all.ratio = ratio_goal(all);
  all.lead = lead_goal(all);
  return all;
}

}  // namespace pinprick::rivals
