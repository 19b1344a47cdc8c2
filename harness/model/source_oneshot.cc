// Oneshot channels, one for each that waits: `receive_one`. The source has the senders, and keeps
// each in a block of its own.
//
// The receiver is one word, and its waker lies in the channel: nothing here has to do with where it
// lives. The sender is gone as soon as it has sent.
#include <utility>

#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_receive_one(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  node.channel.block = surroundings.allocate();
  node.channel.sender = surroundings.allocate();
  node.channel.has_receiver = true;
  lists.source(node.source).senders.push_back(id);
}

// One end lets go of the channel; the other one may have done so before.
void let_go_of_oneshot(ChannelState& channel, Surroundings& surroundings) {
  if (channel.sender == kNoBlock && !channel.has_receiver) surroundings.release(channel.block);
}

PollResult poll_receive_one(Lists& lists, NodeId id, HomeId, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (node.is_done) return panicked(panic_name(Leaf::kReceiveOne));
  if (node.channel.sender != kNoBlock) return wait(node, surroundings, [] { return true; });
  node.is_done = true;
  node.channel.has_receiver = false;
  let_go_of_oneshot(node.channel, surroundings);
  return ready(node.channel.size > 0 ? node.channel.first : -1);
}

bool destroy_receive_one(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (node.is_done) return true;
  node.channel.has_receiver = false;
  if (!drop_waker(node, surroundings)) return false;
  let_go_of_oneshot(node.channel, surroundings);
  return true;
}

// The oldest sender goes, and with it a number or nothing.
bool use_sender(Lists& lists, SourceId id, bool sends, Surroundings& surroundings) {
  SourceState& source = lists.source(id);
  if (source.senders.empty()) return true;
  NodeState& node = lists.node(source.senders.front());
  source.senders.erase(source.senders.begin());
  ChannelState& channel = node.channel;
  if (sends) {
    ++source.value;
    if (channel.has_receiver) {
      channel.first = source.value;
      channel.size = 1;
    }
  }
  surroundings.release(std::exchange(channel.sender, kNoBlock));
  if (!wake(node, surroundings)) return false;
  let_go_of_oneshot(channel, surroundings);
  return true;
}

bool signal_oneshot(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  return use_sender(lists, id, which == 0, surroundings);
}

bool end_oneshot(Lists& lists, SourceId id, Surroundings& surroundings) {
  while (!lists.source(id).senders.empty()) {
    if (!use_sender(lists, id, false, surroundings)) return false;
  }
  return true;
}

}  // namespace

constinit const Policy kOneshotPolicy = {.poll = poll_receive_one,
                                         .destroy = destroy_receive_one,
                                         .signal = signal_oneshot,
                                         .make_node = make_receive_one,
                                         .end = end_oneshot};

}  // namespace pinprick::harness::model
