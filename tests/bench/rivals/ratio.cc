#include "tests/bench/rivals/ratio.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "harness/base/check.h"

namespace pinprick::rivals {
namespace {

double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace

Range ratio_of_medians(const Median& ours, const Median& rival) {
  Range range;
  if (ours.estimate && *ours.estimate > 0) {
    range.low = rival.estimate.value_or(rival.last) / *ours.estimate;
    if (rival.estimate) range.high = range.low;
  } else if (!ours.estimate && rival.estimate && ours.last > 0) {
    range.high = *rival.estimate / ours.last;
  }
  return range;
}

Range geometric_mean(const std::vector<Range>& ratios) {
  PINPRICK_CHECK(!ratios.empty());
  double low = 0;
  double high = 0;
  for (const Range& ratio : ratios) {
    low += std::log(ratio.low);  // of 0 minus infinity, whose exponential is 0 again
    high += std::log(ratio.high);
  }
  const auto count = static_cast<double>(ratios.size());
  return {std::exp(low / count), std::exp(high / count)};
}

Range median_ratio(const std::vector<Range>& ratios) {
  PINPRICK_CHECK(!ratios.empty());
  std::vector<double> lows;
  std::vector<double> highs;
  for (const Range& ratio : ratios) {
    lows.push_back(ratio.low);
    highs.push_back(ratio.high);
  }
  return {middle(std::move(lows)), middle(std::move(highs))};
}

Standing standing_of(const Median& ours, const Median& rival) {
  if (ours.estimate && rival.estimate) {
    if (*ours.estimate == *rival.estimate) return Standing::kEqual;
    return *ours.estimate < *rival.estimate ? Standing::kBetter : Standing::kWorse;
  }
  // What is not reached is larger than the last that was observed.
  if (ours.estimate && *ours.estimate <= rival.last) return Standing::kBetter;
  if (rival.estimate && *rival.estimate <= ours.last) return Standing::kWorse;
  return Standing::kUndecided;
}

}  // namespace pinprick::rivals
