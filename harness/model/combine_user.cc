// What users make with the library's means, and test with.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// One after the other; both stay until the end.
PollResult poll_projected(FutureModel& future, Surroundings& surroundings) {
  LeafModel& first = future.parts[0];
  if (!first.ready) {
    const PollResult result = poll_leaf(future, 0, surroundings);
    if (result.what != PollResult::What::kReady) return result;
    first.ready = true;
    first.output = result.value;
  }
  PollResult result = poll_leaf(future, 1, surroundings);
  result.value += result.what == PollResult::What::kReady ? first.output : 0;
  return result;
}

PollResult poll_pinned_drop(FutureModel& future, Surroundings& surroundings) {
  return poll_leaf(future, 0, surroundings);
}

// Every other poll, from the first on, is its own; none once the future was ready.
PollResult poll_pending_once(FutureModel& future, Surroundings& surroundings) {
  const bool is_over = future.progress == Progress::kDone;
  if (!is_over && future.answers++ % 2 == 0) return surroundings.wake() ? pending() : faulted();
  return poll_leaf(future, 0, surroundings);
}

// Moved, it says so without a look at the future inside.
PollResult poll_assert_unmoved(FutureModel& future, Surroundings& surroundings) {
  if (future.polled_in == kNoHome) future.polled_in = future.home;
  if (future.polled_in == future.home) return poll_leaf(future, 0, surroundings);
  PollResult result = panicked(panic_name(Combinator::kAssertUnmoved));
  result.cause = kCauseMoved;
  return result;
}

}  // namespace

constinit const CombinatorPolicy kProjectedPolicy = {
    .poll = poll_projected, .make = make_second, .destroy_by_assignment = destroy_first_first};
// Its own destructor runs before that of the future inside.
constinit const CombinatorPolicy kPinnedDropPolicy = {.poll = poll_pinned_drop,
                                                      .make = make_word_of_end};
constinit const CombinatorPolicy kPendingOncePolicy = {.poll = poll_pending_once};
constinit const CombinatorPolicy kAssertUnmovedPolicy = {.poll = poll_assert_unmoved};

}  // namespace pinprick::harness::model
