// Sets of futures, executors, and what shares one future: all that polls its children with wakers
// of its own.
#include <utility>

#include "harness/model/collect.h"
#include "harness/model/combinators.h"
#include "harness/model/inner_tasks.h"
#include "harness/model/lists.h"
#include "harness/model/shared_states.h"
#include "harness/model/wait_list.h"

namespace pinprick::harness::model {
namespace {

using What = PollResult::What;

PollResult poll_leaf_with(const WakerModel& waker, FutureModel& future, std::size_t part,
                          Surroundings& surroundings) {
  const WakerModel outer = surroundings.lend(waker);
  const PollResult result = poll_leaf(future, part, surroundings);
  surroundings.lend(outer);
  return result;
}

void drop_exceptions(SetState& set, Surroundings& surroundings) {
  for (BlockId& exception : set.exceptions) give_back(exception, surroundings);
}

PollResult both_of(const std::array<std::int64_t, 2>& outputs) {
  PollResult result = ready(outputs[0]);
  result.outputs = 2;
  result.second = outputs[1];
  return result;
}

// --- Sets -------------------------------------------------------------------------------------

// Each future in a block of its own, beside that of the set.
void make_set(FutureModel& future, Surroundings& surroundings) {
  make_second(future, surroundings);
  InnerTasks& tasks = surroundings.inner_tasks();
  future.set.id = tasks.make_set(surroundings.allocate());
  for (std::uint8_t part = 0; part < 2; ++part) {
    future.parts[part].home = surroundings.settle_in_box(future.owner);
    future.set.tasks[part] = tasks.add(future.set.id, part, future.parts[part].home);
  }
}

void leave_set(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  surroundings.inner_tasks().leave(future.set.tasks[part], surroundings);
}

// Polls those that were woken, in turn, until one answers anything but Pending. When those are
// through that were woken before, the waker of the parent is left, and those come that were woken
// in the meantime.
template <class PollTask>
PollResult poll_those_woken(FutureModel& future, Surroundings& surroundings, PollTask poll_task) {
  InnerTasks& tasks = surroundings.inner_tasks();
  for (bool is_parked = false;;) {
    const std::optional<InnerTaskId> task = tasks.next_taken(future.set.id);
    if (task.has_value()) {
      const PollResult result = poll_task(tasks.part_of(*task));
      if (result.what != What::kPending) return result;
    } else if (std::exchange(is_parked, true)) {
      return pending();
    } else if (!tasks.park(future.set.id, surroundings)) {
      return faulted();
    }
  }
}

// One future of the set; one that is ready, or throws, is destroyed.
PollResult poll_in_set(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  const WakerModel waker = InnerTasks::waker_of(future.set.tasks[part]);
  const PollResult result = poll_leaf_with(waker, future, part, surroundings);
  const bool is_over = result.what == What::kReady || result.what == What::kPanicked;
  return !is_over || destroy_leaf(future, part, surroundings) ? result : faulted();
}

// Who is left goes in the order in which they came, and the waker of the parent goes last.
bool close_set(FutureModel& future, Surroundings& surroundings) {
  if (std::exchange(future.set.is_over, true)) return true;
  for (std::size_t part = 0; part < 2; ++part) {
    if (future.set.is_taken[part]) continue;
    if (!destroy_leaf(future, part, surroundings)) return false;
    leave_set(future, part, surroundings);
  }
  return surroundings.inner_tasks().close(future.set.id, surroundings);
}

bool is_empty(const SetState& set) { return set.is_taken[0] && set.is_taken[1]; }

PollResult next_of_unordered(FutureModel& future, Surroundings& surroundings) {
  if (is_empty(future.set)) return end_of_stream();
  return poll_those_woken(future, surroundings, [&](std::size_t part) {
    const PollResult result = poll_in_set(future, part, surroundings);
    if (result.what == What::kReady || result.what == What::kPanicked) {
      future.set.is_taken[part] = true;
      leave_set(future, part, surroundings);
    }
    return result;
  });
}

// A future that is ready stays in the set, or its output does, until its turn has come; one that
// throws has no turn.
PollResult next_of_ordered(FutureModel& future, Surroundings& surroundings) {
  SetState& set = future.set;
  if (is_empty(set)) return end_of_stream();
  const auto first = [&set] { return set.is_taken[0] ? std::size_t{1} : std::size_t{0}; };
  const auto take = [&](std::size_t part) {
    set.is_taken[part] = true;
    leave_set(future, part, surroundings);
  };
  if (!future.parts[first()].ready) {
    const PollResult result =
        poll_those_woken(future, surroundings, [&](std::size_t part) -> PollResult {
          LeafModel& leaf = future.parts[part];
          if (leaf.ready) return pending();  // a late wake
          const PollResult answer = poll_in_set(future, part, surroundings);
          if (answer.what == What::kPanicked) take(part);
          if (answer.what != What::kReady) return answer;
          leaf.ready = true;
          leaf.output = answer.value;
          return part == first() ? answer : pending();
        });
    if (result.what != What::kReady) return result;
  }
  const std::size_t part = first();
  take(part);
  return ready(future.parts[part].output);
}

// What fails has an outcome as well. One that was aborted is destroyed when its turn comes.
PollResult poll_join_set(FutureModel& future, Surroundings& surroundings) {
  SetState& set = future.set;
  if (set.count == 0xff) return panicked(panic_name(Combinator::kJoinSet));
  while (!is_empty(set)) {
    const PollResult result =
        poll_those_woken(future, surroundings, [&](std::size_t part) -> PollResult {
          PollResult answer;
          if (future.kind.number == part + 1) {
            answer = destroy_leaf(future, part, surroundings) ? ready(-1) : faulted();
          } else {
            answer = poll_in_set(future, part, surroundings);
            if (answer.what == What::kPanicked) answer = ready(-1);
          }
          if (answer.what != What::kReady) return answer;
          set.is_taken[part] = true;
          leave_set(future, part, surroundings);
          return answer;
        });
    if (result.what != What::kReady) return result;
    set.outcomes[set.count++] = result.value;
  }
  set.count = 0xff;
  return both_of(set.outcomes);
}

// --- Executors --------------------------------------------------------------------------------

// The executor's own block, and a handle for each task, which owns it too.
void make_pool(FutureModel& future, Surroundings& surroundings) {
  future.set.box = surroundings.allocate();
  make_set(future, surroundings);
  for (const InnerTaskId task : future.set.tasks) surroundings.inner_tasks().acquire(task);
}

// The outcome is there, and whoever waits for it hears of it.
bool finish_task(FutureModel& future, std::size_t part, std::int64_t outcome,
                 Surroundings& surroundings) {
  future.parts[part].ready = true;
  future.parts[part].output = outcome;
  if (!surroundings.wake_and_drop(std::exchange(future.set.joiners[part], WakerModel{}))) {
    return false;
  }
  leave_set(future, part, surroundings);
  return true;
}

// The waker that it has left goes with it.
bool drop_handle(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  if (std::exchange(future.set.is_taken[part], true)) return true;
  if (!surroundings.drop(std::exchange(future.set.joiners[part], WakerModel{}))) return false;
  surroundings.inner_tasks().release(future.set.tasks[part], surroundings);
  return true;
}

// Tasks until none is woken, then the handles.
PollResult poll_pool(FutureModel& future, Surroundings& surroundings) {
  SetState& set = future.set;
  if (is_empty(set)) return panicked(panic_name(Combinator::kJoin));
  InnerTasks& tasks = surroundings.inner_tasks();
  while (const std::optional<InnerTaskId> task = tasks.next_woken(set.id)) {
    const std::size_t part = tasks.part_of(*task);
    const PollResult result = poll_in_set(future, part, surroundings);
    if (result.what == What::kFaulted) return result;
    if (result.what == What::kPending) continue;
    const bool has_thrown = result.what == What::kPanicked;
    if (has_thrown) set.exceptions[part] = surroundings.keep_exception();
    if (!finish_task(future, part, has_thrown ? -1 : result.value, surroundings)) return faulted();
  }
  for (std::size_t part = 0; part < 2; ++part) {
    if (set.is_taken[part]) continue;
    if (future.parts[part].ready) {
      set.outcomes[part] = future.parts[part].output;
      if (!drop_handle(future, part, surroundings)) return faulted();
      continue;
    }
    const WakerModel waker = surroundings.waker();
    if (set.joiners[part] == waker) continue;
    if (!surroundings.clone(waker) || !surroundings.drop(std::exchange(set.joiners[part], waker))) {
      return faulted();
    }
  }
  if (!is_empty(set)) return pending();
  drop_exceptions(set, surroundings);
  return both_of(set.outcomes);
}

bool drop_handles(FutureModel& future, Surroundings& surroundings) {
  drop_exceptions(future.set, surroundings);
  return drop_handle(future, 0, surroundings) && drop_handle(future, 1, surroundings);
}

// Who waits is told that the task was cancelled, when the future of that is gone.
bool drop_executor(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    if (future.parts[part].ready) continue;
    if (!destroy_leaf(future, part, surroundings) || !finish_task(future, part, -1, surroundings)) {
      return false;
    }
  }
  if (!surroundings.inner_tasks().close(future.set.id, surroundings)) return false;
  surroundings.release(future.set.box);
  return true;
}

bool destroy_pool(FutureModel& future, Surroundings& surroundings) {
  return drop_handles(future, surroundings) && drop_executor(future, surroundings);
}

bool destroy_pool_by_assignment(FutureModel& future, Surroundings& surroundings) {
  return drop_executor(future, surroundings) && drop_handles(future, surroundings);
}

// Both futures lie in the executor, and all of it is one block.
void make_static_executor(FutureModel& future, Surroundings& surroundings) {
  make_second(future, surroundings);
  future.set.id = surroundings.inner_tasks().make_set(kNoBlock);
  future.parts[0].home = surroundings.settle_in_box(future.owner);
  future.parts[1].home = surroundings.settle_apart(future.owner);
  for (std::uint8_t part = 0; part < 2; ++part) {
    future.set.tasks[part] = surroundings.inner_tasks().add(future.set.id, part, kNoHome);
  }
}

// When both futures have left.
void end_static_executor(FutureModel& future, Surroundings& surroundings) {
  future.set.is_over = true;
  const HomeId home = future.parts[0].home;
  if (surroundings.inner_tasks().end_uncounted(future.set.id, home)) {
    surroundings.break_rule(*spec(future.kind.combinator).breaks, future.owner);
  }
  surroundings.vacate(home);
  surroundings.free_box(home);
}

// An exception passes, when the future that threw is gone.
PollResult poll_static_executor(FutureModel& future, Surroundings& surroundings) {
  SetState& set = future.set;
  if (set.is_over) return panicked(panic_name(Combinator::kStaticExecutor));
  InnerTasks& tasks = surroundings.inner_tasks();
  while (const std::optional<InnerTaskId> task = tasks.next_woken(set.id)) {
    const std::size_t part = tasks.part_of(*task);
    const PollResult result = poll_in_set(future, part, surroundings);
    if (result.what == What::kFaulted) return result;
    if (result.what == What::kPending) continue;
    set.is_taken[part] = true;
    leave_set(future, part, surroundings);
    if (result.what == What::kPanicked) return result;
    set.outcomes[part] = result.value;
  }
  if (!is_empty(set)) return pending();
  end_static_executor(future, surroundings);
  return both_of(set.outcomes);
}

bool destroy_static_executor(FutureModel& future, Surroundings& surroundings) {
  if (future.set.is_over) return true;
  for (std::size_t part = 0; part < 2; ++part) {
    if (future.set.is_taken[part]) continue;
    if (!destroy_leaf(future, part, surroundings)) return false;
    leave_set(future, part, surroundings);
  }
  end_static_executor(future, surroundings);
  return true;
}

// --- Shared -----------------------------------------------------------------------------------

// The future is in a block with what is shared; the handles are side by side.
void make_shared(FutureModel& future, Surroundings& surroundings) {
  SharedStates& states = surroundings.shared_states();
  future.parts[0].home = surroundings.settle_in_box(future.owner);
  future.set.id = states.make(future.owner, future.parts[0].home);
  future.set.second_home = surroundings.settle_apart(future.owner);
  states.enter(future.set.id, future.home, future.set.second_home);
}

// Polls the future on behalf of a handle, which waits. True: nothing stale was touched.
bool poll_what_is_shared(FutureModel& future, NodeState& node, Surroundings& surroundings) {
  SharedStates& states = surroundings.shared_states();
  SharedState& state = states[future.set.id];
  state.is_polling = true;
  state.was_woken = false;
  const WakerModel waker = SharedStates::waker_of(future.set.id);
  const PollResult result = poll_leaf_with(waker, future, 0, surroundings);
  if (result.what == What::kFaulted) return false;
  state.is_over = result.what != What::kPending;
  state.outcome = result;
  if (result.what == What::kPanicked) future.set.exceptions[0] = surroundings.keep_exception();
  if (state.is_over && !destroy_leaf(future, 0, surroundings)) return false;
  state.is_polling = false;
  if (state.is_over && is_linked(node) &&
      !unlink(states.lists(), Lists::link_to(node), surroundings)) {
    return false;
  }
  if (!state.is_over && !state.was_woken) return true;
  return take_and_wake_all(states.lists(), state.waiting, surroundings);
}

// A handle lets go of the future, which goes with the last one, and of what is shared.
bool let_go(FutureModel& future, std::size_t handle, Surroundings& surroundings) {
  if (std::exchange(future.set.has_let_go[handle], true)) return true;
  SharedStates& states = surroundings.shared_states();
  SharedState& state = states[future.set.id];
  const NodeState& node = states.lists().node(state.nodes[handle]);
  if (is_linked(node) && !unlink(states.lists(), Lists::link_to(node), surroundings)) return false;
  if (--state.handles == 0) {
    if (!destroy_leaf(future, 0, surroundings)) return false;
    drop_exceptions(future.set, surroundings);
  }
  states.release(future.set.id, surroundings);
  return true;
}

PollResult poll_handle(FutureModel& future, std::size_t handle, Surroundings& surroundings) {
  if (future.set.has_let_go[handle]) return panicked(panic_name(Combinator::kShared));
  SharedStates& states = surroundings.shared_states();
  SharedState& state = states[future.set.id];
  NodeState& node = states.lists().node(state.nodes[handle]);
  if (!state.is_over) {
    const PollResult waits = wait(node, surroundings, [&] {
      return is_linked(node) ||
             push_back(states.lists(), state.waiting, Lists::link_to(node), surroundings);
    });
    if (waits.what == What::kFaulted) return waits;
    if (!poll_what_is_shared(future, node, surroundings)) return faulted();
    if (!state.is_over) return pending();
  }
  const PollResult outcome = state.outcome;
  return let_go(future, handle, surroundings) ? outcome : faulted();
}

// The handle itself, which may have let go before.
bool destroy_handle(FutureModel& future, std::size_t handle, Surroundings& surroundings) {
  if (std::exchange(future.set.is_taken[handle], true)) return true;
  SharedStates& states = surroundings.shared_states();
  return let_go(future, handle, surroundings) &&
         destroy_node(states.lists().node(states[future.set.id].nodes[handle]), surroundings);
}

PollResult poll_shared(FutureModel& future, Surroundings& surroundings) {
  SetState& set = future.set;
  if (is_empty(set)) return panicked(panic_name(Combinator::kJoin));
  for (std::size_t handle = 0; handle < 2; ++handle) {
    if (set.is_taken[handle]) continue;
    const PollResult result = poll_handle(future, handle, surroundings);
    if (result.what == What::kPending) continue;
    if (result.what != What::kReady) return result;
    set.outcomes[handle] = result.value;
    if (!destroy_handle(future, handle, surroundings)) return faulted();
  }
  return is_empty(set) ? both_of(set.outcomes) : pending();
}

bool destroy_shared(FutureModel& future, Surroundings& surroundings) {
  return destroy_handle(future, 0, surroundings) && destroy_handle(future, 1, surroundings);
}

bool destroy_shared_by_assignment(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_handle(future, 1, surroundings)) return false;
  surroundings.shared_states().has_assigned_second();
  return destroy_handle(future, 0, surroundings);
}

}  // namespace

constinit const CombinatorPolicy kUnorderedPolicy =
    collecting<next_of_unordered, close_set>(make_set);
constinit const CombinatorPolicy kOrderedPolicy = collecting<next_of_ordered, close_set>(make_set);
constinit const CombinatorPolicy kJoinSetPolicy = {
    .poll = poll_join_set, .make = make_set, .destroy = close_set};
constinit const CombinatorPolicy kPoolPolicy = {
    .poll = poll_pool,
    .make = make_pool,
    .destroy = destroy_pool,
    .destroy_by_assignment = destroy_pool_by_assignment};
constinit const CombinatorPolicy kStaticExecutorPolicy = {
    .poll = poll_static_executor, .make = make_static_executor, .destroy = destroy_static_executor};
constinit const CombinatorPolicy kSharedPolicy = {
    .poll = poll_shared,
    .make = make_shared,
    .destroy = destroy_shared,
    .destroy_by_assignment = destroy_shared_by_assignment};

}  // namespace pinprick::harness::model
