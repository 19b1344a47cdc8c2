// Kinds, bodies and their numbers, drawn at random from what a swarm has.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/mutator/random.h"
#include "harness/mutator/swarm.h"
#include "harness/program/body.h"
#include "harness/program/kind.h"
#include "harness/program/parameter.h"
#include "harness/program/program.h"
#include "harness/program/source.h"

namespace pinprick::harness {

// One in its range; 0 where there is no such number. The standard one, both ends and the few lowest
// come up more often: that is where something changes, and what takes few polls ends.
std::uint8_t draw_number(const Parameter& parameter, Random& random);

LeafArgs draw_numbers(Leaf leaf, Random& random);
Body draw_body(Random& random);
SourceArgs draw_source(const Swarm& swarm, Random& random);

// For `make`.
Kind draw_kind(const Swarm& swarm, Random& random);
// For `wait`, of what waits for such a source.
Kind draw_waiting_kind(Leaf waiter, const Swarm& swarm, Random& random);
// Of that shape, with other numbers and another body.
Kind draw_kind_of(Shape shape, Random& random);

// Which call of the guest, and its argument. False: there is none, or no guest.
bool draw_call(Random& random, Op& op);

// The combinator with its number over `first`, if it takes that, and over a second leaf if it wants
// one. `body` is that of `first`.
Kind combined(Combinator combinator, const LeafArgs& first, const Body& body, const Swarm& swarm,
              Random& random);

}  // namespace pinprick::harness
