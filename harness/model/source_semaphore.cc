// The library's Semaphore, and those that wait for permits: `acquire`. It is fair: as long as there
// are too few for the first, all others wait.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_semaphore(Lists& lists, SourceId id, Surroundings&) {
  SourceState& semaphore = lists.source(id);
  semaphore.value = semaphore.args.number;
}

// Takes permits for one who has not waited.
bool take(Lists& lists, SourceId id, std::int64_t wanted) {
  SourceState& semaphore = lists.source(id);
  const bool waits_nobody = semaphore.head.next == Lists::head_of(id);
  if (!waits_nobody || semaphore.value < wanted) return false;
  semaphore.value -= wanted;
  return true;
}

// Grants what can be granted, in order, and then wakes who got something.
bool grant(Lists& lists, SourceId id, Surroundings& surroundings) {
  SourceState& semaphore = lists.source(id);
  const Link granted = lists.open_frame();
  // Each wants at least one permit, unless it is none that waits: then it stays the first.
  while (true) {
    Link first;
    if (!front(lists, Lists::head_of(id), first, surroundings)) return false;
    if (first.where == Link::Where::kNull) break;
    NodeState* const node = lists.at(first, surroundings);
    if (node == nullptr) return false;
    if (node->owner == kNoValue || semaphore.value < node->args.count) break;
    semaphore.value -= node->args.count;
    node->is_notified = true;
    if (!unlink(lists, first, surroundings) || !push_back(lists, granted, first, surroundings)) {
      return false;
    }
  }
  if (!wake_all(lists, granted, surroundings)) return false;
  lists.close_frame(granted);
  return true;
}

PollResult poll_acquire(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& semaphore = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kAcquire));
  bool is_over = false;
  if (semaphore.is_set) {
    if (std::exchange(node.is_notified, false)) semaphore.value += node.args.count;
    is_over = true;
  } else if (node.is_notified) {
    is_over = true;
  } else if (!is_linked(node) && take(lists, node.source, node.args.count)) {
    node.is_notified = true;
    is_over = true;
  }
  if (is_over) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(home), surroundings)) return faulted();
    node.is_done = true;
    return ready(node.is_notified ? 0 : -1);
  }
  return wait(node, surroundings, [&] {
    return is_linked(node) ||
           push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_acquire(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(node), surroundings)) return false;
    if (node.is_notified) lists.source(node.source).value += node.args.count;
    if (!grant(lists, node.source, surroundings)) return false;
  }
  return destroy_node(node, surroundings);
}

bool signal_semaphore(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  SourceState& semaphore = lists.source(id);
  if (which == 0) {
    ++semaphore.value;
    return grant(lists, id, surroundings);
  }
  if (which == 1) {
    if (!semaphore.is_set) take(lists, id, 1);
    return true;
  }
  semaphore.is_set = true;
  return take_and_wake_all(lists, Lists::head_of(id), surroundings);
}

}  // namespace

constinit const Policy kSemaphorePolicy = {.poll = poll_acquire,
                                           .destroy = destroy_acquire,
                                           .signal = signal_semaphore,
                                           .make = make_semaphore,
                                           .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
