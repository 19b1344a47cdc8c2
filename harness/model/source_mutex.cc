// The library's Mutex with a number in it, and those that wait for it: `lock`. It is fair: who lets
// go of the lock hands it to the one that has waited longest.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

bool unlock(Lists& lists, SourceId id, Surroundings& surroundings) {
  Link first;
  if (!front(lists, Lists::head_of(id), first, surroundings)) return false;
  if (first.where == Link::Where::kNull) {
    lists.source(id).is_set = false;
    return true;
  }
  return unlink(lists, first, surroundings) && wake(*lists.at(first, surroundings), surroundings);
}

PollResult poll_lock(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& mutex = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kLock));
  // One that has waited, and is in the list no more, was given the lock.
  const bool has_lock = node.is_linked ? !is_linked(node) : !std::exchange(mutex.is_set, true);
  if (has_lock) {
    node.is_done = true;
    const std::int64_t value = ++mutex.value;
    return unlock(lists, node.source, surroundings) ? ready(value) : faulted();
  }
  return wait(node, surroundings, [&] {
    if (is_linked(node)) return true;
    node.is_linked = true;
    return push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_lock(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && node.is_linked) {
    if (!(is_linked(node) ? unlink(lists, Lists::link_to(node), surroundings)
                          : unlock(lists, node.source, surroundings))) {
      return false;
    }
  }
  return destroy_node(node, surroundings);
}

// What the source holds itself is a guard that it got by try_lock.
bool signal_mutex(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  SourceState& mutex = lists.source(id);
  if (which == 0) {
    if (std::exchange(mutex.is_set, true)) return true;
    const bool has_another = std::exchange(mutex.is_held, true);
    return !has_another || unlock(lists, id, surroundings);
  }
  return !std::exchange(mutex.is_held, false) || unlock(lists, id, surroundings);
}

bool end_mutex(Lists& lists, SourceId id, Surroundings& surroundings) {
  return !lists.source(id).is_held || unlock(lists, id, surroundings);
}

}  // namespace

constinit const Policy kMutexPolicy = {.poll = poll_lock,
                                       .destroy = destroy_lock,
                                       .signal = signal_mutex,
                                       .end = end_mutex,
                                       .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
