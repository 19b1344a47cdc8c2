// Combinators that have one future at a time.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// What stands for an exception, and for what is not there.
constexpr std::int64_t kNoOutput = -1;

PollResult poll_fuse(FutureModel& future, Surroundings& surroundings) {
  if (future.parts[0].stage == Stage::kGone) return pending();
  return poll_child(future, 0, surroundings);
}

// The function is called when the future is gone, and goes itself then.
PollResult poll_inspect(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_child(future, 0, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  surroundings.polled(future.owner, 1);
  if (!destroy_leaf(future, 1, surroundings)) return faulted();
  future.complete = true;
  return result;
}

PollResult poll_catch(FutureModel& future, Surroundings& surroundings) {
  PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what == PollResult::What::kPanicked) result = ready(kNoOutput);
  if (result.what != PollResult::What::kReady) return result;
  if (!destroy_leaf(future, 0, surroundings)) return faulted();
  future.complete = true;
  return result;
}

// Its number says which of the two there is.
PollResult poll_either(FutureModel& future, Surroundings& surroundings) {
  return poll_leaf(future, future.kind.number, surroundings);
}

void make_either(FutureModel& future, Surroundings& surroundings) {
  if (future.kind.number == 0) return;
  future.parts[0].stage = Stage::kGone;
  make_second(future, surroundings);
}

PollResult poll_optional(FutureModel& future, Surroundings& surroundings) {
  const bool is_there = future.parts[0].stage != Stage::kGone;
  const PollResult result = is_there ? poll_child(future, 0, surroundings) : ready(kNoOutput);
  if (result.what == PollResult::What::kReady) future.complete = true;
  return result;
}

void make_optional(FutureModel& future, Surroundings&) {
  if (future.kind.number == 0) future.parts[0].stage = Stage::kGone;
}

// An exception leaves the future where it was.
PollResult poll_poll_immediate(FutureModel& future, Surroundings& surroundings) {
  PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what == PollResult::What::kPending) result = ready(kNoOutput);
  if (result.what != PollResult::What::kReady) return result;
  if (!destroy_leaf(future, 0, surroundings)) return faulted();
  future.complete = true;
  return result;
}

// The output is taken by the poll after the one that found it.
PollResult poll_maybe_done(FutureModel& future, Surroundings& surroundings) {
  LeafModel& leaf = future.parts[0];
  if (leaf.ready) {
    future.complete = true;
    return ready(leaf.output);
  }
  const PollResult result = poll_child(future, 0, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  leaf.ready = true;
  leaf.output = result.value;
  return surroundings.wake() ? pending() : faulted();
}

}  // namespace

constinit const CombinatorPolicy kFusePolicy = {.poll = poll_fuse};
constinit const CombinatorPolicy kInspectPolicy = {
    .poll = poll_inspect, .make = make_word_of_end, .destroy = destroy_first_first};
constinit const CombinatorPolicy kCatchPolicy = {.poll = poll_catch};
constinit const CombinatorPolicy kEitherPolicy = {.poll = poll_either, .make = make_either};
constinit const CombinatorPolicy kOptionalPolicy = {.poll = poll_optional, .make = make_optional};
constinit const CombinatorPolicy kPollImmediatePolicy = {.poll = poll_poll_immediate};
constinit const CombinatorPolicy kMaybeDonePolicy = {.poll = poll_maybe_done};

}  // namespace pinprick::harness::model
