#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "harness/minimizer/change_kind.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/smaller_kinds.h"
#include "harness/program/guest.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

bool accept_other_kind(Search& search, std::size_t at) {
  const std::vector<Kind> kinds = other_kinds(search.best().ops[at].kind);
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const Kind& kind) { return accept_kind(search, at, kind); });
}

// Another source instead of that one, with others who wait for it and other signals.
std::vector<Part> with_source(std::vector<Part> parts, std::size_t at, const SourceArgs& source) {
  parts[at].op.source = source;
  for (Part& part : parts) {
    if (part.op.first != parts[at].name) continue;
    if (part.op.code == OpCode::kWait) part.op.kind.first = standard(waiter_of(source.source));
    if (part.op.code == OpCode::kSignal) {
      const std::size_t signals = signal_count(source.source);
      part.op.index = static_cast<std::uint8_t>(std::min<std::size_t>(part.op.index, signals - 1));
    }
  }
  return parts;
}

bool waits_for(const Op& op, ValueId source) {
  return op.first == source && (op.code == OpCode::kWait || op.code == OpCode::kWaitCareless);
}

// No source: what waited for it is made of a leaf that can be made, in the same combinator or in
// another one. Who signals is left out.
std::vector<Part> without_source(std::vector<Part> parts, std::size_t at, Leaf leaf,
                                 std::optional<Combinator> combinator) {
  const ValueId source = parts[at].name;
  for (Part& part : parts) {
    Op& op = part.op;
    if (!waits_for(op, source)) continue;
    op.code = OpCode::kMake;
    op.first = kNoValue;
    if (combinator.has_value()) {
      op.kind = standard_kind(shape_of(*combinator, leaf));
    } else {
      op.kind.first = standard(leaf);
    }
  }
  parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
  return parts;
}

bool accept_without_source(Search& search, std::size_t at) {
  const std::vector<Part> parts = take_apart(search.best());
  for (std::size_t i = 0; i < kPairingLeafCount; ++i) {
    const auto leaf = static_cast<Leaf>(i);
    if (search.accept(without_source(parts, at, leaf, std::nullopt))) return true;
    for (const CombinatorSpec& each : kCombinators) {
      if (search.accept(without_source(parts, at, leaf, each.code))) return true;
    }
  }
  return false;
}

bool accept_other_source(Search& search, std::size_t at) {
  // There is but one around guests, and nothing else that guests could be.
  if (search.best().ops[at].source.source == Source::kWorld) return false;
  if (accept_without_source(search, at)) return true;
  std::vector<Part> parts = take_apart(search.best());
  const SourceArgs now = parts[at].op.source;
  for (const SourceSpec& each : kSources) {
    if (each.code == now.source) continue;
    if (search.accept(with_source(parts, at, {each.code, each.number.standard}))) return true;
  }
  for (const std::uint8_t number : smaller_numbers(spec(now.source).number, now.number)) {
    parts[at].op.source.number = number;
    if (search.accept(parts)) return true;
  }
  return false;
}

bool accept_lower_index(Search& search, std::size_t at) {
  std::vector<Part> parts = take_apart(search.best());
  const std::uint8_t now = parts[at].op.index;
  for (std::uint8_t index = 0; index < now; ++index) {
    parts[at].op.index = index;
    if (search.accept(parts)) return true;
  }
  return false;
}

bool accept_lower_argument(Search& search, std::size_t at) {
  std::vector<Part> parts = take_apart(search.best());
  constexpr Parameter kArgument = {"argument", 0, 255, 0};
  for (const std::uint8_t number : smaller_numbers(kArgument, parts[at].op.argument)) {
    parts[at].op.argument = number;
    if (search.accept(parts)) return true;
  }
  return false;
}

bool accept_simpler(Search& search, std::size_t at) {
  const Op& op = search.best().ops[at];
  if (has_kind(op)) return accept_other_kind(search, at);
  if (op.code == OpCode::kSource) return accept_other_source(search, at);
  if (op.argument > 0 && accept_lower_argument(search, at)) return true;
  return op.index > 0 && accept_lower_index(search, at);
}

}  // namespace

void simplify_kinds(Search& search) {
  for (std::size_t at = 0; at < search.best().ops.size(); ++at) {
    while (at < search.best().ops.size() && !search.is_over() && accept_simpler(search, at)) {
    }
  }
}

}  // namespace pinprick::harness
