// The library's streams, and what drives them.
#include <utility>

#include "harness/model/collect.h"
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// --- Streams ----------------------------------------------------------------------------------

// A leaf as a stream of one item.
PollResult next_of_leaf(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  if (future.parts[part].stage == Stage::kGone) return end_of_stream();
  return poll_child(future, part, surroundings);
}

// The one that did not give the last item is asked first, the other one only if that has none.
template <class First, class Second>
PollResult next_of_merge(bool& second_is_next, First first, Second second) {
  const PollResult answer = second_is_next ? second() : first();
  if (has_item(answer)) {
    second_is_next = !second_is_next;
    return answer;
  }
  if (!is_waiting(answer) && !has_ended(answer)) return answer;
  const PollResult other = second_is_next ? first() : second();
  return has_ended(other) ? answer : other;
}

PollResult next_of_both(FutureModel& future, Surroundings& surroundings) {
  return next_of_merge(
      future.stream.second_is_next, [&] { return next_of_leaf(future, 0, surroundings); },
      [&] { return next_of_leaf(future, 1, surroundings); });
}

PollResult next_of_once(FutureModel& future) {
  if (std::exchange(future.stream.has_given_once, true)) return end_of_stream();
  return ready(kOnceItem);
}

PollResult next_of_map(FutureModel& future, Surroundings& surroundings) {
  PollResult answer = next_of_both(future, surroundings);
  if (has_item(answer)) answer.value *= 2;
  return answer;
}

PollResult next_of_filter(FutureModel& future, Surroundings& surroundings) {
  for (;;) {
    const PollResult answer = next_of_both(future, surroundings);
    if (!has_item(answer) || answer.value % 2 == 0) return answer;
  }
}

// Once no item is wanted any more the stream goes, before the last one is handed on.
PollResult next_of_take(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  const auto finish = [&] { return destroy_first_first(future, surroundings); };
  if (state.wanted == 0) return finish() ? end_of_stream() : faulted();
  const PollResult answer = next_of_both(future, surroundings);
  if (has_item(answer) && --state.wanted == 0 && !finish()) return faulted();
  return answer;
}

PollResult next_of_three(FutureModel& future, Surroundings& surroundings) {
  return next_of_merge(
      future.stream.once_is_next, [&] { return next_of_both(future, surroundings); },
      [&] { return next_of_once(future); });
}

// Starts futures until each place is taken, or there are no more; then what they were in goes.
void fill_places(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  while (state.taken < future.kind.number && state.source != kNoBlock) {
    if (state.started == 2) {
      give_back(state.source, surroundings);
    } else {
      state.in_place[state.taken++] = state.started++;
    }
  }
}

// The place is free; those behind it move up.
void leave_place(StreamState& state, std::size_t index) {
  --state.taken;
  for (std::size_t i = index; i < state.taken; ++i) state.in_place[i] = state.in_place[i + 1];
}

bool ended_in_exception(const PollResult& result) {
  return result.what == PollResult::What::kPanicked;
}

// All that are under way have their turn, but none behind a first one whose output is there.
PollResult next_of_buffered(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  fill_places(future, surroundings);
  for (std::size_t i = 0; i < state.taken; ++i) {
    const std::size_t part = state.in_place[i];
    LeafModel& leaf = future.parts[part];
    if (!leaf.ready) {
      const PollResult result = poll_child(future, part, surroundings);
      if (is_waiting(result)) continue;
      if (ended_in_exception(result)) {
        leave_place(state, i);
        return destroy_leaf(future, part, surroundings) ? result : faulted();
      }
      if (!has_answered(result)) return result;
      leaf.ready = true;
      leaf.output = result.value;
    }
    if (i == 0) {
      leave_place(state, 0);
      return ready(leaf.output);
    }
  }
  return state.taken > 0 || state.source != kNoBlock ? pending() : end_of_stream();
}

// The first that is ready ends the turn.
PollResult next_of_buffer_unordered(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  fill_places(future, surroundings);
  for (std::size_t i = 0; i < state.taken; ++i) {
    const std::size_t part = state.in_place[i];
    const PollResult result = poll_child(future, part, surroundings);
    if (is_waiting(result)) continue;
    if (has_answered(result)) leave_place(state, i);
    if (ended_in_exception(result)) {
      leave_place(state, i);
      if (!destroy_leaf(future, part, surroundings)) return faulted();
    }
    return result;
  }
  return state.taken > 0 || state.source != kNoBlock ? pending() : end_of_stream();
}

