// Weeks of remission of 42 children with leukaemia, on 6-mercaptopurine or a placebo, still in
// remission ("censored") where the trial ended first: the data on which textbooks show survival
// analysis, so that what has to come out is known.
//
//   Freireich et al.: The effect of 6-mercaptopurine on the duration of steroid-induced remissions
//     in acute leukemia. Blood 21, 1963. As in Gehan, Biometrika 52, 1965.
#pragma once

#include <vector>

#include "tests/bench/rivals/survival.h"

namespace pinprick::rivals {

inline std::vector<Observation> observations(const std::vector<double>& events,
                                             const std::vector<double>& censored) {
  std::vector<Observation> all;
  for (const double time : events) all.push_back({time, true});
  for (const double time : censored) all.push_back({time, false});
  return all;
}

inline std::vector<Observation> leukaemia_treated() {
  return observations({6, 6, 6, 7, 10, 13, 16, 22, 23},
                      {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35});
}

inline std::vector<Observation> leukaemia_placebo() {
  return observations({1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, {});
}

}  // namespace pinprick::rivals
