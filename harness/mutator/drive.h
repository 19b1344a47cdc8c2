// What somebody does who uses futures: makes them, pins them, polls them, signals what they wait
// for, and drops them. Most of it is legal, so that a program comes far.
#pragma once

#include <cstddef>

#include "harness/mutator/insertion.h"
#include "harness/mutator/mutation.h"

namespace pinprick::harness {

// Goes on with what is there at the point of the insertion, for so many steps. A step is mostly one
// operation, and what it lacks. Steps for which nothing is there come to nothing.
void drive(Insertion& insertion, std::size_t steps, const Tools& tools);

}  // namespace pinprick::harness
