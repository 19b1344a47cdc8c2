#include "harness/model/shared_states.h"

#include "harness/model/wait_list.h"

namespace pinprick::harness::model {

SharedId SharedStates::make(ValueId owner, HomeId home) {
  SharedState state;
  state.waiting = lists_.open_frame();
  // They wait for no source.
  for (NodeId& node : state.nodes) node = lists_.make_node(owner, 0, {});
  state.home = home;
  states_.push_back(state);
  return static_cast<SharedId>(states_.size() - 1);
}

void SharedStates::take(SharedId id, std::size_t handle) {
  NodeState& node = lists_.node(states_[id].nodes[handle]);
  states_[id].in_flight[handle] = node;
  leave_behind_wait_node(node);
}

void SharedStates::put_down(SharedId id, std::size_t handle) {
  lists_.node(states_[id].nodes[handle]) = states_[id].in_flight[handle];
}

bool SharedStates::wake(SharedId id, Surroundings& surroundings) {
  SharedState& state = states_[id];
  if (state.is_polling) {
    state.was_woken = true;
    return true;
  }
  return take_and_wake_all(lists_, state.waiting, surroundings);
}

}  // namespace pinprick::harness::model
