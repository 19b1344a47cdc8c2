// How far apart two samples of trials are: how often, and whether chance explains it.
//
// A12 (Vargha and Delaney 2000) is the probability that a trial of ours needs less than one of the
// rival's, ties counting half: 1 means always, 0.5 that there is no difference. Censored trials
// are compared as far as anything is known (Gehan 1965): a censored trial counts as larger than
// every finding at or before its censoring, and as a tie with everything else: findings that came
// later, and other censored trials. So giving up early moves A12 to 0.5 and never past it.
//
// The log-rank test (Mantel 1966) asks whether both could come from the same distribution. At each
// time with d findings among the n trials under way, n1 of them ours, it expects e = d n1/n of them
// to be ours, with the variance d (n1/n) (1 - n1/n) (n - d)/(n - 1). Over all times,
//
//     chi^2 = (sum of (d1 - e))^2 / (sum of the variances)
//
// has one degree of freedom, so p = erfc(sqrt(chi^2 / 2)), two-sided. It is an approximation that
// wants some ten findings; it says nothing when nothing was found or all was found at once.
//
// Cost: a sort each.
//
//   Vargha, Delaney: A critique and improvement of the CL common language effect size statistics
//     of McGraw and Wong. J. of Educational and Behavioral Statistics 25, 2000.
//   Gehan: A generalized Wilcoxon test for comparing arbitrarily singly-censored samples.
//     Biometrika 52, 1965.
//   Mantel: Evaluation of survival data and two new rank order statistics arising in its
//     consideration. Cancer Chemotherapy Reports 50, 1966.
#pragma once

#include <optional>
#include <vector>

#include "tests/bench/rivals/survival.h"

namespace pinprick::rivals {

// Neither sample may be empty.
double vargha_delaney(const std::vector<Observation>& ours, const std::vector<Observation>& rival);

// negligible, small, medium or large: A12, or 1 - A12 where that is more, against 0.56, 0.64, 0.71.
const char* magnitude(double a12);

struct LogRank {
  double chi_squared = 0;
  double p = 1;
};

// None where the variance is 0.
std::optional<LogRank> log_rank(const std::vector<Observation>& ours,
                                const std::vector<Observation>& rival);

}  // namespace pinprick::rivals
