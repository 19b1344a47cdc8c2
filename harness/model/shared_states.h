// What the handles of one shared future share, and the wakers that the future is polled with.
//
// A handle waits in a list through itself, as whoever waits for a source does (see wait_list.h),
// but the head of the list is in the block of what is shared, which no handle outlives. A wake of
// the future wakes all handles that wait, or, if it comes while the future is being polled, as
// soon as that poll is over. The handles and the wakers own the block; the wakers not the future.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "harness/model/lists.h"
#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"

namespace pinprick::harness::model {

using SharedId = std::uint32_t;

struct SharedState {
  Link waiting;  // the list
  std::array<NodeId, 2> nodes = {};
  std::array<NodeState, 2> in_flight;
  std::uint8_t handles = 2;
  std::uint32_t owners = 2;
  HomeId home = kNoHome;  // of the future
  bool is_polling = false;
  bool was_woken = false;  // during that poll
  bool is_over = false;
  PollResult outcome;
};

class SharedStates {
 public:
  explicit SharedStates(Lists& lists) : lists_(lists) {}
  void reset() {
    states_.clear();
    assigned_from_.reset();
  }

  // Of a future that lives in `home`, with two handles.
  SharedId make(ValueId owner, HomeId home);
  SharedState& operator[](SharedId id) { return states_[id]; }
  Lists& lists() { return lists_; }
  static WakerModel waker_of(SharedId id) { return {WakerKind::kShared, id}; }

  // The handles live there from now on.
  void enter(SharedId id, HomeId first, HomeId second) {
    lists_.enter(first, states_[id].nodes[0]);
    lists_.enter(second, states_[id].nodes[1]);
  }
  // The handles travel as an argument, as in Lists.
  void take(SharedId id) {
    for (const std::size_t handle : {0, 1}) take(id, handle);
  }
  void put_down(SharedId id) {
    for (const std::size_t handle : {0, 1}) put_down(id, handle);
  }
  // The handles are assigned to others, which end one by one: the second one has left its place
  // when the first of those ends.
  void assign_from(SharedId id) { assigned_from_ = id; }
  void has_assigned_second() {
    if (assigned_from_.has_value()) take(*assigned_from_, 1);
  }
  void end_assignment() { put_down(*std::exchange(assigned_from_, std::nullopt), 1); }

  // For the wakers. False: a stale place was touched.
  bool wake(SharedId id, Surroundings& surroundings);
  void acquire(SharedId id) { ++states_[id].owners; }
  void release(SharedId id, Surroundings& surroundings) {
    if (--states_[id].owners == 0) surroundings.free_box(states_[id].home);
  }

 private:
  void take(SharedId id, std::size_t handle);
  void put_down(SharedId id, std::size_t handle);

  Lists& lists_;
  std::vector<SharedState> states_;
  std::optional<SharedId> assigned_from_;
};

}  // namespace pinprick::harness::model
