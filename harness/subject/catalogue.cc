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
    add_sequels(filled);
    add_singles(filled);
    add_users(filled);
    add_joins(filled);
    add_many(filled);
    add_cancelled(filled);
    add_streams(filled);
    add_sets(filled);
    add_captured(filled);
    add_assume_unpin(filled);
    add_packed(filled);
    add_shufflers(filled);
    add_two_faced(filled);
    add_takers(filled);
    add_guest(filled);
    for (const Subject* subject : filled) PINPRICK_CHECK(subject != nullptr);
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
  static constexpr std::pair<const char*, std::uint8_t> kNames[] = {
      {"Ready", panic_name(Leaf::kReady)},
      {"Pending", panic_name(Leaf::kPending)},
      {"YieldN", panic_name(Leaf::kYieldN)},
      {"Simple", panic_name(Leaf::kSimple)},
      {"Example", panic_name(Leaf::kExample)},
      {"Keeper", panic_name(Leaf::kKeeper)},
      {"Liar", panic_name(Leaf::kLiar)},
      {"Thrower", panic_name(Leaf::kThrower)},
      {"Wait", panic_name(Leaf::kWait)},
      {"Careless", panic_name(Leaf::kCareless)},
      {"Lazy", panic_name(Leaf::kLazy)},
      {"YieldNow", panic_name(Leaf::kYieldNow)},
      {"Machine", panic_name(Leaf::kMachine)},
      {"Async", panic_name(Leaf::kCoroutine)},
      {"Map", panic_name(Combinator::kMap)},
      {"Then", panic_name(Combinator::kThen)},
      {"Join", panic_name(Combinator::kJoin)},
      {"TryJoin", panic_name(Combinator::kTryJoin)},
      {"Select", panic_name(Combinator::kSelect)},
      {"Race", panic_name(Combinator::kRace)},
      {"JoinAll", panic_name(Combinator::kJoinAll)},
      {"JoinArray", panic_name(Combinator::kJoinArray)},
      {"SelectAll", panic_name(Combinator::kSelectAll)},
      {"SelectOk", panic_name(Combinator::kSelectOk)},
      {"Abortable", panic_name(Combinator::kAbortable)},
      {"Remote", panic_name(Combinator::kRemote)},
      {"Timeout", panic_name(Combinator::kTimeout)},
      {"Taker", panic_name(Combinator::kTaker)},
      {"Reuser", panic_name(Leaf::kReuser)},
      {"Notified", panic_name(Leaf::kNotified)},
      {"MutexLock", panic_name(Leaf::kLock)},
      {"Acquire", panic_name(Leaf::kAcquire)},
      {"EventWait", panic_name(Leaf::kEventSet)},
      {"Cancelled", panic_name(Leaf::kCancelled)},
      {"Sleep", panic_name(Leaf::kSleep)},
      {"block_on", kPanicBlockOn},
      {"Flatten", panic_name(Combinator::kFlatten)},
      {"Inspect", panic_name(Combinator::kInspect)},
      {"Catch", panic_name(Combinator::kCatch)},
      {"AndThen", panic_name(Combinator::kAndThen)},
      {"OrElse", panic_name(Combinator::kOrElse)},
      {"OptionFuture", panic_name(Combinator::kOptional)},
      {"PollImmediate", panic_name(Combinator::kPollImmediate)},
      {"MaybeDone", panic_name(Combinator::kMaybeDone)},
      {"AssertUnmoved", panic_name(Combinator::kAssertUnmoved)},
      {"oneshot::Receiver", panic_name(Leaf::kReceiveOne)},
      {"mpsc::Send", panic_name(Leaf::kSend)},
      {"mpsc::Recv", panic_name(Leaf::kReceive)},
      {"watch::Changed", panic_name(Leaf::kChanged)},
      {"Registered", panic_name(Leaf::kRegistered)},
      // Of those that collect, one stands for all.
      {"Collect", panic_name(Combinator::kStreamMerge)},
      {"Counted", panic_name(Combinator::kStreamChunks)},
      {"Drained", panic_name(Combinator::kJoinSet)},
      {"Slotted", panic_name(Combinator::kStaticExecutor)},
      {"Shared", panic_name(Combinator::kShared)},
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
    case PanicReason::kMoved:
      return kCauseMoved;
    default:
      return kUnknownPanic;
  }
}

}  // namespace pinprick::harness
