#include "harness/minimizer/minimizer.h"

#include "absl/strings/str_cat.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/search.h"
#include "harness/program/draft.h"

namespace pinprick::harness {
namespace {

std::size_t times_kept(const Program& program, Predicate keeps, const MinimizerOptions& options) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < options.proofs; ++i) {
    if (options.proves ? options.proves(program) : keeps(program)) ++kept;
  }
  return kept;
}

std::string in_runs(std::size_t kept, std::size_t proofs) {
  return absl::StrCat("in ", kept, " of ", proofs, " runs only");
}

// What is cheap and takes away much comes first. Whether the result is irreducible.
bool run_passes(Search& search) {
  for (;;) {
    const Program before = search.best();
    truncate(search);
    drop_unused(search);
    drop_runs(search);
    drop_pairs(search);
    bypass(search);
    use_older_operands(search);
    simplify_kinds(search);
    simplify_bodies(search);
    if (!search.is_over() && search.best() != before) continue;
    // What these find is rarely more than one operation, and they ask about many programs.
    replace(search);
    drop_and_reorder(search);
    drop_and_simplify(search);
    reorder(search);
    const bool irreducible = try_subsets(search);
    if (search.is_over() || search.best() == before) return irreducible && !search.is_over();
  }
}

}  // namespace

absl::StatusOr<Minimized> minimize(const Program& program, Predicate keeps,
                                   const MinimizerOptions& options) {
  const std::size_t before = times_kept(program, keeps, options);
  if (before < options.proofs) {
    return absl::FailedPreconditionError(
        absl::StrCat("the program itself shows it ", in_runs(before, options.proofs)));
  }
  Search search(program, keeps, options);
  Minimized result;
  result.is_irreducible = run_passes(search);
  result.is_finished = !search.is_over();
  result.program = search.best();
  result.counts = search.counts();
  result.proofs = times_kept(result.program, keeps, options);
  if (result.proofs < options.proofs) {
    return absl::AbortedError(absl::StrCat("the smallest program found shows it ",
                                           in_runs(result.proofs, options.proofs)));
  }
  return result;
}

}  // namespace pinprick::harness
