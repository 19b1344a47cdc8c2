// Values for an operation, chosen at random among those that are alive at a point of a program.
#pragma once

#include "harness/mutator/random.h"
#include "harness/mutator/swarm.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// Gives `op` a first operand that fits, and what follows from it: the element, the signal, and in
// `wait` the leaf that waits for this source. False if none fits.
bool draw_first(const Typestate& state, const Swarm& swarm, Random& random, Op& op);

// Gives `op`, whose first operand fits, a second one. False if none fits.
bool draw_second(const Typestate& state, Random& random, Op& op);

// Leaves the operands that fit as they are and draws the others anew. False if nothing fits, and
// then `op` is of no use any more.
bool fit_operands(const Typestate& state, const Swarm& swarm, Random& random, Op& op);
}  // namespace pinprick::harness
