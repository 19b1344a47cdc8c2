// The library's Notify, and those that wait for it: `notified`.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_notified(Lists& lists, NodeId id, Surroundings&) {
  NodeState& node = lists.node(id);
  node.count = lists.source(node.source).count;
}

bool notify_one(Lists& lists, SourceId id, Surroundings& surroundings) {
  Link first;
  if (!front(lists, Lists::head_of(id), first, surroundings)) return false;
  if (first.where == Link::Where::kNull) {
    lists.source(id).is_set = true;
    return true;
  }
  if (!unlink(lists, first, surroundings)) return false;
  NodeState& node = *lists.at(first, surroundings);
  node.is_notified = true;
  return wake(node, surroundings);
}

PollResult poll_notified(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& notify = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kNotified));
  const bool is_new = !node.is_linked && !node.is_notified;
  const bool takes_permit = is_new && std::exchange(notify.is_set, false);
  if (takes_permit || node.is_notified || node.count != notify.count) {
    const bool unlinks = !takes_permit && is_linked(node);
    if (unlinks && !unlink(lists, Lists::link_to(home), surroundings)) return faulted();
    node.is_done = true;
    return ready(0);
  }
  return wait(node, surroundings, [&] {
    if (is_linked(node)) return true;
    node.is_linked = true;
    return push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_notified(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(node), surroundings)) return false;
    if (node.is_notified && !notify_one(lists, node.source, surroundings)) return false;
  }
  return destroy_node(node, surroundings);
}

bool signal_notify(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  if (which == 0) return notify_one(lists, id, surroundings);
  ++lists.source(id).count;
  return take_and_wake_all(lists, Lists::head_of(id), surroundings);
}

}  // namespace

constinit const Policy kNotifyPolicy = {.poll = poll_notified,
                                        .destroy = destroy_notified,
                                        .signal = signal_notify,
                                        .make_node = make_notified,
                                        .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
