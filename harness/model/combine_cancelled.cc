// Combinators that end a future from outside: on demand, with its handle, or when its time is over.
#include <utility>

#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// Given for what was called off.
constexpr std::int64_t kCalledOff = -1;

// A waker for the task of the poll under way. The one that is kept stays if it wakes the same;
// otherwise it is dropped when there is another.
bool register_waker(WakerModel& kept, Surroundings& surroundings) {
  const WakerModel waker = surroundings.waker();
  if (kept == waker) return true;
  return surroundings.clone(waker) && surroundings.drop(std::exchange(kept, waker));
}

bool wake_kept(WakerModel& kept, Surroundings& surroundings) {
  return surroundings.wake_and_drop(std::exchange(kept, WakerModel{}));
}

bool drop_kept(WakerModel& kept, Surroundings& surroundings) {
  return surroundings.drop(std::exchange(kept, WakerModel{}));
}

void make_block(FutureModel& future, Surroundings& surroundings) {
  future.kept.block = surroundings.allocate();
}

// --- Abortable ----------------------------------------------------------------------------------

// It is called off by its handle, before the poll of that number, whatever has become of it: the
// waker that it left is woken even if it is done.
PollResult poll_abortable(FutureModel& future, Surroundings& surroundings) {
  KeptState& kept = future.kept;
  ++kept.polls;
  if (kept.polls == future.kind.number && !wake_kept(kept.wakers[0], surroundings)) {
    return faulted();
  }
  if (future.parts[0].stage == Stage::kGone) return panicked(panic_name(Combinator::kAbortable));
  PollResult result = ready(kCalledOff);
  if (kept.polls < future.kind.number) {
    result = poll_leaf(future, 0, surroundings);
    if (result.what == PollResult::What::kPending) {
      return register_waker(kept.wakers[0], surroundings) ? pending() : faulted();
    }
    if (result.what != PollResult::What::kReady) return result;
  }
  return destroy_leaf(future, 0, surroundings) ? result : faulted();
}

bool destroy_abortable(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_leaf(future, 0, surroundings)) return false;
  if (!drop_kept(future.kept.wakers[0], surroundings)) return false;
  surroundings.release(future.kept.block);
  return true;
}

// --- Remote -------------------------------------------------------------------------------------

constexpr std::size_t kOfRemote = 0;
constexpr std::size_t kOfHandle = 1;

// An end that is over lets go of its own waker, and then wakes the other.
bool leave(KeptState& kept, std::size_t end, Surroundings& surroundings) {
  return drop_kept(kept.wakers[end], surroundings) && wake_kept(kept.wakers[1 - end], surroundings);
}

PollResult poll_remote(FutureModel& future, Surroundings& surroundings) {
  KeptState& kept = future.kept;
  ++kept.polls;
  const bool drops_handle = kept.polls == future.kind.number;
  if (drops_handle && !leave(kept, kOfHandle, surroundings)) return faulted();
  if (!register_waker(kept.wakers[kOfRemote], surroundings)) return faulted();
  PollResult result = ready(kCalledOff);
  if (!drops_handle) {
    result = poll_leaf(future, 0, surroundings);
    if (result.what == PollResult::What::kFaulted) return result;
    if (result.what == PollResult::What::kPending) {
      return register_waker(kept.wakers[kOfHandle], surroundings) ? pending() : faulted();
    }
  }
  // Ready, or an exception, which the handle rethrows.
  if (!destroy_leaf(future, 0, surroundings) || !leave(kept, kOfRemote, surroundings)) {
    return faulted();
  }
  if (!drops_handle && (!register_waker(kept.wakers[kOfHandle], surroundings) ||
                        !drop_kept(kept.wakers[kOfHandle], surroundings))) {
    return faulted();
  }
  surroundings.release(kept.block);
  future.complete = true;
  return result;
}

// The handle goes first.
bool destroy_remote(FutureModel& future, Surroundings& surroundings) {
  if (future.complete) return true;
  if (!leave(future.kept, kOfHandle, surroundings)) return false;
  if (!leave(future.kept, kOfRemote, surroundings)) return false;
  surroundings.release(future.kept.block);
  return destroy_leaf(future, 0, surroundings);
}

// --- Timeout ------------------------------------------------------------------------------------

// The future goes first, then what waits for the deadline.
bool end_timeout(FutureModel& future, Surroundings& surroundings) {
  return destroy_leaf(future, 0, surroundings) && drop_kept(future.kept.wakers[0], surroundings);
}

PollResult poll_timeout(FutureModel& future, Surroundings& surroundings) {
  KeptState& kept = future.kept;
  // A tick passes: the clock looks at whoever waits, and wakes him if his time has come.
  ++kept.polls;
  if (kept.waits_in != kNoHome) {
    if (surroundings.reads_stale(kept.waits_in, future.home)) return faulted();
    if (kept.polls == future.kind.number) {
      kept.waits_in = kNoHome;
      if (!wake_kept(kept.wakers[0], surroundings)) return faulted();
    }
  }
  PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what == PollResult::What::kPending) {
    if (kept.polls < future.kind.number) {
      if (!register_waker(kept.wakers[0], surroundings)) return faulted();
      if (kept.waits_in == kNoHome) kept.waits_in = future.home;
      return pending();
    }
    result = ready(kCalledOff);
  }
  if (result.what != PollResult::What::kReady) return result;
  if (!end_timeout(future, surroundings)) return faulted();
  future.complete = true;
  return result;
}

// Leaving the clock's list follows the links of what leaves, which lead to the clock; that one goes
// last.
bool destroy_timeout(FutureModel& future, Surroundings& surroundings) {
  if (!end_timeout(future, surroundings)) return false;
  surroundings.release(future.kept.block);
  return true;
}

}  // namespace

constinit const CombinatorPolicy kAbortablePolicy = {
    .poll = poll_abortable, .make = make_block, .destroy = destroy_abortable};
constinit const CombinatorPolicy kRemotePolicy = {
    .poll = poll_remote, .make = make_block, .destroy = destroy_remote};
constinit const CombinatorPolicy kTimeoutPolicy = {
    .poll = poll_timeout, .make = make_block, .destroy = destroy_timeout};

}  // namespace pinprick::harness::model
