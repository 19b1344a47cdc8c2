#include "harness/subject/catalogue.h"

#include <cstring>
#include <utility>

#include "harness/base/check.h"
#include "harness/subject/parts.h"
#include "pinprick/panic.h"

namespace pinprick::harness {

const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue filled = {};
    add_leaves(filled);
    add_erased_leaves(filled);
    add_maps(filled);
    add_thens(filled);
    add_joins(filled);
    add_captured(filled);
    add_assume_unpin(filled);
    add_packed(filled);
    add_shufflers(filled);
    add_two_faced(filled);
    add_takers(filled);
    // Not bound yet.
    for (const Subject*& subject : filled) {
      if (subject == nullptr) subject = filled[shape_of(Combinator::kMap, Leaf::kYieldN)];
    }
    return filled;
  }();
  return all;
}

const Catalogue& catalogue_with_hole() {
  static const Catalogue holed = [] {
    Catalogue copy = catalogue();
    copy[shape_of(Combinator::kMap, Leaf::kExample)] =
        copy[shape_of(Combinator::kTwoFaced, Leaf::kExample)];
    return copy;
  }();
  return holed;
}

std::uint8_t panic_number(const Panic& panic) {
  constexpr std::pair<const char*, std::uint8_t> kNames[] = {
      {"Ready", panic_name(Leaf::kReady)},     {"Pending", panic_name(Leaf::kPending)},
      {"YieldN", panic_name(Leaf::kYieldN)},   {"Simple", panic_name(Leaf::kSimple)},
      {"Example", panic_name(Leaf::kExample)}, {"Keeper", panic_name(Leaf::kKeeper)},
      {"Liar", panic_name(Leaf::kLiar)},       {"Thrower", panic_name(Leaf::kThrower)},
      {"Wait", panic_name(Leaf::kWait)},       {"Careless", panic_name(Leaf::kCareless)},
      {"Lazy", panic_name(Leaf::kLazy)},       {"YieldNow", panic_name(Leaf::kYieldNow)},
      {"Machine", panic_name(Leaf::kMachine)}, {"Coroutine", panic_name(Leaf::kCoroutine)},
      {"Map", panic_name(Combinator::kMap)},   {"Then", panic_name(Combinator::kThen)},
      {"Join", panic_name(Combinator::kJoin)}, {"Taker", panic_name(Combinator::kTaker)},
      {"Reuser", panic_name(Leaf::kReuser)},   {"block_on", kPanicBlockOn},
  };
  for (const auto& [name, number] : kNames) {
    if (std::strcmp(panic.who(), name) == 0) return number;
  }
  return kUnknownPanic;
}

std::uint8_t panic_reason(const Panic& panic) {
  switch (panic.reason()) {
    case PanicReason::kPolledAfterReady:
      return kCausePolledAfterReady;
    case PanicReason::kStalled:
      return kCauseStalled;
    default:
      return kUnknownPanic;
  }
}

}  // namespace pinprick::harness
