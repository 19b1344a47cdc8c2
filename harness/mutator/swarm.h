// What new operations may be drawn from: a random subset of all operations and kinds.
//
// Swarm testing: where everything is possible at every moment, much crowds each other out. A slice
// of a campaign that has half of the operations and half of the kinds makes programs that no
// mixture of all would come to. Only what comes in is drawn from the subset; what a program holds
// already may stay.
// Promise: a subset can make futures, pin and poll them; each of its operations finds another one
// that makes what it takes; the same seed gives the same subset.
#pragma once

#include <bitset>
#include <cstddef>

#include "harness/mutator/lottery.h"
#include "harness/mutator/random.h"
#include "harness/program/kind.h"
#include "harness/program/op.h"
#include "harness/program/program.h"
#include "harness/program/source.h"

namespace pinprick::harness {

class Swarm {
 public:
  // All there is.
  Swarm();
  // A subset; once in a few times all there is.
  explicit Swarm(Random& random);

  bool has(OpCode code) const { return ops_[static_cast<std::size_t>(code)]; }
  bool has(Combinator combinator) const {
    return combinators_[static_cast<std::size_t>(combinator)];
  }
  bool has(Source source) const { return sources_[static_cast<std::size_t>(source)]; }
  // Of a leaf that waits: whether its source is in.
  bool has(Leaf leaf) const;
  bool has(const Kind& kind) const;
  // With its kind or source, if it has one.
  bool has(const Op& op) const;
  bool is_full() const;

  // Drawn from what is in, by the weights of the tables.
  OpCode draw_op(Random& random) const;
  // One that makes a value of one of those types out of others.
  OpCode draw_maker(TypeMask types, Random& random) const;
  Combinator draw_combinator(Random& random) const;
  Source draw_source(Random& random) const;
  // One that can be made by name, and that `combinator` takes.
  Leaf draw_leaf(Combinator combinator, Random& random) const;

 private:
  void leave_out_guests();
  void close_under_operands(Random& random);
  void weigh();

  std::bitset<kOpCount> ops_;
  std::bitset<kCombinatorCount> combinators_;
  std::bitset<kMakeableLeafCount> leaves_;
  std::bitset<kSourceCount> sources_;
  Lottery<kOpCount> op_lottery_;
  Lottery<kCombinatorCount> combinator_lottery_;
  Lottery<kMakeableLeafCount> any_leaf_lottery_;  // where every leaf may stand
  Lottery<kMakeableLeafCount> leaf_lottery_;
  Lottery<kSourceCount> source_lottery_;
};

// Whether an operation of that code can make a value of one of those types. One that takes what it
// gives, as `move` does, makes none.
bool makes(OpCode code, TypeMask types);

}  // namespace pinprick::harness
