// A place in a draft, and what is alive there.
//
// Where assemble() can only say afterwards that a part does not fit, this says before which ones
// would.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "harness/program/draft.h"
#include "harness/program/kind.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// The type of the value that each operation gives; kNone where it gives none.
std::vector<ValueType> types_of(const Program& program);

// What may be made anew in a program: its own kinds, and the leaves.
struct Makings {
  std::vector<Kind> made;    // by `make`
  std::vector<Kind> waited;  // by `wait`: what stands around the leaf that waits counts
};
Makings makings_of(const Program& program);

class Point {
 public:
  // The beginning.
  Point() = default;
  // Behind those of `parts` that fit.
  explicit Point(absl::Span<const Part> parts);

  // Whether the part fits here: then the point is behind it.
  bool take(const Part& part);

  // Every operation that would fit here, its operands by their names. Scopes are neither opened nor
  // closed.
  std::vector<Op> fitting(const Makings& makings) const;

 private:
  template <class Take>
  void each_living(const Operand& operand, Take take) const;
  void add_if_fit(const Op& op, std::vector<Op>& ops) const;
  void add_variants(const Op& op, const Makings& makings, std::vector<Op>& ops) const;

  Typestate state_;
  std::vector<ValueId> names_;   // of each value of state_
  std::vector<ValueId> places_;  // of each name; kNoValue: nowhere yet
};

}  // namespace pinprick::harness
