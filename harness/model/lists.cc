#include "harness/model/lists.h"

namespace pinprick::harness::model {

void Lists::enter(HomeId home, NodeId node) {
  if (residents_.size() <= home) residents_.resize(home + std::size_t{1}, kNoNode);
  residents_[home] = node;
}

void Lists::leave(HomeId home) {
  if (home < residents_.size()) residents_[home] = kNoNode;
}

NodeState* Lists::node_at(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kNull) {
    surroundings.touches_null();
    return nullptr;
  }
  const NodeId resident = link.id < residents_.size() ? residents_[link.id] : kNoNode;
  if (resident == kNoNode) {
    surroundings.touches_stale(link.id);
    return nullptr;
  }
  return &nodes_[resident];
}

Link* Lists::previous_of(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kHead) {
    return surroundings.touches_source(link.id) ? &sources_[link.id].previous : nullptr;
  }
  NodeState* const node = node_at(link, surroundings);
  return node == nullptr ? nullptr : &node->previous;
}

Link* Lists::next_of(Link link, Surroundings& surroundings) {
  if (link.where == Link::Where::kHead) {
    return surroundings.touches_source(link.id) ? &sources_[link.id].next : nullptr;
  }
  NodeState* const node = node_at(link, surroundings);
  return node == nullptr ? nullptr : &node->next;
}

const Policy& policy(Source source) {
  switch (source) {
    case Source::kEvent:
    default:
      break;
  }
  return kEventPolicy;
}

PollResult ready(std::int64_t value) {
  PollResult result;
  result.what = PollResult::What::kReady;
  result.outputs = 1;
  result.value = value;
  return result;
}

PollResult panicked(std::uint8_t who) {
  PollResult result;
  result.what = PollResult::What::kPanicked;
  result.who = who;
  return result;
}

PollResult faulted() {
  PollResult result;
  result.what = PollResult::What::kFaulted;
  return result;
}

}  // namespace pinprick::harness::model
