#include "harness/generator/generator.h"

#include "absl/random/uniform_int_distribution.h"

namespace pinprick::harness {
namespace {

// An operation takes between one byte and nine; this many on average, dropped ones included.
constexpr std::size_t kBytesPerOp = 4;

}  // namespace

const Program& Generator::next(std::size_t ops) {
  absl::uniform_int_distribution<std::size_t> length(1, ops * kBytesPerOp);
  bytes_.resize(length(random_));
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
