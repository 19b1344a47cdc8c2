#include "harness/model/lists.h"

namespace pinprick::harness::model {

void Lists::enter(HomeId home, NodeId node) {
  if (residents_.size() <= home) residents_.resize(home + std::size_t{1}, kNoNode);
  residents_[home] = node;
  nodes_[node].home = home;
}

void Lists::leave(HomeId home) {
  if (home < residents_.size()) residents_[home] = kNoNode;
}

void Lists::take(NodeId node) {
  in_flight_ = nodes_[node];
  const auto leave_behind = policy(sources_[in_flight_.source].args.source).leave_behind;
  if (leave_behind != nullptr) leave_behind(nodes_[node]);
}

NodeState* Lists::at(Link link, Surroundings& surroundings) {
  switch (link.where) {
    case Link::Where::kNull:
      surroundings.touches_null();
      return nullptr;
    case Link::Where::kHead:
      return surroundings.touches_source(link.id) ? &sources_[link.id].head : nullptr;
    case Link::Where::kFrame:
      if (frames_[link.id].is_open) return &frames_[link.id].head;
      surroundings.touches_frame();
      return nullptr;
    case Link::Where::kNode:
      break;
  }
  const NodeId resident = link.id < residents_.size() ? residents_[link.id] : kNoNode;
  if (resident == kNoNode) {
    surroundings.touches_stale(link.id);
    return nullptr;
  }
  return &nodes_[resident];
}

const Policy& policy(Source source) {
  switch (source) {
    case Source::kEvent:
      break;
    case Source::kNotify:
      return kNotifyPolicy;
    case Source::kMutex:
      return kMutexPolicy;
    case Source::kSemaphore:
      return kSemaphorePolicy;
    case Source::kManualEvent:
      return kManualEventPolicy;
    case Source::kToken:
      return kTokenPolicy;
    case Source::kTimer:
      return kTimerPolicy;
    case Source::kOneshot:
      return kOneshotPolicy;
    case Source::kMpsc:
      return kMpscPolicy;
    case Source::kUnbounded:
      return kUnboundedPolicy;
    case Source::kWatch:
      return kWatchPolicy;
    case Source::kAtomicWaker:
      return kAtomicWakerPolicy;
    case Source::kWorld:
      return kWorldPolicy;
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
