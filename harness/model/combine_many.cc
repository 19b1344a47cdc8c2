// Combinators of two futures at a time, of which the first may cancel the other: both are there
// from the start, and mostly go in order, the first first.
#include <utility>

#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

bool is_a_failure(std::int64_t output) { return output % 2 != 0; }

PollResult two(std::int64_t first, std::int64_t second) {
  PollResult result = ready(first);
  result.outputs = 2;
  result.second = second;
  return result;
}

// Polls those that are not ready yet, in order, keeps what they give, and destroys them at once.
// Ready when all are; what it gives is left to the caller.
PollResult poll_all(FutureModel& future, Surroundings& surroundings) {
  bool all_ready = true;
  for (std::size_t part = 0; part < 2; ++part) {
    LeafModel& leaf = future.parts[part];
    if (leaf.ready) continue;
    const PollResult result = poll_child(future, part, surroundings);
    if (result.what == PollResult::What::kPending) {
      all_ready = false;
      continue;
    }
    if (result.what != PollResult::What::kReady) return result;
    leaf.ready = true;
    leaf.output = result.value;
  }
  if (!all_ready) return pending();
  future.complete = true;
  return ready(0);
}

PollResult poll_join_array(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_all(future, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  return two(future.parts[0].output, future.parts[1].output);
}

// --- In place -----------------------------------------------------------------------------------

// The first failure ends both, in order: the one that is ready lives until then.
PollResult poll_try_join(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    LeafModel& leaf = future.parts[part];
    if (leaf.ready) continue;
    const PollResult result = poll_leaf(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    if (is_a_failure(result.value)) {
      if (!destroy_first_first(future, surroundings)) return faulted();
      future.complete = true;
      return ready(-result.value);
    }
    if (!destroy_leaf(future, part, surroundings)) return faulted();
    leaf.ready = true;
    leaf.output = result.value;
  }
  if (!future.parts[0].ready || !future.parts[1].ready) return pending();
  future.complete = true;
  return two(future.parts[0].output, future.parts[1].output);
}

PollResult poll_race(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    const PollResult result = poll_leaf(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    if (!destroy_first_first(future, surroundings)) return faulted();
    future.complete = true;
    return result;
  }
  return pending();
}

// --- In a block that both share -----------------------------------------------------------------

// The vector that they come in is gone when they have been moved to where they stay.
void make_join_all(FutureModel& future, Surroundings& surroundings) {
  surroundings.release(surroundings.allocate());
  make_second(future, surroundings);
  future.parts[0].home = future.parts[1].home = surroundings.settle_in_box(future.owner);
}

// The outputs come in a vector: how many, and a sum that knows their order.
PollResult poll_join_all(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_all(future, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  surroundings.release(surroundings.allocate());
  surroundings.free_box(future.parts[0].home);
  return two(2, future.parts[0].output + 2 * future.parts[1].output);
}

bool destroy_join_all(FutureModel& future, Surroundings& surroundings) {
  if (future.complete) return true;
  if (!destroy_first_first(future, surroundings)) return false;
  surroundings.free_box(future.parts[0].home);
  return true;
}

// --- In boxes of their own ----------------------------------------------------------------------

void make_boxes(FutureModel& future, Surroundings& surroundings) {
  make_second(future, surroundings);
  for (LeafModel& leaf : future.parts) leaf.home = surroundings.settle_in_box(future.owner);
}

void make_vector_of_boxes(FutureModel& future, Surroundings& surroundings) {
  future.kept.block = surroundings.allocate();
  make_boxes(future, surroundings);
}

bool is_gone(const LeafModel& leaf) { return leaf.stage == Stage::kGone; }

bool destroy_box(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  if (is_gone(future.parts[part])) return true;
  if (!destroy_leaf(future, part, surroundings)) return false;
  surroundings.free_box(future.parts[part].home);
  return true;
}

bool destroy_boxes(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_box(future, 0, surroundings) || !destroy_box(future, 1, surroundings)) return false;
  if (future.kept.block != kNoBlock) {
    surroundings.release(std::exchange(future.kept.block, kNoBlock));
  }
  return true;
}

// The winner goes first. The other one comes back, and goes when the answer has been made.
bool destroy_winner_first(FutureModel& future, std::size_t winner, Surroundings& surroundings) {
  return destroy_box(future, winner, surroundings) && destroy_boxes(future, surroundings);
}

PollResult poll_first_ready(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    const PollResult result = poll_leaf(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    if (!destroy_winner_first(future, part, surroundings)) return faulted();
    future.complete = true;
    return two(static_cast<std::int64_t>(part), result.value);
  }
  return pending();
}

// One that fails goes at once. The vector stays, empty, when the last one has failed.
PollResult poll_select_ok(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    if (is_gone(future.parts[part])) continue;
    const PollResult result = poll_leaf(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    if (!is_a_failure(result.value)) {
      if (!destroy_winner_first(future, part, surroundings)) return faulted();
      future.complete = true;
      return result;
    }
    if (!destroy_box(future, part, surroundings)) return faulted();
    if (is_gone(future.parts[0]) && is_gone(future.parts[1])) {
      future.complete = true;
      return ready(-result.value);
    }
  }
  return pending();
}

}  // namespace

// Its members lie the other way round.
constinit const CombinatorPolicy kTryJoinPolicy = {.poll = poll_try_join,
                                                   .make = make_second,
                                                   .destroy = destroy_first_first,
                                                   .destroy_by_assignment = destroy_last_first};
constinit const CombinatorPolicy kRacePolicy = {
    .poll = poll_race, .make = make_second, .destroy = destroy_first_first};
constinit const CombinatorPolicy kJoinArrayPolicy = {
    .poll = poll_join_array, .make = make_second, .destroy = destroy_first_first};
constinit const CombinatorPolicy kJoinAllPolicy = {
    .poll = poll_join_all, .make = make_join_all, .destroy = destroy_join_all};
constinit const CombinatorPolicy kSelectPolicy = {
    .poll = poll_first_ready, .make = make_boxes, .destroy = destroy_boxes};
constinit const CombinatorPolicy kSelectAllPolicy = {
    .poll = poll_first_ready, .make = make_vector_of_boxes, .destroy = destroy_boxes};
constinit const CombinatorPolicy kSelectOkPolicy = {
    .poll = poll_select_ok, .make = make_vector_of_boxes, .destroy = destroy_boxes};

}  // namespace pinprick::harness::model
