#include "harness/minimizer/coerce.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/minimizer/point.h"

namespace pinprick::harness {
namespace {

// Those of one row do the same, each to types of its own. The safe ones come first; a row that is
// shorter repeats its last.
constexpr std::size_t kMostKin = 4;
using Kin = std::array<OpCode, kMostKin>;
constexpr std::array<Kin, 6> kKin = [] {
  using enum OpCode;
  return std::array<Kin, 6>{{
      {kPoll, kPollUnpin, kPollUnpinned, kPollShared},
      {kSet, kAssign, kOverwrite, kOverwrite},
      {kSwap, kSwapUnchecked, kSwapUnchecked, kSwapUnchecked},
      {kReplace, kReplaceUnchecked, kReplaceUnchecked, kReplaceUnchecked},
      {kUnbox, kUnwrapRc, kMoveOut, kMoveOut},
      {kPinUnchecked, kPinElementUnchecked, kPinElementUnchecked, kPinElementUnchecked},
  }};
}();

// Gives the part the first of its kin's codes that fits at the point, which is behind it then.
bool take_kin(Point& point, Part& part) {
  const Op op = part.op;
  for (const Kin& kin : kKin) {
    if (std::find(kin.begin(), kin.end(), op.code) == kin.end()) continue;
    for (const OpCode other : kin) {
      part.op.code = other;
      part.op.index = spec(other).takes_index ? op.index : std::uint8_t{0};
      if (point.take(part)) return true;
    }
  }
  part.op = op;
  return false;
}

}  // namespace

std::optional<std::vector<Part>> coerced(absl::Span<const Part> parts) {
  std::vector<Part> out(parts.begin(), parts.end());
  Point point;
  bool any = false;
  for (Part& part : out) {
    if (!point.take(part) && take_kin(point, part)) any = true;
  }
  if (!any) return std::nullopt;
  return out;
}

bool accept_coerced(Search& search, absl::Span<const Part> parts) {
  if (search.accept(parts)) return true;
  const std::optional<std::vector<Part>> other = coerced(parts);
  return other.has_value() && search.accept(*other);
}

}  // namespace pinprick::harness
