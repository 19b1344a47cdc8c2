// Combinators that break a rule themselves, and the one that shows how it is done.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// The type moves its child to `to`. A child that is pinned may not be moved; one that claims Unpin
// may, if the claim is true.
void move_child(FutureModel& future, HomeId to, Surroundings& surroundings) {
  LeafModel& child = future.parts[0];
  std::optional<Rule> broken;
  if (future.pinned) {
    broken = spec(future.kind.combinator).breaks;
  } else if (lies(future, child)) {
    broken = spec(child.args.leaf).lies;
  }
  if (broken.has_value()) surroundings.break_rule(*broken, future.owner);
  surroundings.meets(broken.value_or(rule_before_pinning(future)), genus_of(future.kind),
                     future.progress);
  surroundings.vacate(home_of(future, child));
  child.home = to;
  if (future.pinned && surroundings.forgets(*spec(future.kind.combinator).breaks)) mend(future);
}

void move_child_to_another_box(FutureModel& future, Surroundings& surroundings) {
  const HomeId old = future.parts[0].home;
  move_child(future, surroundings.settle_in_box(future.owner), surroundings);
  surroundings.free_box(old);
}

PollResult poll_two_faced(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what == PollResult::What::kPending || result.what == PollResult::What::kReady) {
    ++future.answers;
    if (future.answers == 2) move_child_to_another_box(future, surroundings);
  }
  return result;
}

// A child that is ready is taken out of its option, and destroyed where it was taken to.
PollResult poll_taker(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  move_child(future, surroundings.settle_apart(future.owner), surroundings);
  if (!destroy_leaf(future, 0, surroundings)) return faulted();
  future.complete = true;
  return result;
}

PollResult poll_misaligned(FutureModel& future, Surroundings& surroundings) {
  surroundings.meets(Rule::kPacked, genus_of(future.kind), future.progress);
  surroundings.break_rule(*spec(future.kind.combinator).breaks, future.owner);
  if (surroundings.forgets(Rule::kPacked)) return poll_leaf(future, 0, surroundings);
  surroundings.misaligned(future.owner);
  return faulted();
}

PollResult poll_only_leaf(FutureModel& future, Surroundings& surroundings) {
  return poll_leaf(future, 0, surroundings);
}

// Pins a child although it says that it may be moved.
PollResult poll_pinning(FutureModel& future, Surroundings& surroundings) {
  future.child_pinned = !spec(future.kind.first.leaf).unpin;
  return poll_leaf(future, 0, surroundings);
}

void settle_in_box(FutureModel& future, Surroundings& surroundings) {
  future.parts[0].home = surroundings.settle_in_box(future.owner);
}

bool destroy_with_box(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_leaf(future, 0, surroundings)) return false;
  surroundings.free_box(future.parts[0].home);
  return true;
}

bool destroy_packed(FutureModel& future, Surroundings& surroundings) {
  move_child(future, surroundings.settle_apart(future.owner), surroundings);
  return destroy_leaf(future, 0, surroundings);
}

bool destroy_shuffler(FutureModel& future, Surroundings& surroundings) {
  move_child_to_another_box(future, surroundings);
  return destroy_with_box(future, surroundings);
}

}  // namespace

constinit const CombinatorPolicy kCapturedPolicy = {.poll = poll_pinning};
constinit const CombinatorPolicy kCapturedPinPolicy = {
    .poll = poll_only_leaf, .make = settle_in_box, .destroy = destroy_with_box};
constinit const CombinatorPolicy kAssumeUnpinPolicy = {.poll = poll_pinning};
constinit const CombinatorPolicy kPackedPolicy = {.poll = poll_only_leaf,
                                                  .destroy = destroy_packed};
constinit const CombinatorPolicy kMisalignedPolicy = {.poll = poll_misaligned,
                                                      .destroy = destroy_packed};
constinit const CombinatorPolicy kShufflerPolicy = {
    .poll = poll_only_leaf, .make = settle_in_box, .destroy = destroy_shuffler};
constinit const CombinatorPolicy kTwoFacedPolicy = {
    .poll = poll_two_faced, .make = settle_in_box, .destroy = destroy_with_box};
constinit const CombinatorPolicy kTakerPolicy = {.poll = poll_taker};

}  // namespace pinprick::harness::model