// The futures that were not started go first, then the others in the order of their start.
bool destroy_buffer(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  for (std::size_t part = state.started; part < 2; ++part) {
    if (!destroy_leaf(future, part, surroundings)) return false;
  }
  give_back(state.source, surroundings);
  if (!destroy_first_first(future, surroundings)) return false;
  give_back(state.places, surroundings);
  return true;
}

void make_take(FutureModel& future, Surroundings& surroundings) {
  make_second(future, surroundings);
  future.stream.wanted = future.kind.number;
}

// Both futures go to one block, and from there, each when it is started, to a place in another. As
// nobody has polled them before, it is as if they had been there from the start.
void make_buffer(FutureModel& future, Surroundings& surroundings) {
  make_second(future, surroundings);
  future.stream.source = surroundings.allocate();
  future.stream.places = surroundings.allocate();
  for (LeafModel& leaf : future.parts) leaf.home = surroundings.settle_apart(future.owner);
}

// --- Chunks -----------------------------------------------------------------------------------

bool destroy_chunks(FutureModel& future, Surroundings& surroundings) {
  if (!destroy_first_first(future, surroundings)) return false;
  give_back(future.stream.chunk, surroundings);
  return true;
}

// Each chunk is a vector with room for all of it, before its first item is asked for. Whoever
// counts them adds their items up and drops them.
PollResult poll_chunks(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  if (state.is_over) return panicked(panic_name(Combinator::kStreamChunks));
  const auto give = [&] {
    ++state.chunks;
    state.in_chunk = 0;
    give_back(state.chunk, surroundings);
  };
  for (;;) {
    if (state.chunk == kNoBlock) state.chunk = surroundings.allocate();
    const PollResult answer = next_of_both(future, surroundings);
    if (!has_answered(answer)) return answer;
    if (has_ended(answer)) break;
    state.sum += answer.value;
    if (++state.in_chunk == future.kind.number) give();
  }
  if (state.in_chunk > 0) give();
  state.is_over = true;
  if (!destroy_chunks(future, surroundings)) return faulted();
  PollResult result = ready(state.chunks);
  result.outputs = 2;
  result.second = state.sum;
  return result;
}

// --- ForEach ----------------------------------------------------------------------------------

// The sum lies outside of the future, in `items`.
void make_for_each(FutureModel& future, Surroundings& surroundings) {
  future.stream.items = surroundings.allocate();
}

PollResult next_of_for_each(FutureModel& future, Surroundings& surroundings) {
  return next_of_merge(
      future.stream.once_is_next, [&] { return next_of_leaf(future, 0, surroundings); },
      [&] { return next_of_once(future); });
}

// What was made of an item comes to its end before the next one is asked for.
PollResult poll_for_each(FutureModel& future, Surroundings& surroundings) {
  StreamState& state = future.stream;
  if (state.is_over) return panicked(panic_name(Combinator::kMap));
  for (;;) {
    if (state.has_work) {
      const PollResult work = poll_child(future, 1, surroundings);
      if (!has_answered(work)) return work;
      state.has_work = false;
    }
    const PollResult answer = next_of_for_each(future, surroundings);
    if (!has_answered(answer)) return answer;
    if (has_ended(answer)) break;
    state.sum += answer.value;
    future.parts[1] = make_leaf(future.kind.second);
    state.has_work = true;
  }
  state.is_over = true;
  give_back(state.items, surroundings);
  return ready(state.sum);
}

}  // namespace

constinit const CombinatorPolicy kStreamMapPolicy = collecting<next_of_map>(make_second);
constinit const CombinatorPolicy kStreamFilterPolicy = collecting<next_of_filter>(make_second);
constinit const CombinatorPolicy kStreamTakePolicy = collecting<next_of_take>(make_take);
constinit const CombinatorPolicy kStreamChunksPolicy = {
    .poll = poll_chunks, .make = make_second, .destroy = destroy_chunks};
constinit const CombinatorPolicy kStreamMergePolicy = collecting<next_of_three>(make_second);
constinit const CombinatorPolicy kStreamForEachPolicy = {
    .poll = poll_for_each, .make = make_for_each, .destroy = destroy_collect<destroy_first_first>};
constinit const CombinatorPolicy kBufferedPolicy =
    collecting<next_of_buffered, destroy_buffer>(make_buffer);
constinit const CombinatorPolicy kBufferUnorderedPolicy =
    collecting<next_of_buffer_unordered, destroy_buffer>(make_buffer);

}  // namespace pinprick::harness::model
