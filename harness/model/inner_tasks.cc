#include "harness/model/inner_tasks.h"

#include <algorithm>

namespace pinprick::harness::model {

InnerTaskId InnerTasks::add(SetId id, std::uint8_t part, HomeId home) {
  const auto task = static_cast<InnerTaskId>(tasks_.size());
  tasks_.push_back({});
  tasks_.back().set = id;
  tasks_.back().part = part;
  tasks_.back().home = home;
  Set& set = sets_[id];
  take(set);
  set.taken.push(task);
  ++set.tasks;
  return task;
}

bool InnerTasks::wake(InnerTaskId id, Surroundings& surroundings) {
  Task& task = tasks_[id];
  Set& set = sets_[task.set];
  if (set.ended_in != kNoHome && !surroundings.forgets(Rule::kWaker)) {
    surroundings.touches_stale(set.ended_in);
    return false;
  }
  if (task.is_queued || task.is_gone) return true;
  task.is_queued = true;
  set.woken.push(id);
  if (!std::exchange(set.is_parked, false)) return true;
  return surroundings.wake_and_drop(std::exchange(set.parent, WakerModel{}));
}

void InnerTasks::release(InnerTaskId id, Surroundings& surroundings) {
  Task& task = tasks_[id];
  if (--task.owners > 0) return;
  if (task.home != kNoHome) surroundings.free_box(task.home);
  Set& set = sets_[task.set];
  --set.tasks;
  free_if_over(set, surroundings);
}

std::optional<InnerTaskId> InnerTasks::next_taken(SetId id) {
  Set& set = sets_[id];
  if (set.taken.count == 0) return std::nullopt;
  const InnerTaskId task = set.taken.pop();
  // Before the poll, so that a wake during the poll counts.
  tasks_[task].is_queued = false;
  return task;
}

bool InnerTasks::park(SetId id, Surroundings& surroundings) {
  const WakerModel waker = surroundings.waker();
  if (!sets_[id].is_parked || sets_[id].parent != waker) {
    if (!surroundings.clone(waker)) return false;
    sets_[id].is_parked = true;
    if (!surroundings.drop(std::exchange(sets_[id].parent, waker))) return false;
  }
  take(sets_[id]);
  return true;
}

void InnerTasks::leave(InnerTaskId id, Surroundings& surroundings) {
  Task& task = tasks_[id];
  task.is_gone = true;
  if (task.is_queued) {
    for (Queue* const queue : {&sets_[task.set].taken, &sets_[task.set].woken}) {
      Queue others;
      while (queue->count > 0) {
        const InnerTaskId each = queue->pop();
        if (each != id) others.push(each);
      }
      *queue = others;
    }
  }
  release(id, surroundings);
}

bool InnerTasks::end_uncounted(SetId set, HomeId home) {
  sets_[set].ended_in = home;
  return std::any_of(tasks_.begin(), tasks_.end(),
                     [set](const Task& task) { return task.set == set && task.owners > 0; });
}

bool InnerTasks::close(SetId id, Surroundings& surroundings) {
  Set& set = sets_[id];
  if (std::exchange(set.is_closed, true)) return true;
  set.is_parked = false;
  if (!surroundings.drop(std::exchange(set.parent, WakerModel{}))) return false;
  free_if_over(sets_[id], surroundings);
  return true;
}

}  // namespace pinprick::harness::model
