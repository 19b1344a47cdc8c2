// Tells the operations of a draft that a value goes by another name.
#pragma once

#include "absl/types/span.h"
#include "harness/mutator/swarm.h"
#include "harness/program/draft.h"

namespace pinprick::harness {

// Whether it polls its first operand. `block_on` does so too, but takes it.
constexpr bool is_poll(OpCode code) {
  switch (code) {
    case OpCode::kPoll:
    case OpCode::kPollWith:
    case OpCode::kPollUnpin:
    case OpCode::kPollUnpinned:
    case OpCode::kPollShared:
      return true;
    default:
      return false;
  }
}

// What used `from` uses `to`, which is of type `type`. A poll that does not take such a value
// becomes the one that does, if the swarm has it.
void rename_uses(absl::Span<Part> parts, ValueId from, ValueId to, ValueType type,
                 const Swarm& swarm);

}  // namespace pinprick::harness
