#include "tests/bench/rivals/effect.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "harness/base/check.h"

namespace pinprick::rivals {
namespace {

struct Times {
  std::vector<double> found;
  std::vector<double> given_up;
};

Times sorted_times(const std::vector<Observation>& observations) {
  Times times;
  for (const Observation& one : observations) {
    (one.is_event ? times.found : times.given_up).push_back(one.time);
  }
  std::sort(times.found.begin(), times.found.end());
  std::sort(times.given_up.begin(), times.given_up.end());
  return times;
}

std::size_t below(const std::vector<double>& sorted, double time) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), time) -
                                  sorted.begin());
}

std::size_t up_to(const std::vector<double>& sorted, double time) {
  return static_cast<std::size_t>(std::upper_bound(sorted.begin(), sorted.end(), time) -
                                  sorted.begin());
}

std::size_t under_way(const Times& times, double time) {
  return times.found.size() - below(times.found, time) + times.given_up.size() -
         below(times.given_up, time);
}

std::size_t found_at(const Times& times, double time) {
  return up_to(times.found, time) - below(times.found, time);
}

}  // namespace

double vargha_delaney(const std::vector<Observation>& ours, const std::vector<Observation>& rival) {
  PINPRICK_CHECK(!ours.empty() && !rival.empty());
  const Times others = sorted_times(rival);
  double won = 0;
  double lost = 0;
  for (const Observation& one : ours) {
    lost += static_cast<double>(one.is_event ? below(others.found, one.time)
                                             : up_to(others.found, one.time));
    if (!one.is_event) continue;
    won += static_cast<double>(others.found.size() - up_to(others.found, one.time) +
                               others.given_up.size() - below(others.given_up, one.time));
  }
  const double pairs = static_cast<double>(ours.size()) * static_cast<double>(rival.size());
  return (won + (pairs - won - lost) / 2) / pairs;
}

const char* magnitude(double a12) {
  const double larger = std::max(a12, 1 - a12);
  if (larger < 0.56) return "negligible";
  if (larger < 0.64) return "small";
  if (larger < 0.71) return "medium";
  return "large";
}

std::optional<LogRank> log_rank(const std::vector<Observation>& ours,
                                const std::vector<Observation>& rival) {
  const Times first = sorted_times(ours);
  const Times second = sorted_times(rival);
  std::vector<double> moments = first.found;
  moments.insert(moments.end(), second.found.begin(), second.found.end());
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());

  double difference = 0;
  double variance = 0;
  for (const double time : moments) {
    const auto ours_under_way = static_cast<double>(under_way(first, time));
    const double n = ours_under_way + static_cast<double>(under_way(second, time));
    const auto ours_found = static_cast<double>(found_at(first, time));
    const double d = ours_found + static_cast<double>(found_at(second, time));
    const double share = ours_under_way / n;
    difference += ours_found - d * share;
    if (n > 1) variance += d * share * (1 - share) * (n - d) / (n - 1);
  }
  if (variance <= 0) return std::nullopt;
  LogRank result;
  result.chi_squared = difference * difference / variance;
  result.p = std::erfc(std::sqrt(result.chi_squared / 2));
  return result;
}

}  // namespace pinprick::rivals
