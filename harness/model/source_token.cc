// The library's CancellationToken, or a child of one, and those that wait for it: `cancelled`.
//
// A token's flag is a block of the heap, which lives as long as the source: whoever else has a
// share of it has one of the source too. A child has a flag of its own beside its parent's.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_token(Lists& lists, SourceId id, Surroundings& surroundings) {
  SourceState& token = lists.source(id);
  token.block = surroundings.allocate();
  if (token.args.number == 1) surroundings.allocate();
}

bool end_token(Lists& lists, SourceId id, Surroundings& surroundings) {
  const SourceState& token = lists.source(id);
  surroundings.release(token.block);
  if (token.args.number == 1) surroundings.release(token.block + 1);
  return true;
}

PollResult poll_cancelled(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (node.is_done) return panicked(panic_name(Leaf::kCancelled));
  if (lists.source(node.source).is_set) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(home), surroundings)) return faulted();
    node.is_done = true;
    return ready(0);
  }
  return wait(node, surroundings, [&] {
    return is_linked(node) ||
           push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_cancelled(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && is_linked(node) && !unlink(lists, Lists::link_to(node), surroundings)) {
    return false;
  }
  return destroy_node(node, surroundings);
}

bool signal_token(Lists& lists, SourceId id, std::size_t, Surroundings& surroundings) {
  if (std::exchange(lists.source(id).is_set, true)) return true;
  return take_and_wake_all(lists, Lists::head_of(id), surroundings);
}

}  // namespace

constinit const Policy kTokenPolicy = {.poll = poll_cancelled,
                                       .destroy = destroy_cancelled,
                                       .signal = signal_token,
                                       .make = make_token,
                                       .end = end_token,
                                       .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
