// All that the page says in numbers: each pair of a bug and an engine by itself, ours against each
// rival, and the goals. No text: results.h writes it, plot.h draws it.
//
// A pair without trials has no numbers anywhere. What a goal asks of a bug that was not measured,
// or that was given up too early to tell, counts as not reached.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/rivals/effect.h"
#include "tests/bench/rivals/ratio.h"
#include "tests/bench/rivals/survival.h"
#include "tests/bench/rivals/trials.h"

namespace pinprick::rivals {

// One engine on one bug.
struct Measured {
  Curve curve;  // over executions
  Median executions;
  Median seconds;
};

// Ours against one rival on one bug.
struct Against {
  double a12 = 0.5;
  std::optional<LogRank> log_rank;
  Range ratio;
  Standing standing = Standing::kUndecided;
};

// Every bug found by ours in every trial, and each trial within a limit.
struct DetectionGoal {
  std::size_t trials = 0;
  std::size_t found = 0;
  std::vector<std::size_t> bugs_not_always;  // missed in some trial, or not measured
  double worst_seconds = 0;
  std::size_t worst_bug = 0;
  bool is_met = false;
};

// Our median so many times smaller than the one rival's: the geometric mean and the median of the
// ratios over all bugs.
struct RatioGoal {
  std::size_t rival = 0;
  std::size_t bugs = 0;     // on which both were measured
  std::size_t reached = 0;  // of these, those whose ratio is large enough
  Range geometric_mean;
  Range median;
  bool is_met = false;
};

// Who our median is not smaller than, on one bug.
struct Obstacle {
  std::size_t bug = 0;
  std::size_t rival = 0;
  std::optional<Standing> standing;  // none: not measured
};

// Our median smaller than every rival's.
struct LeadGoal {
  std::size_t leading = 0;
  std::size_t needed = 0;
  std::vector<Obstacle> obstacles;
  bool is_met = false;
};

inline constexpr double kGoalSeconds = 60;
inline constexpr const char* kGoalRival = "libfuzzer";
inline constexpr double kGoalRatio = 10;
// Of all bugs, rounded up: 18 of 20.
inline constexpr std::size_t kGoalLeadPercent = 90;

struct Comparison {
  Experiment experiment;
  std::vector<std::vector<std::optional<Measured>>> measured;  // [bug][engine]
  std::vector<std::vector<std::optional<Against>>> against;    // [bug][engine]; none for ours
  DetectionGoal detection;
  std::optional<RatioGoal> ratio;  // none: that rival was not there
  LeadGoal lead;

  // Of ours against one rival, over the bugs on which both were measured.
  std::vector<Range> ratios(std::size_t rival) const;
};

Comparison compare(Experiment experiment);

}  // namespace pinprick::rivals
