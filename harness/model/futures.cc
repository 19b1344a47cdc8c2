#include "harness/model/futures.h"

#include "harness/base/check.h"
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {

const CombinatorPolicy& policy(Combinator combinator) {
  switch (combinator) {
    case Combinator::kNone:
      break;
    case Combinator::kMap:
      return kMapPolicy;
    case Combinator::kThen:
      return kThenPolicy;
    case Combinator::kJoin:
      return kJoinPolicy;
    case Combinator::kFlatten:
      return kFlattenPolicy;
    case Combinator::kFuse:
      return kFusePolicy;
    case Combinator::kInspect:
      return kInspectPolicy;
    case Combinator::kCatch:
      return kCatchPolicy;
    case Combinator::kAndThen:
      return kAndThenPolicy;
    case Combinator::kOrElse:
      return kOrElsePolicy;
    case Combinator::kEither:
      return kEitherPolicy;
    case Combinator::kOptional:
      return kOptionalPolicy;
    case Combinator::kPollImmediate:
      return kPollImmediatePolicy;
    case Combinator::kMaybeDone:
      return kMaybeDonePolicy;
    case Combinator::kProjected:
      return kProjectedPolicy;
    case Combinator::kPinnedDrop:
      return kPinnedDropPolicy;
    case Combinator::kPendingOnce:
      return kPendingOncePolicy;
    case Combinator::kAssertUnmoved:
      return kAssertUnmovedPolicy;
    case Combinator::kTryJoin:
      return kTryJoinPolicy;
    case Combinator::kSelect:
      return kSelectPolicy;
    case Combinator::kRace:
      return kRacePolicy;
    case Combinator::kJoinAll:
      return kJoinAllPolicy;
    case Combinator::kJoinArray:
      return kJoinArrayPolicy;
    case Combinator::kSelectAll:
      return kSelectAllPolicy;
    case Combinator::kSelectOk:
      return kSelectOkPolicy;
    case Combinator::kAbortable:
      return kAbortablePolicy;
    case Combinator::kRemote:
      return kRemotePolicy;
    case Combinator::kTimeout:
      return kTimeoutPolicy;
    case Combinator::kStreamMap:
      return kStreamMapPolicy;
    case Combinator::kStreamFilter:
      return kStreamFilterPolicy;
    case Combinator::kStreamTake:
      return kStreamTakePolicy;
    case Combinator::kStreamChunks:
      return kStreamChunksPolicy;
    case Combinator::kStreamMerge:
      return kStreamMergePolicy;
    case Combinator::kStreamForEach:
      return kStreamForEachPolicy;
    case Combinator::kBuffered:
      return kBufferedPolicy;
    case Combinator::kBufferUnordered:
      return kBufferUnorderedPolicy;
    case Combinator::kUnordered:
      return kUnorderedPolicy;
    case Combinator::kOrdered:
      return kOrderedPolicy;
    case Combinator::kJoinSet:
      return kJoinSetPolicy;
    case Combinator::kLocalPool:
    case Combinator::kThreadPool:
      return kPoolPolicy;
    case Combinator::kStaticExecutor:
      return kStaticExecutorPolicy;
    case Combinator::kShared:
      return kSharedPolicy;
    case Combinator::kCaptured:
      return kCapturedPolicy;
    case Combinator::kCapturedPin:
      return kCapturedPinPolicy;
    case Combinator::kAssumeUnpin:
      return kAssumeUnpinPolicy;
    case Combinator::kPacked:
      return kPackedPolicy;
    case Combinator::kMisaligned:
      return kMisalignedPolicy;
    case Combinator::kShuffler:
      return kShufflerPolicy;
    case Combinator::kTwoFaced:
      return kTwoFacedPolicy;
    case Combinator::kTaker:
      return kTakerPolicy;
  }
  PINPRICK_CHECK(false);
}

void make(FutureModel& future, const Kind& kind, ValueId owner, HomeId home,
          Surroundings& surroundings) {
  future.kind = kind;
  future.owner = owner;
  future.home = home;
  future.parts[0] = make_leaf(kind.first);
  if (kind.combinator != Combinator::kNone) {
    const auto make_more = policy(kind.combinator).make;
    if (make_more != nullptr) make_more(future, surroundings);
  }
}

namespace {

PollResult poll_any(FutureModel& future, Surroundings& surroundings) {
  if (future.complete) return panicked(panic_name(future.kind.combinator));
  if (future.kind.combinator == Combinator::kNone) return poll_leaf(future, 0, surroundings);
  return policy(future.kind.combinator).poll(future, surroundings);
}

}  // namespace

PollResult poll(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_any(future, surroundings);
  if (result.what == PollResult::What::kReady) {
    future.progress = Progress::kDone;
  } else if (future.progress == Progress::kFresh) {
    future.progress = Progress::kSuspended;
  }
  return result;
}

Rule rule_before_pinning(const FutureModel& future) {
  return future.kind.unpin() ? Rule::kUnpin : Rule::kBeforePin;
}

bool destroy(FutureModel& future, Surroundings& surroundings) {
  if (future.kind.combinator != Combinator::kNone) {
    const auto destroy_all = policy(future.kind.combinator).destroy;
    if (destroy_all != nullptr) return destroy_all(future, surroundings);
  }
  // Members are destroyed in the reverse of their order.
  return destroy_last_first(future, surroundings);
}

bool destroy_by_assignment(FutureModel& future, Surroundings& surroundings) {
  if (future.kind.combinator != Combinator::kNone) {
    const auto replace = policy(future.kind.combinator).destroy_by_assignment;
    if (replace != nullptr) return replace(future, surroundings);
  }
  return destroy(future, surroundings);
}

void move(FutureModel& future, HomeId home, Way way) {
  const Leaf leaf = future.parts[0].args.leaf;
  if (runs_a_body(leaf)) {
    // Nobody knows the types in a coroutine's frame any more: it only ever moves by its bytes.
    move(future.machine, future.home, home, leaf == Leaf::kCoroutine ? Way::kBytes : way);
  }
  future.home = home;
}

void mend(FutureModel& future) {
  for (LeafModel& leaf : future.parts) {
    if (leaf.formed_in != kNoHome) leaf.formed_in = home_of(future, leaf);
  }
  if (future.polled_in != kNoHome) future.polled_in = future.home;
  if (future.kept.waits_in != kNoHome) future.kept.waits_in = future.home;
  if (runs_a_body(future.parts[0].args.leaf)) mend(future.machine, future.home);
}

std::optional<Rule> rule_broken_by_moving(const FutureModel& future) {
  if (future.child_pinned) return spec(future.kind.combinator).breaks;
  for (const LeafModel& leaf : future.parts) {
    // One that lives in a box stays where it is.
    if (leaf.home == kNoHome && lies(future, leaf)) return spec(leaf.args.leaf).lies;
  }
  return std::nullopt;
}

}  // namespace pinprick::harness::model
