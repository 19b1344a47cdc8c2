// A program taken apart, so that it can be changed: what mutations and the minimiser work on.
//
// In a Program a value is called by the place of the operation that made it, so that whoever takes
// one out has to rename all that follow. In a draft every part keeps its name wherever it goes.
// Parts are taken out, put in, doubled and moved around without a thought for what depends on
// them; `assemble` makes a valid program of what is left, by leaving out what does not fit.
//
//   std::vector<Part> parts = take_apart(program);
//   parts.erase(parts.begin() + 3);            // and what needs its value goes too
//   const Program smaller = assemble(parts);
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "harness/program/program.h"

namespace pinprick::harness {

struct Part {
  ValueId name = kNoValue;  // of the value that it makes; no two parts of a draft have the same
  Op op;                    // its operands are names
  friend bool operator==(const Part&, const Part&) = default;
};

// The parts in order. Each is named by its place.
std::vector<Part> take_apart(const Program& program);

// A name that no part has: larger than all.
ValueId fresh_name(absl::Span<const Part> parts);

// The program of those parts that fit, in order. A part does not fit whose operand is not there
// any more, or is of the wrong type, or that closes no scope; nor one behind kMaxOps. Scopes still
// open at the end are closed there. The parts of a valid program give that program. Linear.
Program assemble(absl::Span<const Part> parts);

}  // namespace pinprick::harness
