// What a mutation is: one small change of a program that is taken apart (harness/program/draft.h).
//
// It is handed the parts of a valid program, each named by its place, and edits them freely: what
// does not fit any more is mended or left out when the program is put together again. It says
// whether it changed anything; a change that amounts to nothing in the end is no harm.
// What comes in comes out of the swarm. All choices come from the one source of random numbers.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "harness/mutator/random.h"
#include "harness/mutator/swarm.h"
#include "harness/program/draft.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// Memory that is kept from one mutation to the next. Whoever wants some takes what he needs and
// leaves it as it comes.
struct Buffers {
  Typestate state;  // what is valid at a point of the program
  Settler settler;
  std::vector<ValueId> became;  // these are Insertion's
  std::vector<Op> ops;
  std::vector<Part> coming;
};

// What a mutation has at hand.
struct Tools {
  Random& random;
  const Swarm& swarm;
  Buffers& buffers;
  absl::Span<const Part> donor;  // another program, for `splice`; may be empty
};

struct Mutation {
  absl::string_view name;
  bool (*apply)(std::vector<Part>& parts, const Tools& tools);
  std::size_t weight;  // how often it is drawn
  absl::string_view about;
};

}  // namespace pinprick::harness
