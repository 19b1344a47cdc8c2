#include "harness/minimizer/search.h"

#include <utility>

#include "harness/minimizer/operands.h"
#include "harness/minimizer/smaller.h"

namespace pinprick::harness {
namespace {

// The same on every machine. Two programs of one hash would only cost us a chance.
class Hash {
 public:
  void add(std::uint64_t number) {
    value_ = (value_ ^ number) * 0x9e3779b97f4a7c15ULL;
    value_ ^= value_ >> 32;
  }
  void add(const LeafArgs& leaf) {
    add(static_cast<std::uint64_t>(leaf.leaf) << 16 | std::uint64_t{leaf.count} << 8 | leaf.value);
  }
  void add(const Kind& kind) {
    add(static_cast<std::uint64_t>(kind.combinator) << 8 | kind.number);
    add(kind.first);
    add(kind.second);
    for (const Statement& each : kind.body) {
      add(static_cast<std::uint64_t>(each.code) << 24 | std::uint64_t{each.first} << 16 |
          std::uint64_t{each.second} << 8 | each.number);
    }
  }
  void add(const Op& op) {
    add(static_cast<std::uint64_t>(op.code) << 56 | std::uint64_t{op.index} << 48 |
        std::uint64_t{op.first} << 32 | std::uint64_t{op.second} << 16 |
        static_cast<std::uint64_t>(op.source.source) << 8 | op.source.number);
    if (has_kind(op)) add(op.kind);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

std::uint64_t hash(const Program& program) {
  Hash hash;
  for (const Op& op : program.ops) hash.add(op);
  return hash.value();
}

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
