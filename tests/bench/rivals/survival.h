// How long a bug stays undetected: the estimator of Kaplan and Meier, and its median.
//
// A trial is observed until it finds the bug, or until it is given up; then all that is known is
// that the bug would have been found later ("censored"). With d(i) findings at the time t(i), and
// n(i) trials under way until then (those given up at t(i) itself included),
//
//     S(t) = product over t(i) <= t of 1 - d(i)/n(i)                  (Kaplan and Meier 1958)
//     V(t) = sum over t(i) <= t of d(i) / (n(i) (n(i) - d(i)))        (Greenwood 1926)
//
// V is the variance of log S. The 95 % limits of S are those of log(-log S), whose standard error
// is sqrt(V) / |log S|, so they stay between 0 and 1:
//
//     S ^ exp(+- 1.96 sqrt(V) / log S)                                (Kalbfleisch and Prentice
//     1980)
//
// The median is the first time at which S is 0.5 or less; it is not reached when S never is. Its
// interval holds every time at which the limits of S have 0.5 between them: from where the lower
// limit reaches 0.5 to where the upper one does (Brookmeyer and Crowley 1982). That is what R's
// survfit(conf.type = "log-log") prints, but for two points. Where S stays at exactly 0.5 for a
// while, R takes the middle of that while, and this the beginning. Where S falls to 0, V is
// infinite and R gives no limits. Here the lower limit is 0, and the upper one, when no trial was
// censored, the exact one of 0 out of n (Clopper and Pearson 1934); else it stays open.
//
// Time is anything that grows: programs run, or seconds. The trials must be independent, and what
// makes somebody give up must not depend on how near the finding was. Cost: a sort.
//
//   Kaplan, Meier: Nonparametric estimation from incomplete observations. JASA 53, 1958.
//   Greenwood: The natural duration of cancer. Reports on Public Health 33, HMSO 1926.
//   Brookmeyer, Crowley: A confidence interval for the median survival time. Biometrics 38, 1982.
//   Kalbfleisch, Prentice: The statistical analysis of failure time data. Wiley 1980.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace pinprick::rivals {

struct Observation {
  double time = 0;
  bool is_event = false;  // else censored
};

// What holds from `time` until the next step.
struct Step {
  double time = 0;
  std::size_t at_risk = 0;
  std::size_t events = 0;
  double survival = 1;
  double lower = 1;
  double upper = 1;
};

// Somebody was censored at `time`, while the curve stood at `survival`.
struct CensoringMark {
  double time = 0;
  double survival = 1;
};

struct Curve {
  std::vector<Step> steps;           // one for each time at which something was found
  std::vector<CensoringMark> marks;  // one for each time at which something was given up
  std::size_t observations = 0;
  std::size_t events = 0;
  double last = 0;  // the time of the last observation, up to which the curve is known
};

Curve kaplan_meier(std::vector<Observation> observations);

struct Median {
  std::optional<double> estimate;  // none: not reached
  std::optional<double> lower;     // none: not reached either
  std::optional<double> upper;     // none: open
  double last = 0;                 // what the median is larger than when it is not reached
};

Median median_of(const Curve& curve);

}  // namespace pinprick::rivals
