#include "tests/bench/rivals/survival.h"

#include <algorithm>
#include <cmath>

namespace pinprick::rivals {
namespace {

// The two-sided 95 % point of the normal distribution.
constexpr double kNormalPoint = 1.959963984540054;
constexpr double kOneTail = 0.025;

// S is a product of fractions: what is 1/2 on paper may come out a little above.
constexpr double kHalf = 0.5 + 1e-9;

void set_limits(Step& step, double greenwood, std::size_t observations, bool is_any_censored) {
  if (step.survival > 0) {
    const double error = kNormalPoint * std::sqrt(greenwood) / std::log(step.survival);
    step.lower = std::pow(step.survival, std::exp(-error));
    step.upper = std::pow(step.survival, std::exp(error));
    return;
  }
  step.lower = 0;
  step.upper = is_any_censored ? 1 : 1 - std::pow(kOneTail, 1 / static_cast<double>(observations));
}

}  // namespace

Curve kaplan_meier(std::vector<Observation> observations) {
  std::sort(observations.begin(), observations.end(),
            [](const Observation& a, const Observation& b) { return a.time < b.time; });
  Curve curve;
  curve.observations = observations.size();
  double survival = 1;
  double greenwood = 0;
  for (std::size_t i = 0; i < observations.size();) {
    const double time = observations[i].time;
    const std::size_t at_risk = observations.size() - i;
    std::size_t events = 0;
    std::size_t here = 0;
    for (; i < observations.size() && observations[i].time == time; ++i, ++here) {
      if (observations[i].is_event) ++events;
    }
    if (events > 0) {
      const auto n = static_cast<double>(at_risk);
      const auto d = static_cast<double>(events);
      survival *= 1 - d / n;
      if (events < at_risk) greenwood += d / (n * (n - d));
      curve.events += events;
      Step step = {time, at_risk, events, survival, 0, 0};
      set_limits(step, greenwood, observations.size(), curve.events < observations.size());
      curve.steps.push_back(step);
    }
    if (events < here) curve.marks.push_back({time, survival});
    curve.last = time;
  }
  return curve;
}

Median median_of(const Curve& curve) {
  Median median;
  median.last = curve.last;
  for (const Step& step : curve.steps) {
    if (!median.lower && step.lower <= kHalf) median.lower = step.time;
    if (!median.estimate && step.survival <= kHalf) median.estimate = step.time;
    if (!median.upper && step.upper <= kHalf) median.upper = step.time;
  }
  return median;
}

}  // namespace pinprick::rivals
