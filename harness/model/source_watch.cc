// A watch channel, of which the source has the sender, and those that wait for its next value:
// `changed`. Each has a receiver, which lies beside what waits and is borrowed by it from the first
// poll on: moved after that, a poll looks for the receiver where it was.
//
// What is between the ends is a block of the heap, in which the list begins; it lives as long as
// the source.
#include <utility>

#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

// `count` of a source numbers its values, that of a node says which of them it has seen.
void make_watch(Lists& lists, SourceId id, Surroundings& surroundings) {
  lists.source(id).block = surroundings.allocate();
}

void make_changed(Lists& lists, NodeId id, Surroundings&) {
  NodeState& node = lists.node(id);
  node.count = lists.source(node.source).count;
}

bool close_watch(Lists& lists, SourceId id, Surroundings& surroundings) {
  if (std::exchange(lists.source(id).is_set, true)) return true;
  return wake_all(lists, Lists::head_of(id), surroundings);
}

bool end_watch(Lists& lists, SourceId id, Surroundings& surroundings) {
  if (!close_watch(lists, id, surroundings)) return false;
  surroundings.release(lists.source(id).block);
  return true;
}

PollResult poll_changed(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  const SourceState& watch = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kChanged));
  if (node.formed_in == kNoHome) node.formed_in = home;
  if (surroundings.reads_stale(node.formed_in, home)) return faulted();
  const bool has_changed = std::exchange(node.count, watch.count) != watch.count;
  if (has_changed || watch.is_set) {
    if (is_linked(node) && !unlink(lists, Lists::link_to(home), surroundings)) return faulted();
    node.is_done = true;
    return ready(has_changed ? watch.value : -1);
  }
  return wait(node, surroundings, [&] {
    node.is_linked = true;
    return is_linked(node) ||
           push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_changed(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && is_linked(node) && !unlink(lists, Lists::link_to(node), surroundings)) {
    return false;
  }
  return destroy_node(node, surroundings);
}

bool send_value(Lists& lists, SourceId id, Surroundings& surroundings) {
  SourceState& watch = lists.source(id);
  if (watch.is_set) return true;
  ++watch.value;
  ++watch.count;
  // Each turn unlinks the first, which cannot be done twice: there is an end.
  while (true) {
    Link first;
    if (!front(lists, Lists::head_of(id), first, surroundings)) return false;
    if (first.where == Link::Where::kNull) return true;
    NodeState* const node = lists.at(first, surroundings);
    if (node == nullptr) return false;
    // Who waits for the next value already is not woken for this.
    if (node->count == watch.count) return true;
    if (!unlink(lists, first, surroundings) || !wake(*node, surroundings)) return false;
  }
}

bool signal_watch(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  return which == 0 ? send_value(lists, id, surroundings) : close_watch(lists, id, surroundings);
}

}  // namespace

constinit const Policy kWatchPolicy = {.poll = poll_changed,
                                       .destroy = destroy_changed,
                                       .signal = signal_watch,
                                       .make = make_watch,
                                       .make_node = make_changed,
                                       .end = end_watch,
                                       .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
