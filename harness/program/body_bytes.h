// The body of a machine as bytes: how many statements, then one byte or two for each.
//
// Total, as bytes.h demands: a statement that nothing fits becomes an `await`, and the operands are
// counted among the locals that fit. Promise: reading what was written gives the same body.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/program/body.h"

namespace pinprick::harness {

// `at_end()` and `byte()` as bytes.cc has them, without its type.
class ByteSource {
 public:
  virtual bool at_end() const = 0;
  virtual std::uint8_t byte() = 0;

 protected:
  ~ByteSource() = default;
};

Body read_body(ByteSource& source);

// `body` must be valid.
void write_body(std::vector<std::uint8_t>& out, const Body& body);

}  // namespace pinprick::harness
