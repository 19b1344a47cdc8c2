// Sources, and the nodes of those that wait for them in intrusive lists.
//
// A node is modelled with the links that the real one has: the place of its neighbour, as it was
// when the link was made. A future that moves takes its links along; those of its neighbours stay
// as they are and lead to the place that it left. Following such a link touches a stale place.
//
// What is here is what all lists have in common: which links lead where, and what one operation on
// a list touches, in its order. What a source of some kind does with it is its policy, a file each.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"
#include "harness/program/kind.h"
#include "harness/program/source.h"

namespace pinprick::harness::model {

struct Link {
  enum class Where : std::uint8_t { kNull, kHead, kNode };
  Where where = Where::kNull;
  std::uint32_t id = 0;  // the source, or the home
  friend bool operator==(const Link&, const Link&) = default;
};

// What the policies keep in a source, each its own part of it.
struct SourceState {
  SourceArgs args;
  Link previous;  // the head of the list of those who wait
  Link next;
  std::int64_t value = 0;
};

// ... and in a node.
struct NodeState {
  ValueId owner = kNoValue;  // of the future that it is in
  SourceId source = 0;
  LeafArgs args;
  Link previous;
  Link next;
  bool is_linked = false;
  bool is_notified = false;
  bool is_done = false;
  std::int64_t value = 0;
  WakerModel waker;
};

class Lists {
 public:
  void reset() {
    sources_.clear();
    nodes_.clear();
    residents_.clear();
  }

  SourceId make_source(const SourceArgs& args) {
    const Link self{Link::Where::kHead, static_cast<std::uint32_t>(sources_.size())};
    sources_.push_back({args, self, self, 0});
    return static_cast<SourceId>(sources_.size() - 1);
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

  // The node travels as an argument: what others write to its last place meanwhile is lost.
  void take(NodeId node) { in_flight_ = nodes_[node]; }
  void put_down(NodeId node) { nodes_[node] = in_flight_; }

  // What a link leads to; null if that is a stale place, or nowhere: then the run is over.
  Link* previous_of(Link link, Surroundings& surroundings);
  Link* next_of(Link link, Surroundings& surroundings);
  NodeState* node_at(Link link, Surroundings& surroundings);

  static Link head_of(SourceId id) { return {Link::Where::kHead, id}; }
  static Link link_to(HomeId home) { return {Link::Where::kNode, home}; }

  // How often a list can be gone along before it is known to have no end: nobody who goes along
  // changes where a node leads to.
  std::size_t longest_walk() const { return nodes_.size() + sources_.size(); }

 private:
  NodeState in_flight_;
  std::vector<SourceState> sources_;
  std::vector<NodeState> nodes_;
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
};

// One a file: source_event.cc and so on.
extern const Policy kEventPolicy;

const Policy& policy(Source source);

// What a poll may answer.
inline PollResult pending() { return {}; }
PollResult ready(std::int64_t value);
PollResult panicked(std::uint8_t who);
PollResult faulted();

}  // namespace pinprick::harness::model
