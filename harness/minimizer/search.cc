#include "harness/minimizer/search.h"

#include <utility>

#include "harness/base/hash.h"
#include "harness/minimizer/smaller.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

// Two programs of one hash would only cost us a chance.
std::uint64_t hash(const Program& program) { return fnv1a(encode(program)); }

}  // namespace

Search::Search(const Program& program, Predicate keeps, const MinimizerOptions& options)
    : keeps_(keeps), options_(options), best_(program) {
  asked_.insert(hash(program));
}

bool Search::may_go_on() {
  const bool reached = counts_.runs >= options_.runs_max || ops_ >= options_.ops_max;
  if (!is_over_ && reached) is_over_ = true;
  return !is_over_;
}

bool Search::accept(absl::Span<const Part> parts) {
  if (!may_go_on()) return false;
  // What is put together in vain takes time as well.
  ops_ += parts.size();
  Program program = assemble(parts);
  if (!is_smaller(program, best_)) return false;
  if (!asked_.insert(hash(program)).second) {
    ++counts_.repeats;
    return false;
  }
  ops_ += program.ops.size();
  ++counts_.runs;
  const bool kept = keeps_(program);
  if (kept) {
    ++counts_.steps;
    best_ = std::move(program);
  }
  if (options_.progress && !options_.progress({counts_, best_.ops.size()})) is_over_ = true;
  return kept;
}

}  // namespace pinprick::harness
