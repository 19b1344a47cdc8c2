// How many times as long a rival takes: ratios of medians, of which some are only known from one
// side, because a median was not reached before the trials were given up.
//
// So a ratio is a range. Means and medians of ranges are ranges again: both grow with each of
// their values, so that the ends come of the ends. Nothing is left out for being unknown, which
// would flatter whoever failed.
#pragma once

#include <limits>
#include <vector>

#include "tests/bench/rivals/survival.h"

namespace pinprick::rivals {

struct Range {
  double low = 0;
  double high = std::numeric_limits<double>::infinity();

  bool is_exact() const { return low == high; }
};

// Of the rival's median to ours: more than 1 where we are quicker.
Range ratio_of_medians(const Median& ours, const Median& rival);

// Of at least one ratio.
Range geometric_mean(const std::vector<Range>& ratios);
Range median_ratio(const std::vector<Range>& ratios);

enum class Standing {
  kBetter,     // our median is smaller
  kEqual,      // or both are the same
  kWorse,      // or the rival's is smaller
  kUndecided,  // trials were given up before it could show
};

Standing standing_of(const Median& ours, const Median& rival);

}  // namespace pinprick::rivals
