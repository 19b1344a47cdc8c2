// Sources, and the nodes of those that wait for them in intrusive lists.
//
// A node is modelled with the links that the real one has: the place of its neighbour, as it was
// when the link was made. A future that moves takes its links along; those of its neighbours stay
// as they are and lead to the place that it left. Following such a link touches a stale place.
//
// What is here is what all lists have in common: which links lead where, and what they lead to.
// What the library's own list touches, in its order, is wait_list.h; what a source of some kind
// does with it is its policy, a file each.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"
#include "harness/program/kind.h"
#include "harness/program/source.h"

namespace pinprick::harness::model {

struct Link {
  enum class Where : std::uint8_t { kNull, kHead, kFrame, kNode };
  Where where = Where::kNull;
  std::uint32_t id = 0;  // the source, the list on the stack, or the home
  friend bool operator==(const Link&, const Link&) = default;
};

// A channel that one who waits has for himself, while the source has the sender.
struct ChannelState {
  BlockId block = kNoBlock;   // what is between the ends
  BlockId sender = kNoBlock;  // where the source keeps the sender; none: that is gone
  bool has_receiver = false;
  // What was sent and not received: how many, the first of them, and where they are.
  std::size_t size = 0;
  std::size_t room = 0;
  std::int64_t first = 0;
  BlockId queue = kNoBlock;
};

// What the policies keep in a node, each its own part of it.
struct NodeState {
  ValueId owner = kNoValue;  // of the future that it is in
  SourceId source = 0;
  LeafArgs args;
  HomeId home = kNoHome;  // where it lives
  Link previous;
  Link next;
  Link child;                // timers
  bool is_linked = false;    // was, once
  bool is_notified = false;  // or granted
  bool is_done = false;
  std::int64_t value = 0;
  std::uint64_t count = 0;
  HomeId formed_in = kNoHome;  // changed: where its receiver was when it began to borrow it
  ChannelState channel;
  WakerModel waker;
};

// ... and in a source.
struct SourceState {
  SourceArgs args;
  NodeState head;  // of the list of those who wait: a node that nobody waits in
  std::int64_t value = 0;
  std::uint64_t count = 0;
  bool is_set = false;          // or locked, closed, cancelled; or there is a permit
  bool is_held = false;         // what can be held, by the source itself
  BlockId block = kNoBlock;     // the first of those that it has beside its own
  std::vector<NodeId> senders;  // of their channels, the oldest first
};

class Lists {
 public:
  void reset() {
    sources_.clear();
    nodes_.clear();
    frames_.clear();
    residents_.clear();
  }

  SourceId make_source(const SourceArgs& args) {
    const auto id = static_cast<SourceId>(sources_.size());
    sources_.push_back({});
    sources_.back().args = args;
    sources_.back().head.previous = sources_.back().head.next = head_of(id);
    return id;
  }
  NodeId make_node(ValueId owner, SourceId source, const LeafArgs& args) {
    nodes_.push_back({});
    nodes_.back().owner = owner;
    nodes_.back().source = source;
    nodes_.back().args = args;
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  SourceState& source(SourceId id) { return sources_[id]; }
  NodeState& node(NodeId id) { return nodes_[id]; }

  // The node lives in that place from now on, or nobody does.
  void enter(HomeId home, NodeId node);
  void leave(HomeId home);

  // The node travels as an argument: what others write to its last place meanwhile is lost, and
  // what they find there is what a move leaves behind.
  void take(NodeId node);
  void put_down(NodeId node) { nodes_[node] = in_flight_; }

  // What a link leads to; null if that is a stale place, or nowhere: then the run is over.
  NodeState* at(Link link, Surroundings& surroundings);

  static Link head_of(SourceId id) { return {Link::Where::kHead, id}; }
  static Link link_to(HomeId home) { return {Link::Where::kNode, home}; }
  static Link link_to(const NodeState& node) { return link_to(node.home); }

  // A list in a frame of the stack, empty, and the end of that frame.
  Link open_frame() {
    const Link self{Link::Where::kFrame, static_cast<std::uint32_t>(frames_.size())};
    frames_.push_back({});
    frames_.back().head.previous = frames_.back().head.next = self;
    return self;
  }
  void close_frame(Link frame) { frames_[frame.id].is_open = false; }

  // How often a list can be gone along before it is known to have no end, as long as nobody who
  // goes along changes where a node leads to.
  std::size_t longest_walk() const { return nodes_.size() + sources_.size(); }

 private:
  struct Frame {
    NodeState head;
    bool is_open = true;
  };

  NodeState in_flight_;
  std::vector<SourceState> sources_;
  std::vector<NodeState> nodes_;
  std::vector<Frame> frames_;
  std::vector<NodeId> residents_;  // by home
};

// What the sources of one kind do. Where something answers false, or kFaulted, it touched a stale
// place, and the run is over.
struct Policy {
  // One poll of the node, which lives in `home`.
  PollResult (*poll)(Lists& lists, NodeId node, HomeId home, Surroundings& surroundings);
  // The destructor of a future that waits, but for its share of the source.
  bool (*destroy)(Lists& lists, NodeId node, Surroundings& surroundings);
  bool (*signal)(Lists& lists, SourceId source, std::size_t which, Surroundings& surroundings);
  // Makes what there is beside the source, and beside the share of it that a future has which waits
  // for it. Null: there is nothing.
  void (*make)(Lists& lists, SourceId source, Surroundings& surroundings) = nullptr;
  void (*make_node)(Lists& lists, NodeId node, Surroundings& surroundings) = nullptr;
  // The destructor of the source. Null: it does nothing.
  bool (*end)(Lists& lists, SourceId source, Surroundings& surroundings) = nullptr;
  // What a node is from which another was moved. Null: as it was.
  void (*leave_behind)(NodeState& node) = nullptr;
};

// One a source, in the files source_*.cc.
extern const Policy kEventPolicy;
extern const Policy kNotifyPolicy, kMutexPolicy, kSemaphorePolicy, kManualEventPolicy, kTokenPolicy,
    kTimerPolicy;
extern const Policy kOneshotPolicy, kMpscPolicy, kUnboundedPolicy, kWatchPolicy, kAtomicWakerPolicy;
extern const Policy kWorldPolicy;

const Policy& policy(Source source);

// What a poll may answer.
inline PollResult pending() { return {}; }
PollResult ready(std::int64_t value);
PollResult panicked(std::uint8_t who);
PollResult faulted();

}  // namespace pinprick::harness::model
