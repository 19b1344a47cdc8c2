// Where the types under test leave word of what happens to them: polls, wakes, drops.
//
// One recorder serves the process: a destructor has no argument through which it could be handed
// one. The interpreter resets it before a program and takes the trace after it. It never allocates
// in between, since the ledger counts every allocation as the program's.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/base/limits.h"
#include "harness/program/trace.h"

namespace pinprick::harness {

class Recorder {
 public:
  Recorder() { trace_.reserve(kMaxEvents); }

  void reset() {
    trace_.clear();
    op_ = 0;
  }
  void set_op(std::uint16_t op) { op_ = op; }
  std::uint16_t op() const { return op_; }
  const Trace& trace() const { return trace_; }

  void record(EventKind kind, ValueId owner, std::uint8_t part = 0, std::int64_t value = 0,
              std::int64_t second = 0) {
    // A program without end records for as long as it is let.
    if (!is_full()) trace_.push_back({op_, kind, part, owner, value, second});
  }
  bool is_full() const { return trace_.size() == kMaxEvents; }

 private:
  Trace trace_;
  std::uint16_t op_ = 0;
};

Recorder& recorder();

}  // namespace pinprick::harness
