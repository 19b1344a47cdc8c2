// The library's list of those who wait, and how they wait and are woken, by the contract of its
// prose (futures/pinprick/internal/): what each of these touches, in its order.
//
// Where one answers false it touched a stale place, and the run is over.
#pragma once

#include <utility>

#include "harness/model/lists.h"

namespace pinprick::harness::model {

// As lists.h has it for a node that is moved: the links are left behind, but for the one by which
// it counts as linked, and the waker is not.
void leave_behind_wait_node(NodeState& node);

inline bool is_linked(const NodeState& node) { return node.next.where != Link::Where::kNull; }

// The one that has waited longest, or null. Touches the head only.
bool front(Lists& lists, Link list, Link& first, Surroundings& surroundings);

bool push_back(Lists& lists, Link list, Link node, Surroundings& surroundings);
bool push_back_all(Lists& lists, Link list, Link other, Surroundings& surroundings);
bool unlink(Lists& lists, Link node, Surroundings& surroundings);

// Wakes whoever left that waker, and takes it.
inline bool wake(NodeState& node, Surroundings& surroundings) {
  return surroundings.wake_and_drop(std::exchange(node.waker, WakerModel{}));
}

// Wakes all, the one that has waited longest first, each after it was unlinked.
bool wake_all(Lists& lists, Link list, Surroundings& surroundings);

// Moves all of `list` to a list on the stack, and wakes them from there.
bool take_and_wake_all(Lists& lists, Link list, Surroundings& surroundings);

// What a poll does that answers Pending: keeps a waker of the task, if the one that is kept is
// another, then links, and drops the old waker last.
template <class LinkIn>
PollResult wait(NodeState& node, Surroundings& surroundings, LinkIn link_in) {
  const WakerModel waker = surroundings.waker();
  WakerModel old;
  if (node.waker != waker) {
    if (!surroundings.clone(waker)) return faulted();
    old = std::exchange(node.waker, waker);
  }
  return link_in() && surroundings.drop(old) ? pending() : faulted();
}

// Drops the waker, and there is none then.
inline bool drop_waker(NodeState& node, Surroundings& surroundings) {
  return surroundings.drop(std::exchange(node.waker, WakerModel{}));
}

// What is left to do when a node is destroyed that is in no list any more. The waker is dropped;
// its bytes stay where they are, inside of a future that may live on.
inline bool destroy_node(const NodeState& node, Surroundings& surroundings) {
  return surroundings.drop(node.waker);
}

}  // namespace pinprick::harness::model
