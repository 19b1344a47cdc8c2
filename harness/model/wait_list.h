// Events, and the futures that wait for them in an intrusive list.
//
// A node is modelled with the links that the real one has: the place of its neighbour, as it was
// when the link was made. A future that moves takes its links along; those of its neighbours stay
// as they are and lead to the place that it left. Following such a link touches a stale place.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/model/futures.h"
#include "harness/model/wakers.h"

namespace pinprick::harness::model {

class WaitLists {
 public:
  void reset() {
    events_.clear();
    nodes_.clear();
    residents_.clear();
  }

  EventId make_event() {
    const Link self{Link::Where::kHead, static_cast<std::uint32_t>(events_.size())};
    events_.push_back({self, self, 0});
    return static_cast<EventId>(events_.size() - 1);
  }
  NodeId make_node(EventId event) {
    nodes_.push_back({});
    nodes_.back().event = event;
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  EventId event_of(NodeId node) const { return nodes_[node].event; }

  // The node lives in that place from now on, or nobody does.
  void enter(HomeId home, NodeId node);
  void leave(HomeId home);

  // The node travels as an argument: what others write to its last place meanwhile is lost.
  void take(NodeId node) { in_flight_ = nodes_[node]; }
  void put_down(NodeId node) { nodes_[node] = in_flight_; }

  // One poll of the node in `home`, with the waker of the poll under way; `name` is what to die by.
  PollResult poll(NodeId node, HomeId home, std::uint8_t name, Surroundings& surroundings);
  // The destructor of its future, as far as the list goes. False: it touched a stale place.
  bool destroy(NodeId node, bool unlinks, ValueId owner, Surroundings& surroundings);
  // False: it touched a stale place.
  bool notify(EventId event, Surroundings& surroundings);

 private:
  struct Link {
    enum class Where : std::uint8_t { kNull, kHead, kNode };
    Where where = Where::kNull;
    std::uint32_t id = 0;  // the event, or the home
    friend bool operator==(const Link&, const Link&) = default;
  };
  struct Event {
    Link previous;
    Link next;
    std::int64_t notifications = 0;
  };
  struct Node {
    Link previous;
    Link next;
    EventId event = 0;
    bool is_linked = false;
    bool is_notified = false;
    bool is_done = false;
    std::int64_t value = 0;
    WakerModel waker;
  };

  // What a link leads to; null if that is a stale place, or nowhere: then the run is over.
  Link* previous_of(Link link, Surroundings& surroundings);
  Link* next_of(Link link, Surroundings& surroundings);
  Node* node_at(Link link, Surroundings& surroundings);

  Node in_flight_;
  std::vector<Event> events_;
  std::vector<Node> nodes_;
  std::vector<NodeId> residents_;  // by home
};

}  // namespace pinprick::harness::model
