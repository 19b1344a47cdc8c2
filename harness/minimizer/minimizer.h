// The smallest program that still shows what a program shows.
//
// It knows no oracle: what is to be kept is a predicate that it is handed.
//
//     absl::StatusOr<Minimized> small = minimize(program, [&](const Program& each) {
//       return shows_it(each);
//     });
//
// It takes away and simplifies by what it knows of programs (passes.h), accepts what is smaller
// (smaller.h) and keeps, and ends when none of its ideas is accepted any more.
//
// Promises: the predicate is asked of valid programs only, and, but for the proofs, of none twice.
// It held for the result in every one of `proofs` runs, or there is no result. The same program and
// the same answers give the same result. Minimising a finished result changes nothing. A search
// ends, if not by itself then at its limits.
// What breaks it: nothing that a predicate says. One that answers now so and now otherwise is
// mostly found out by the proofs.
#pragma once

#include <cstddef>
#include <functional>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "harness/base/limits.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Whether the program keeps what is to be kept.
using Predicate = absl::FunctionRef<bool(const Program&)>;

struct SearchCounts {
  std::size_t runs = 0;     // programs that the predicate was asked about
  std::size_t repeats = 0;  // ... and that it was spared, because it had been asked before
  std::size_t steps = 0;    // ... and that it accepted, one smaller than the other
};

struct SearchProgress {
  SearchCounts counts;
  std::size_t ops = 0;  // of the smallest program so far
};

struct MinimizerOptions {
  // Programs that the predicate is asked about, at most.
  std::size_t runs_max = kMaxMinimizerRuns;
  // Operations of the programs that are put together or asked about, at most: what bounds the time
  // where programs are long.
  std::size_t ops_max = kMaxMinimizerOps;
  // Times that the program must prove to keep, before and after.
  std::size_t proofs = kMinimizerProofs;
  // Asked in the proofs; if there is none, the predicate itself.
  std::function<bool(const Program&)> proves;
  // Told after each run. Where it says false the search ends, with the best so far.
  std::function<bool(const SearchProgress&)> progress;
};

struct Minimized {
  Program program;
  SearchCounts counts;
  std::size_t proofs = 0;    // times that the result proved to keep: all that were demanded
  bool is_finished = false;  // none of the ideas is accepted any more; false: it was ended early
  // No program that is made of some of its operations only keeps: all of them were asked about.
  bool is_irreducible = false;
};

// `program` must be valid. Errors, each one line that says how often it was shown:
// kFailedPrecondition, the program itself does not always keep; kAborted, the smallest one does
// not.
absl::StatusOr<Minimized> minimize(const Program& program, Predicate keeps,
                                   const MinimizerOptions& options = {});

}  // namespace pinprick::harness
