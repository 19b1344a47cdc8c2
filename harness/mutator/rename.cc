#include "harness/mutator/rename.h"

#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

// The poll that takes a value of that type whether or not its future is Unpin; the code itself if
// there is none.
OpCode poll_of(ValueType type, OpCode code) {
  for (const OpCode each : {OpCode::kPoll, OpCode::kPollUnpinned, OpCode::kPollShared}) {
    if (holds(spec(each).first.types, type)) return each;
  }
  return code;
}

}  // namespace

void rename_uses(absl::Span<Part> parts, ValueId from, ValueId to, ValueType type,
                 const Swarm& swarm) {
  for (Part& part : parts) {
    Op& op = part.op;
    if (op.second == from) op.second = to;
    if (op.first != from) continue;
    op.first = to;
    if (!is_poll(op.code) || holds(spec(op.code).first.types, type)) continue;
    const OpCode poll = poll_of(type, op.code);
    if (!swarm.has(poll)) continue;
    op.code = poll;
    op.second = kNoValue;
  }
}

}  // namespace pinprick::harness
