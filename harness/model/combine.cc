// The library's own combinators of one place after the other, or side by side.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

PollResult poll_map(FutureModel& future, Surroundings& surroundings) {
  PollResult result = poll_child(future, 0, surroundings);
  if (result.what == PollResult::What::kReady) {
    future.complete = true;
    result.value += future.kind.number;
  }
  return result;
}

PollResult poll_join(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    LeafModel& leaf = future.parts[part];
    if (leaf.ready) continue;
    const PollResult result = poll_child(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    leaf.ready = true;
    leaf.output = result.value;
  }
  if (!future.parts[0].ready || !future.parts[1].ready) return pending();
  future.complete = true;
  PollResult both = ready(future.parts[0].output);
  both.outputs = 2;
  both.second = future.parts[1].output;
  return both;
}

}  // namespace

constinit const CombinatorPolicy kMapPolicy = {.poll = poll_map};
constinit const CombinatorPolicy kJoinPolicy = {.poll = poll_join,
                                                .make = make_second,
                                                .destroy = destroy_first_first,
                                                .destroy_by_assignment = destroy_last_first};

}  // namespace pinprick::harness::model
