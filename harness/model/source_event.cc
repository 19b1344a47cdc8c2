// The event, and those that wait for it: `wait`, and `careless`, which stays in the list.
#include <utility>

#include "harness/model/lists.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

PollResult poll_event(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (node.is_done) return panicked(panic_name(node.args.leaf));
  if (node.is_linked && node.is_notified) {
    node.is_done = true;
    return ready(node.value);
  }
  if (!node.is_linked) {
    // To the end of the list: the neighbours are told last.
    SourceState& event = lists.source(node.source);
    node.previous = event.head.previous;
    node.next = Lists::head_of(node.source);
    node.is_notified = false;
    NodeState* const previous = lists.at(node.previous, surroundings);
    if (previous == nullptr) return faulted();
    previous->next = Lists::link_to(home);
    event.head.previous = Lists::link_to(home);
    node.is_linked = true;
  }
  // The waker of this poll takes the place of the last one's.
  const WakerModel waker = surroundings.waker();
  if (!surroundings.clone(waker) || !surroundings.drop(std::exchange(node.waker, WakerModel{}))) {
    return faulted();
  }
  node.waker = waker;
  return pending();
}

bool destroy_event(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (node.is_linked && !node.is_notified) {
    const bool unlinks = node.args.leaf == Leaf::kWait;
    if (!unlinks) surroundings.break_rule(Rule::kCancel, node.owner);
    if (unlinks || surroundings.forgets(Rule::kCancel)) {
      NodeState* const previous = lists.at(node.previous, surroundings);
      if (previous == nullptr) return false;
      previous->next = node.next;
      NodeState* const next = lists.at(node.next, surroundings);
      if (next == nullptr) return false;
      next->previous = node.previous;
    }
  }
  // The waker's bytes stay where they are as long as the future around the node does: a list that
  // has become a ring finds them there.
  return surroundings.drop(node.waker);
}

bool signal_event(Lists& lists, SourceId id, std::size_t, Surroundings& surroundings) {
  const Link head = Lists::head_of(id);
  SourceState& event = lists.source(id);
  const std::int64_t value = ++event.value;
  // Nothing below changes where a node leads to: whoever comes by twice comes by for ever.
  std::size_t left = lists.longest_walk();
  while (event.head.next != head) {
    if (left-- == 0) {
      surroundings.loops();
      return false;
    }
    // A node that was put in another's place may lead to the head of another list.
    NodeState* const node = lists.at(event.head.next, surroundings);
    if (node == nullptr) return false;
    event.head.next = node->next;
    NodeState* const next = lists.at(node->next, surroundings);
    if (next == nullptr) return false;
    next->previous = head;
    node->is_notified = true;
    node->value = value;
    if (!surroundings.wake_and_drop(std::exchange(node->waker, WakerModel{}))) return false;
  }
  return true;
}

}  // namespace

constinit const Policy kEventPolicy = {poll_event, destroy_event, signal_event};

}  // namespace pinprick::harness::model
