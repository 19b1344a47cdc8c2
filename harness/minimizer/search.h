// The smallest program so far, and the one way to a smaller one.
//
// Every pass hands its ideas to accept(), which sees to all that is promised of them: only a valid
// program is asked about, only a smaller one, none twice, and nothing more once the limits are
// reached. A program for which the predicate held is the best from then on, so whatever was asked
// before and is not the best did not keep it: that is all that has to be remembered.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "harness/minimizer/minimizer.h"
#include "harness/program/draft.h"
#include "harness/program/program.h"

namespace pinprick::harness {

class Search {
 public:
  // `program` is one that keeps. What is referred to must outlive the search.
  Search(const Program& program, Predicate keeps, const MinimizerOptions& options);

  const Program& best() const { return best_; }
  const SearchCounts& counts() const { return counts_; }

  // Whether the program of those parts is smaller than the best and keeps: then it is the best.
  bool accept(absl::Span<const Part> parts);

  // Whether it ended before its time: nothing is accepted any more.
  bool is_over() const { return is_over_; }

 private:
  bool may_go_on();

  Predicate keeps_;
  const MinimizerOptions& options_;
  Program best_;
  absl::flat_hash_set<std::uint64_t> asked_;  // hashes of programs
  SearchCounts counts_;
  std::size_t ops_ = 0;  // put together or asked about
  bool is_over_ = false;
};

}  // namespace pinprick::harness
