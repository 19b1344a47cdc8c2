// The library's manual-reset event, and those that wait for it: `event_set`.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

PollResult poll_event_set(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& event = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kEventSet));
  // Released is whoever began to wait before it was last set.
  if (event.is_set || (node.is_linked && node.count != event.count)) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(home), surroundings)) return faulted();
    node.is_done = true;
    return ready(0);
  }
  return wait(node, surroundings, [&] {
    if (is_linked(node)) return true;
    node.is_linked = true;
    node.count = event.count;
    return push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_event_set(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && is_linked(node) && !unlink(lists, Lists::link_to(node), surroundings)) {
    return false;
  }
  return destroy_node(node, surroundings);
}

bool signal_manual_event(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  SourceState& event = lists.source(id);
  if (which == 1) {
    event.is_set = false;
    return true;
  }
  if (std::exchange(event.is_set, true)) return true;
  ++event.count;
  return take_and_wake_all(lists, Lists::head_of(id), surroundings);
}

}  // namespace

constinit const Policy kManualEventPolicy = {.poll = poll_event_set,
                                             .destroy = destroy_event_set,
                                             .signal = signal_manual_event,
                                             .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
