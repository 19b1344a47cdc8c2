// Streams as the model has them, and the future that collects their items in a vector. For the
// files combine_*.cc.
//
// A poll of a stream is answered as a poll of a future is: Ready with a number is an item, Ready
// with none is the end. An exception that comes out of a stream passes all that is around it and
// changes nothing there, so it is handed on as any answer is.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {

inline PollResult end_of_stream() {
  PollResult result = ready(0);
  result.outputs = 0;
  return result;
}
inline bool has_answered(const PollResult& result) {
  return result.what == PollResult::What::kReady;
}
inline bool has_item(const PollResult& result) {
  return has_answered(result) && result.outputs > 0;
}
inline bool has_ended(const PollResult& result) {
  return has_answered(result) && result.outputs == 0;
}
inline bool is_waiting(const PollResult& result) {
  return result.what == PollResult::What::kPending;
}

inline void give_back(BlockId& block, Surroundings& surroundings) {
  if (block != kNoBlock) surroundings.release(std::exchange(block, kNoBlock));
}

// A std::vector takes twice the room when there is none left.
inline void collect_item(StreamState& state, std::int64_t item, Surroundings& surroundings) {
  if (state.size == state.room) {
    const BlockId fresh = surroundings.allocate();
    give_back(state.items, surroundings);
    state.items = fresh;
    state.room = state.room == 0 ? 1 : 2 * state.room;
  }
  ++state.size;
  state.ordered_sum += static_cast<std::int64_t>(state.size) * item;
}

using NextItem = PollResult (*)(FutureModel& future, Surroundings& surroundings);
// Does nothing the second time.
using EndStream = bool (*)(FutureModel& future, Surroundings& surroundings);

template <NextItem next, EndStream destroy_stream>
PollResult poll_collect(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  if (state.is_over) return panicked(panic_name(Combinator::kStreamMerge));
  for (;;) {
    const PollResult answer = next(future, surroundings);
    if (!has_answered(answer)) return answer;
    if (has_ended(answer)) break;
    collect_item(state, answer.value, surroundings);
  }
  state.is_over = true;
  if (!destroy_stream(future, surroundings)) return faulted();
  // The vector goes to the caller, who has no use for it.
  give_back(state.items, surroundings);
  PollResult result = ready(static_cast<std::int64_t>(state.size));
  result.outputs = 2;
  result.second = state.ordered_sum;
  return result;
}

template <EndStream destroy_stream>
bool destroy_collect(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_stream(future, surroundings)) return false;
  give_back(future.stream.items, surroundings);
  return true;
}

template <NextItem next, EndStream destroy_stream = destroy_first_first>
constexpr CombinatorPolicy collecting(void (*make)(FutureModel&, Surroundings&)) noexcept {
  return {.poll = poll_collect<next, destroy_stream>,
          .make = make,
          .destroy = destroy_collect<destroy_stream>};
}

}  // namespace pinprick::harness::model
