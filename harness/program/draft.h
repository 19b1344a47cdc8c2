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

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

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

// The same where the parts are, each named by its place from then on. `fits` is asked about each
// operation at the point where it would stand, with its operands by place (kNoValue: not there any
// more), and may change it to one that fits.
class Settler {
 public:
  using Fits = absl::FunctionRef<bool(const Typestate& state, Op& op)>;
  void settle(std::vector<Part>& parts, Fits fits);

  // Whether each part fits where it stands, so that none would be left out.
  bool all_fit(absl::Span<const Part> parts);

 private:
  void begin(absl::Span<const Part> parts);
  void place(Op& op) const;

  Typestate state_;
  std::vector<ValueId> places_;  // of each name; kNoValue: nowhere yet
};

// Takes the part at `from` out and puts it in again so that it stands at `to`.
void move_part(std::vector<Part>& parts, std::size_t from, std::size_t to);

// Which `{` and `}` belong together.
struct Scope {
  std::size_t open;
  std::size_t close;
};

// In the order in which they close. `parts` are those of a valid program.
std::vector<Scope> scopes_of(absl::Span<const Part> parts);

}  // namespace pinprick::harness
