// What was seen when a program ran.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/interpreter/self_pointers.h"
#include "harness/interpreter/trap.h"
#include "harness/program/program.h"
#include "harness/program/trace.h"

namespace pinprick::harness {

// A sanitizer's error, and whose old home it was.
struct ObservedFault {
  std::uint16_t op = 0;
  Fault fault;
  ValueId owner = kNoValue;      // who had lived at the address; kNoValue: nobody that we know of
  std::uint16_t vacated_by = 0;  // the operation that took him out, or freed the block; `owner` if
                                 // none did
};

struct Observation {
  std::optional<ObservedFault> fault;
  Trace trace;                              // up to the fault, if there was one
  std::vector<SelfPointers> self_pointers;  // if they were looked for
  std::size_t leaked_blocks = 0;            // alive at the end; meaningless after a fault
  std::size_t allocated_blocks = 0;         // all on the heap, but for exceptions
};

}  // namespace pinprick::harness
