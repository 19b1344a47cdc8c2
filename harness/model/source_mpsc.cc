// A bounded channel, of which the source has the receiver, and those that wait for room in it:
// `send`. Nobody overtakes: room that becomes free is kept for the one that has waited longest.
//
// What is between the ends is a block of the heap, in which the list begins, and the messages are
// in another; both live as long as the source.
#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

// `count` is the room for whoever comes, `value` the number of messages.
void make_mpsc(Lists& lists, SourceId id, Surroundings& surroundings) {
  SourceState& channel = lists.source(id);
  channel.block = surroundings.allocate();
  surroundings.allocate();
  channel.count = channel.args.number;
}

bool close_mpsc(Lists& lists, SourceId id, Surroundings& surroundings) {
  lists.source(id).is_set = true;
  return wake_all(lists, Lists::head_of(id), surroundings);
}

bool end_mpsc(Lists& lists, SourceId id, Surroundings& surroundings) {
  if (!close_mpsc(lists, id, surroundings)) return false;
  const BlockId block = lists.source(id).block;
  surroundings.release(block);
  surroundings.release(block + 1);
  return true;
}

bool free_room(Lists& lists, SourceId id, Surroundings& surroundings) {
  Link first;
  if (!front(lists, Lists::head_of(id), first, surroundings)) return false;
  if (first.where == Link::Where::kNull) {
    ++lists.source(id).count;
    return true;
  }
  return unlink(lists, first, surroundings) && wake(*lists.at(first, surroundings), surroundings);
}

PollResult poll_send(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& channel = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kSend));
  if (channel.is_set) {
    node.is_done = true;
    return ready(-1);
  }
  // For one that has waited, and is in the list no more, room was kept.
  const bool has_room = node.is_linked ? !is_linked(node) : channel.count > 0;
  if (has_room) {
    if (!node.is_linked) --channel.count;
    ++channel.value;
    node.is_done = true;
    return ready(0);
  }
  return wait(node, surroundings, [&] {
    if (node.is_linked) return true;
    node.is_linked = true;
    return push_back(lists, Lists::head_of(node.source), Lists::link_to(home), surroundings);
  });
}

bool destroy_send(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && node.is_linked) {
    if (is_linked(node)) {
      if (!unlink(lists, Lists::link_to(node), surroundings)) return false;
    } else if (!lists.source(node.source).is_set) {
      if (!free_room(lists, node.source, surroundings)) return false;
    }
  }
  return destroy_node(node, surroundings);
}

bool signal_mpsc(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  if (which == 1) return close_mpsc(lists, id, surroundings);
  SourceState& channel = lists.source(id);
  if (channel.value == 0) return true;
  --channel.value;
  return free_room(lists, id, surroundings);
}

}  // namespace

constinit const Policy kMpscPolicy = {.poll = poll_send,
                                      .destroy = destroy_send,
                                      .signal = signal_mpsc,
                                      .make = make_mpsc,
                                      .end = end_mpsc,
                                      .leave_behind = leave_behind_wait_node};

}  // namespace pinprick::harness::model
