// Operations that come in at one point of a program which is taken apart.
//
//   Insertion insertion(parts, position, tools);
//   insertion.draw(OpCode::kPollWith);   // first a task and a waker, if there is none
//   insertion.finish(parts);
//
// Promise: each operation is valid where it stands, and comes out of the swarm. What follows may
// lose what it used: what an operation that came in has taken and made into something else is
// called by its new name from there on, anything else is left to whoever mends the program.
// Cost: the operations before `position` are gone through once.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/mutator/mutation.h"
#include "harness/program/draft.h"
#include "harness/program/op.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

class Insertion {
 public:
  // Before part `position`, or behind the last. `parts` must stay as they are until finish(), and
  // no other insertion may be under way: it works in the buffers of `tools`.
  Insertion(absl::Span<const Part> parts, std::size_t position, const Tools& tools);

  // What is alive after all that came in so far. A value of the program goes by its name, one that
  // came in by next() as it was before.
  const Typestate& state() const { return tools_.buffers.state; }
  ValueId next() const { return static_cast<ValueId>(state().size()); }
  std::size_t size() const { return ops_.size(); }

  // What has become of a value that was taken: the last of move, box, pin and so on. Itself if it
  // is still there, or nothing was made of it.
  ValueId now(ValueId id) const;

  // An operation of that code on values that are there; what is lacking is made first. False if it
  // did not come in, although something that it lacked may have.
  bool draw(OpCode code) { return draw(code, 0); }

  // This operation: with its operands, with what has become of them, or with others. False if
  // nothing fits.
  bool add(Op op);

  // Puts them in.
  void finish(std::vector<Part>& parts);

 private:
  bool draw(OpCode code, std::size_t depth);
  bool draw_maker(TypeMask types, std::size_t depth);
  bool draw_alike(Shape shape, TypeMask types);
  bool find_first(Op& op, std::size_t depth);
  bool find_second(Op& op, std::size_t depth);
  ValueId some_source(Source source);
  bool push_source(Source source);
  bool push(const Op& op);
  ValueId last() const { return static_cast<ValueId>(state().size() - 1); }
  void note(const Op& op);

  const Tools& tools_;
  const std::size_t position_;
  std::vector<ValueId>& became_;  // of each value, or kNoValue
  std::vector<Op>& ops_;
};

}  // namespace pinprick::harness
