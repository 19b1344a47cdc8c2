// Tasks, and the wakers that share them, by the contract: who counts, who does not, and when a task
// dies.
#pragma once

#include <cstdint>

#include "harness/program/program.h"

namespace pinprick::harness::model {

enum class WakerKind : std::uint8_t {
  kNone,
  kProgram,  // the task that runs the program: it lives for ever
  kBlockOn,  // block_on's own, by the number of the run
  kCounted,
  kRaw,    // borrows its task
  kHasty,  // counts down when it is dropped, but never up
  // Of what is inside of a future: a task in InnerTasks, or one of SharedStates.
  kInner,
  kShared,
};

struct WakerModel {
  WakerKind kind = WakerKind::kNone;
  std::uint32_t task = 0;
  // Whether they say of each other that they wake the same task.
  friend bool operator==(const WakerModel&, const WakerModel&) = default;
};

struct TaskModel {
  ValueId owner = kNoValue;
  std::uint32_t block = 0;
  std::uint32_t count = 1;   // what the vtable's functions believe
  std::uint32_t owners = 1;  // names and wakers that are still there
  std::uint16_t freed_by = 0;
};

}  // namespace pinprick::harness::model
