#include "harness/generator/generator.h"

#include <algorithm>

#include "absl/random/uniform_int_distribution.h"

namespace pinprick::harness {
namespace {

// An operation takes between one byte and nine; this many on average, dropped ones included.
constexpr std::size_t kBytesPerOp = 3;

}  // namespace

const Program& Generator::next(std::size_t ops) {
  absl::uniform_int_distribution<std::size_t> length(1, ops * kBytesPerOp);
  return decode_random(length(random_));
}

const Program& Generator::next_of_length(std::size_t ops) {
  // Rare lengths are drawn for, not mended: cutting a program would leave its scopes open.
  for (std::size_t bytes = ops * kBytesPerOp;; ) {
    const Program& program = decode_random(bytes);
    if (program.ops.size() == ops) return program;
    bytes = bytes * ops / std::max<std::size_t>(program.ops.size(), 1) + 1;
  }
}

const Program& Generator::decode_random(std::size_t bytes) {
  bytes_.resize(bytes);
  std::size_t i = 0;
  while (i < bytes_.size()) {
    std::uint64_t word = random_();
    for (std::size_t k = 0; k < sizeof word && i < bytes_.size(); ++k, word >>= 8) {
      bytes_[i++] = static_cast<std::uint8_t>(word);
    }
  }
  return decoder_.decode(bytes_);
}

}  // namespace pinprick::harness
