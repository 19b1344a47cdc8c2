// Programs as bytes, for the fuzzing engines.
//
// Total: every byte string decodes to a valid program. What does not fit is repaired (an operand
// is taken modulo the values that are there) or dropped (an operation that nothing fits), and open
// scopes are closed at the end. A changed byte mostly changes one operation, so an engine that
// knows nothing of programs still makes sensible ones.
// Promise: decode(encode(p)) gives p for every valid p.
#pragma once

#include <cstddef>
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

// Encodes many programs with one set of buffers.
class Encoder {
 public:
  // `program` must be valid. The bytes are valid until the next call. Linear.
  const std::vector<std::uint8_t>& encode(const Program& program);

  // Those of the last call.
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  // Where the bytes of each of its operations end.
  const std::vector<std::size_t>& ends() const { return ends_; }

 private:
  Typestate typestate_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> ends_;
};

// `program` must be valid.
std::vector<std::uint8_t> encode(const Program& program);

}  // namespace pinprick::harness
