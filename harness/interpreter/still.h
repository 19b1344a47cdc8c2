// The same program without its moves: every future stays in the place in which it was made.
//
// Where the interpreter boxes, pushes, swaps or passes a future, here only the names change hands;
// it is polled and destroyed in place, by its own functions. What a program gives here and what it
// gives when it is run with its moves must be the same, if all its moves were legal: "moves change
// nothing". Two moves stay, because without them something else would change too: an assignment,
// which destroys the old value member by member, and those that a type makes itself.
//
// Nothing is poisoned and no rule is known. What breaks it: a program that is not valid.
#pragma once

#include <memory>

#include "harness/interpreter/observation.h"
#include "harness/program/program.h"

namespace pinprick::harness {

class Still {
 public:
  Still();
  ~Still();
  Still(const Still&) = delete;
  Still& operator=(const Still&) = delete;

  // Outputs, polls, wakes and drops, and the fault if there was one all the same; not what was
  // allocated, since there are no boxes. The answer holds until the next call.
  const Observation& observe(const Program& program);

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

}  // namespace pinprick::harness
