// Programs as bytes, for the fuzzing engines.
//
// Total: every byte string decodes to a valid program. What does not fit is repaired (an operand
// is taken modulo the values that are there) or dropped (an operation that nothing fits), and open
// scopes are closed at the end. A changed byte mostly changes one operation, so an engine that
// knows nothing of programs still makes sensible ones.
// Promise: decode(encode(p)) gives p for every valid p.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// Decodes many inputs with one set of buffers.
class Decoder {
 public:
  // The program is valid until the next call. Bytes past kMaxInputBytes, and operations past
  // kMaxOps, are ignored. Linear in the input.
  const Program& decode(absl::Span<const std::uint8_t> bytes);

 private:
  void close_scopes();

  Typestate typestate_;
  Program program_;
};

// `program` must be valid.
std::vector<std::uint8_t> encode(const Program& program);

}  // namespace pinprick::harness
