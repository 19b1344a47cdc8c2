// Tasks inside of futures: what a set of futures, or an executor, knows of each of its futures and
// of who was woken, and the wakers that name one of them.
//
// A set has two queues, first in, first out: those that it has taken to poll them, and those that
// were woken since. A task is in one of them or in none. A parent whose poll finds nobody leaves
// its waker with the set, and the next wake of a task wakes it, once. A task counts those who own
// it: the set, handles, and wakers that were cloned, but not the one that is lent for a poll. Its
// block goes with the last of them; that of the set goes when the set is closed and no task is
// left.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"

namespace pinprick::harness::model {

using SetId = std::uint32_t;
using InnerTaskId = std::uint32_t;

class InnerTasks {
 public:
  void reset() {
    sets_.clear();
    tasks_.clear();
  }

  // --- For the wakers. False: a task of the program was touched that is gone.

  // Nothing happens to one that is queued already, or whose future is gone.
  bool wake(InnerTaskId task, Surroundings& surroundings);
  void acquire(InnerTaskId task) { ++tasks_[task].owners; }
  void release(InnerTaskId task, Surroundings& surroundings);

  // --- For the future around the set

  // An empty set, in that block; none: it is part of something else.
  SetId make_set(BlockId block) {
    sets_.push_back({});
    sets_.back().block = block;
    return static_cast<SetId>(sets_.size() - 1);
  }
  // A task for that leaf, whose home is in a block that goes with the task; kNoHome: in none. It
  // counts as woken, behind all that are.
  InnerTaskId add(SetId set, std::uint8_t part, HomeId home);
  std::uint8_t part_of(InnerTaskId task) const { return tasks_[task].part; }
  static WakerModel waker_of(InnerTaskId task) { return {WakerKind::kInner, task}; }

  // The next one of those that were taken, out of its queue.
  std::optional<InnerTaskId> next_taken(SetId set);
  // ... or else of those that were woken.
  std::optional<InnerTaskId> next_woken(SetId set) {
    const auto task = next_taken(set);
    if (task.has_value()) return task;
    take(sets_[set]);
    return next_taken(set);
  }
  // Leaves the waker of the poll under way with the set, unless it is there already, and takes
  // those that were woken.
  bool park(SetId set, Surroundings& surroundings);
  // An executor that its wakers do not count ends, and its place with it. Says whether there are
  // wakers left, each of which may be asked to wake from then on.
  bool end_uncounted(SetId set, HomeId home);
  // Lets go of a task whose future is gone.
  void leave(InnerTaskId task, Surroundings& surroundings);
  // When all tasks have left: drops the waker of the parent. Nothing the second time.
  bool close(SetId set, Surroundings& surroundings);

 private:
  // No set has more tasks than a kind has leaves.
  struct Queue {
    void push(InnerTaskId task) { tasks[count++] = task; }
    InnerTaskId pop() {
      const InnerTaskId first = tasks[0];
      tasks[0] = tasks[1];
      --count;
      return first;
    }
    std::array<InnerTaskId, 2> tasks = {};
    std::uint8_t count = 0;
  };
  struct Set {
    Queue taken;
    Queue woken;
    bool is_parked = false;
    WakerModel parent;
    BlockId block = kNoBlock;
    std::uint32_t tasks = 0;  // that have a block still
    bool is_closed = false;
    HomeId ended_in = kNoHome;
  };
  struct Task {
    SetId set = 0;
    std::uint8_t part = 0;
    bool is_queued = true;
    bool is_gone = false;  // its future is
    std::uint32_t owners = 1;
    HomeId home = kNoHome;
  };

  static void take(Set& set) {
    while (set.woken.count > 0) set.taken.push(set.woken.pop());
  }
  void free_if_over(Set& set, Surroundings& surroundings) {
    if (set.is_closed && set.tasks == 0 && set.block != kNoBlock) {
      surroundings.release(std::exchange(set.block, kNoBlock));
    }
  }

  std::vector<Set> sets_;
  std::vector<Task> tasks_;
};

}  // namespace pinprick::harness::model
