// Unbounded channels, one for each that waits: `receive`. The source has the senders, and keeps
// each in a block of its own; one can be used until it is dropped.
//
// The receiver is one word, and its waker lies in the channel: nothing here has to do with where it
// lives. It stays until the future goes, although that receives one number only.
#include <algorithm>
#include <utility>

#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_receive(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  node.channel.block = surroundings.allocate();
  node.channel.sender = surroundings.allocate();
  node.channel.has_receiver = true;
  lists.source(node.source).senders.push_back(id);
}

PollResult poll_receive(Lists& lists, NodeId id, HomeId, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  ChannelState& channel = node.channel;
  if (node.is_done) return panicked(panic_name(Leaf::kReceive));
  if (channel.size == 0 && channel.sender != kNoBlock) {
    return wait(node, surroundings, [] { return true; });
  }
  node.is_done = true;
  if (channel.size == 0) return ready(-1);
  --channel.size;
  return ready(channel.first);
}

// What was not received goes with the receiver.
bool destroy_receive(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  ChannelState& channel = node.channel;
  channel.has_receiver = false;
  if (!drop_waker(node, surroundings)) return false;
  if (channel.queue != kNoBlock) surroundings.release(channel.queue);
  if (channel.sender == kNoBlock) surroundings.release(channel.block);
  return true;
}

// Room for four at first, and twice the room when there is none left.
void queue_number(ChannelState& channel, std::int64_t number, Surroundings& surroundings) {
  if (channel.size == channel.room) {
    const BlockId fresh = surroundings.allocate();
    if (channel.queue != kNoBlock) surroundings.release(channel.queue);
    channel.queue = fresh;
    channel.room = std::max<std::size_t>(4, 2 * channel.room);
  }
  if (channel.size++ == 0) channel.first = number;
}

bool drop_oldest_sender(Lists& lists, SourceId id, Surroundings& surroundings) {
  SourceState& source = lists.source(id);
  NodeState& node = lists.node(source.senders.front());
  source.senders.erase(source.senders.begin());
  surroundings.release(std::exchange(node.channel.sender, kNoBlock));
  if (!wake(node, surroundings)) return false;
  if (!node.channel.has_receiver) surroundings.release(node.channel.block);
  return true;
}

bool signal_unbounded(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  SourceState& source = lists.source(id);
  if (source.senders.empty()) return true;
  if (which == 1) return drop_oldest_sender(lists, id, surroundings);
  ++source.value;
  NodeState& node = lists.node(source.senders.front());
  if (!node.channel.has_receiver) return true;
  queue_number(node.channel, source.value, surroundings);
  return wake(node, surroundings);
}

bool end_unbounded(Lists& lists, SourceId id, Surroundings& surroundings) {
  while (!lists.source(id).senders.empty()) {
    if (!drop_oldest_sender(lists, id, surroundings)) return false;
  }
  return true;
}

}  // namespace

constinit const Policy kUnboundedPolicy = {.poll = poll_receive,
                                           .destroy = destroy_receive,
                                           .signal = signal_unbounded,
                                           .make_node = make_receive,
                                           .end = end_unbounded};

}  // namespace pinprick::harness::model
