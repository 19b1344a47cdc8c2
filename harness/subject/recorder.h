// Where the types under test leave word of what happens to them: polls, wakes, drops.
//
// One recorder serves the process: a destructor has no argument through which it could be handed
// one. The interpreter resets it before a program and takes the trace after it. It never allocates
// in between, since the ledger counts every allocation as the program's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

#include "absl/types/span.h"
#include "harness/base/limits.h"
#include "harness/program/trace.h"

namespace pinprick::harness {

class Recorder {
 public:
  void reset() {
    size_ = 0;
    op_ = 0;
  }
  void set_op(std::uint16_t op) { op_ = op; }
  std::uint16_t op() const { return op_; }
  absl::Span<const Event> trace() const { return {at(0), size_}; }

  void record(EventKind kind, ValueId owner, std::uint8_t part = 0, std::int64_t value = 0,
              std::int64_t second = 0) {
    // A program without end records for as long as it is let.
    if (!is_full())
      ::new (storage_.data() + size_++ * sizeof(Event))
          Event{op_, kind, part, owner, value, second};
  }
  bool is_full() const { return size_ == kMaxEvents; }

 private:
  const Event* at(std::size_t index) const {
    return reinterpret_cast<const Event*>(storage_.data()) + index;
  }

  // Bytes, so that a recorder that nobody used has touched no page of its own.
  alignas(Event) std::array<std::byte, kMaxEvents * sizeof(Event)> storage_ = {};
  std::size_t size_ = 0;
  std::uint16_t op_ = 0;
};

inline constinit Recorder the_recorder;
inline Recorder& recorder() { return the_recorder; }

}  // namespace pinprick::harness
