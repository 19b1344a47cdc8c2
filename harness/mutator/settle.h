// Makes a valid program of parts again, after a mutation.
//
// `assemble` (harness/program/draft.h) leaves out what does not fit. After a mutation that took
// something away that is often half of the program; mended, it goes on with what is there. And
// this works where the parts are: what is settled can be mutated again.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "harness/mutator/mutation.h"
#include "harness/program/draft.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// What becomes of an operation whose operands are gone.
enum class Unfit : std::uint8_t {
  kLeftOut,
  kMended,  // it takes others that are alive where it stands; left out if there are none
};

// The parts that fit stay, in order, and scopes still open are closed at the end, as `assemble`
// does it. Each is then named by its place. Linear in the parts.
void settle(std::vector<Part>& parts, Unfit unfit, const Tools& tools);

// Whether every part fits where it stands, so that none would be left out.
bool all_fit(absl::Span<const Part> parts, const Tools& tools);

}  // namespace pinprick::harness
