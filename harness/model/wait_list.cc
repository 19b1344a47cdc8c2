#include "harness/model/wait_list.h"

namespace pinprick::harness::model {

void leave_behind_wait_node(NodeState& node) {
  node.next = {};
  node.waker = {};
}

bool front(Lists& lists, Link list, Link& first, Surroundings& surroundings) {
  const NodeState* const head = lists.at(list, surroundings);
  if (head == nullptr) return false;
  first = head->next == list ? Link{} : head->next;
  return true;
}

bool push_back(Lists& lists, Link list, Link node, Surroundings& surroundings) {
  NodeState* const head = lists.at(list, surroundings);
  NodeState* const last = lists.at(node, surroundings);
  if (head == nullptr || last == nullptr) return false;
  last->previous = head->previous;
  last->next = list;
  NodeState* const before = lists.at(last->previous, surroundings);
  if (before == nullptr) return false;
  before->next = node;
  head->previous = node;
  return true;
}

bool push_back_all(Lists& lists, Link list, Link other, Surroundings& surroundings) {
  NodeState* const head = lists.at(list, surroundings);
  NodeState* const emptied = lists.at(other, surroundings);
  if (head == nullptr || emptied == nullptr) return false;
  if (emptied->next == other) return true;
  const Link first_link = emptied->next;
  const Link last_link = emptied->previous;
  NodeState* const first = lists.at(first_link, surroundings);
  if (first == nullptr) return false;
  first->previous = head->previous;
  NodeState* const last = lists.at(last_link, surroundings);
  if (last == nullptr) return false;
  last->next = list;
  NodeState* const before = lists.at(first->previous, surroundings);
  if (before == nullptr) return false;
  before->next = first_link;
  head->previous = last_link;
  emptied->previous = emptied->next = other;
  return true;
}

bool unlink(Lists& lists, Link link, Surroundings& surroundings) {
  NodeState* const node = lists.at(link, surroundings);
  if (node == nullptr) return false;
  NodeState* const previous = lists.at(node->previous, surroundings);
  if (previous == nullptr) return false;
  previous->next = node->next;
  NodeState* const next = lists.at(node->next, surroundings);
  if (next == nullptr) return false;
  next->previous = node->previous;
  node->next = {};
  return true;
}

bool wake_all(Lists& lists, Link list, Surroundings& surroundings) {
  // Each turn unlinks the first, which cannot be done twice: there is an end.
  while (true) {
    Link first;
    if (!front(lists, list, first, surroundings)) return false;
    if (first.where == Link::Where::kNull) return true;
    if (!unlink(lists, first, surroundings)) return false;
    if (!wake(*lists.at(first, surroundings), surroundings)) return false;
  }
}

bool take_and_wake_all(Lists& lists, Link list, Surroundings& surroundings) {
  const Link frame = lists.open_frame();
  const bool is_intact =
      push_back_all(lists, frame, list, surroundings) && wake_all(lists, frame, surroundings);
  lists.close_frame(frame);
  return is_intact;
}

}  // namespace pinprick::harness::model
