// A program: a straight line of operations over named values, with nested scopes.
//
// The value that operation i gives is value i; an operation that gives none leaves its number
// unused. A program is *valid* if every operation finds its operands alive and of the right type
// and all scopes are closed: what Rust's type checker and borrow checker would let through, unsafe
// operations included. Model and interpreter take valid programs only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "harness/program/kind.h"
#include "harness/program/op.h"
#include "harness/program/source.h"

namespace pinprick::harness {

using ValueId = std::uint16_t;
inline constexpr ValueId kNoValue = 0xffff;

struct Op {
  OpCode code = OpCode::kMake;
  std::uint8_t index = 0;  // operations that take one: the element; signal and call: which of them
  std::uint8_t argument = 0;  // call: the byte of which its arguments are made
  ValueId first = kNoValue;
  ValueId second = kNoValue;
  Kind kind;          // make and wait only
  SourceArgs source;  // source only
  friend bool operator==(const Op&, const Op&) = default;
};

// Whether it makes a future of its kind.
constexpr bool has_kind(const Op& op) {
  return op.code == OpCode::kMake || op.code == OpCode::kWait;
}

struct Program {
  std::vector<Op> ops;
  friend bool operator==(const Program&, const Program&) = default;
};

// Whether the program is valid; the message names the first operation that is not, counted from 1.
absl::Status validate(const Program& program);

}  // namespace pinprick::harness
