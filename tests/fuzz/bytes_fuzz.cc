// The byte decoder. Of any bytes whatever:
//
//   - they decode to a valid program
//   - which keeps within the limits: operations, open scopes, lengths of rows, statements
//   - a decoder that was used before gives the same as a new one
//   - the program survives text and bytes
//
// Bodies of machines are decoded on the way (body_bytes.h).
#include <algorithm>
#include <cstddef>

#include "harness/base/limits.h"
#include "harness/program/typestate.h"
#include "tests/fuzz/round_trips.h"
#include "tests/fuzz/target.h"

namespace pinprick::harness {
namespace {

void demand_limits(const Program& program) {
  demand(program.ops.size() <= kMaxOps, "a program has kMaxOps operations at most", program);
  Typestate state;
  for (const Op& op : program.ops) {
    state.apply(op);
    demand(state.scope_depth() <= kMaxScopeDepth, "kMaxScopeDepth scopes are open at most",
           program);
    demand(op.kind.body.count <= kMaxStatements, "a machine has kMaxStatements at most", program);
    if (spec(op.code).operands() == 0) continue;
    demand(state.value(op.first).length <= kMaxRowLength, "a row has kMaxRowLength at most",
           program);
  }
}

}  // namespace

void judge_input(absl::Span<const std::uint8_t> input) {
  static Decoder used;
  const Program& program = used.decode(input);
  // Not with the program: that cannot be printed if it is not valid.
  const absl::Status valid = validate(program);
  demand(valid.ok(), "bytes decode to a valid program", valid.message());
  demand_limits(program);
  Decoder fresh;
  demand(fresh.decode(input) == program, "a used decoder gives what a new one gives", program);
  demand_round_trips(program);
}

std::vector<std::uint8_t> input_of(absl::string_view text) {
  const absl::StatusOr<Script> script = parse(text, "stored");
  demand(script.ok(), "a stored program can be parsed", script.status().message());
  return encode(script->program);
}

std::vector<std::string> dictionary() { return {}; }

}  // namespace pinprick::harness
