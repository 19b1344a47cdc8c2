// Random programs from a seed.
//
// It draws bytes and decodes them, so a generated program comes from the very distribution that a
// fuzzing engine explores, and the weights of the op table are in one place. The same seed gives
// the same programs, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "harness/program/bytes.h"
#include "harness/program/program.h"

namespace pinprick::harness {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  // The next program; valid until the call after. It has at most about `ops` operations, and a
  // length drawn evenly below that.
  const Program& next(std::size_t ops);

 private:
  std::mt19937_64 random_;
  std::vector<std::uint8_t> bytes_;
  Decoder decoder_;
};

}  // namespace pinprick::harness
