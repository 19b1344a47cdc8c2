// What the contract says that a program must do.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/model/encounter.h"
#include "harness/program/fault.h"
#include "harness/program/program.h"
#include "harness/program/rule.h"
#include "harness/program/trace.h"

namespace pinprick::harness {

// A read of a place that its value had left.
struct PredictedFault {
  std::uint16_t op = 0;  // the operation that reads
  FaultClass fault = FaultClass::kOther;
  ValueId owner = kNoValue;  // who lived there: the `make` of a future, or the `task`
  std::uint16_t vacated_by =
      0;  // the operation that moved it out, or freed it; `owner` if none did
};

struct Prediction {
  ProgramClass program_class = ProgramClass::kSafe;
  std::optional<Rule> rule;   // the first rule broken
  std::uint16_t rule_op = 0;  // by this operation
  ValueId liar = kNoValue;    // whose type broke it by a false claim; kNoValue: the program did
  std::optional<PredictedFault> fault;
  Trace trace;                        // up to the fault, if there is one
  std::size_t leaked_blocks = 0;      // heap blocks never freed; meaningless after a fault
  std::vector<Encounter> encounters;  // in their order, repeated as they came
  // The rules that had a say: something was promised under them, or had to be kept by them.
  std::bitset<kRuleCount> concerned;
  std::size_t allocated_blocks = 0;  // all that are made, but for exceptions
  bool has_guest = false;  // of which only faults are predicted: there are none as long as no rule
                           // is broken
};

}  // namespace pinprick::harness
