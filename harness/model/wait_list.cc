#include "harness/model/wait_list.h"

#include <utility>

namespace pinprick::harness::model {

void WaitLists::enter(HomeId home, NodeId node) {
  if (residents_.size() <= home) residents_.resize(home + std::size_t{1}, kNoNode);
  residents_[home] = node;
}

void WaitLists::leave(HomeId home) {
  if (home < residents_.size()) residents_[home] = kNoNode;
}

WaitLists::Node* WaitLists::node_at(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kNull) {
    surroundings.touches_null();
    return nullptr;
  }
  const NodeId resident = link.id < residents_.size() ? residents_[link.id] : kNoNode;
  if (resident == kNoNode) {
    surroundings.touches_stale(link.id);
    return nullptr;
  }
  return &nodes_[resident];
}

WaitLists::Link* WaitLists::previous_of(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kHead) {
    return surroundings.touches_event(link.id) ? &events_[link.id].previous : nullptr;
  }
  Node* const node = node_at(link, surroundings);
  return node == nullptr ? nullptr : &node->previous;
}

WaitLists::Link* WaitLists::next_of(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kHead) {
    return surroundings.touches_event(link.id) ? &events_[link.id].next : nullptr;
  }
  Node* const node = node_at(link, surroundings);
  return node == nullptr ? nullptr : &node->next;
}

PollResult WaitLists::poll(NodeId id, HomeId home, std::uint8_t name, Surroundings& surroundings) {
  PollResult result;
  Node& node = nodes_[id];
  if (node.is_done) {
    result.what = PollResult::What::kPanicked;
    result.who = name;
    return result;
  }
  if (node.is_linked && node.is_notified) {
    node.is_done = true;
    result.what = PollResult::What::kReady;
    result.outputs = 1;
    result.value = node.value;
    return result;
  }
  if (!node.is_linked) {
    // To the end of the list: the neighbours are told last.
    const Link head{Link::Where::kHead, node.event};
    const Link here{Link::Where::kNode, home};
    node.previous = events_[node.event].previous;
    node.next = head;
    node.is_notified = false;
    Link* const next = next_of(node.previous, surroundings);
    if (next == nullptr) {
      result.what = PollResult::What::kFaulted;
      return result;
    }
    *next = here;
    events_[node.event].previous = here;
    node.is_linked = true;
  }
  // The waker of this poll takes the place of the last one's.
  const WakerModel waker = surroundings.waker();
  if (!surroundings.clone(waker) || !surroundings.drop(std::exchange(node.waker, WakerModel{}))) {
    result.what = PollResult::What::kFaulted;
    return result;
  }
  node.waker = waker;
  return result;
}

bool WaitLists::destroy(NodeId id, bool unlinks, ValueId owner, Surroundings& surroundings) {
  Node& node = nodes_[id];
  if (node.is_linked && !node.is_notified) {
    if (!unlinks) surroundings.break_rule(Rule::kCancel, owner);
    if (unlinks || surroundings.forgets(Rule::kCancel)) {
      Link* const next = next_of(node.previous, surroundings);
      if (next == nullptr) return false;
      *next = node.next;
      Link* const previous = previous_of(node.next, surroundings);
      if (previous == nullptr) return false;
      *previous = node.previous;
    }
  }
  return surroundings.drop(std::exchange(node.waker, WakerModel{}));
}

bool WaitLists::notify(EventId id, Surroundings& surroundings) {
  const Link head{Link::Where::kHead, id};
  const std::int64_t value = ++events_[id].notifications;
  // Nothing below changes where a node leads to: whoever comes by twice comes by for ever.
  std::size_t left = nodes_.size() + events_.size();
  while (events_[id].next != head) {
    const Link first = events_[id].next;
    if (left-- == 0) {
      surroundings.loops();
      return false;
    }
    const Link* const after = next_of(first, surroundings);
    if (after == nullptr) return false;
    const Link next = *after;
    events_[id].next = next;
    Link* const previous = previous_of(next, surroundings);
    if (previous == nullptr) return false;
    *previous = head;
    // A node that was put in another's place may lead to the head of another list.
    if (first.where == Link::Where::kHead) continue;
    Node* const node = node_at(first, surroundings);
    if (node == nullptr) return false;
    node->is_notified = true;
    node->value = value;
    if (!surroundings.wake_and_drop(std::exchange(node->waker, WakerModel{}))) return false;
  }
  return true;
}

}  // namespace pinprick::harness::model
