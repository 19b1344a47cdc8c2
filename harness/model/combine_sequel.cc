// Combinators whose second future comes after the first, which is gone by then.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

// The second future is made of what the first one gave: that is added to its own value.
void begin_second(FutureModel& future, std::int64_t given) {
  future.parts[0].ready = true;
  LeafArgs args = future.kind.second;
  if (spec(args.leaf).value.name != nullptr) {
    args.value = static_cast<std::uint8_t>(args.value + given);
  }
  future.parts[1] = make_leaf(args);
}

PollResult poll_second(FutureModel& future, Surroundings& surroundings) {
  const PollResult second = poll_child(future, 1, surroundings);
  if (second.what == PollResult::What::kReady) future.complete = true;
  return second;
}

PollResult poll_then(FutureModel& future, Surroundings& surroundings) {
  if (!future.parts[0].ready) {
    const PollResult first = poll_child(future, 0, surroundings);
    if (first.what != PollResult::What::kReady) return first;
    begin_second(future, first.value);
  }
  return poll_second(future, surroundings);
}

// An output as a result: an odd one is an error, and becomes its negative.
bool is_error(std::int64_t output) { return output % 2 != 0; }
std::int64_t as_result(std::int64_t output) { return is_error(output) ? -output : output; }

// `goes_on` says with which results of the first there is a second: with errors, or with values.
enum class GoesOn : bool { kWithValues, kWithErrors };

PollResult poll_results(FutureModel& future, Surroundings& surroundings, GoesOn goes_on) {
  if (!future.parts[0].ready) {
    PollResult first = poll_child(future, 0, surroundings);
    if (first.what != PollResult::What::kReady) return first;
    first.value = as_result(first.value);
    if (is_error(first.value) != (goes_on == GoesOn::kWithErrors)) {
      future.complete = true;
      return first;
    }
    begin_second(future, first.value);
  }
  PollResult second = poll_second(future, surroundings);
  second.value = as_result(second.value);
  return second;
}

PollResult poll_and_then(FutureModel& future, Surroundings& surroundings) {
  return poll_results(future, surroundings, GoesOn::kWithValues);
}

PollResult poll_or_else(FutureModel& future, Surroundings& surroundings) {
  return poll_results(future, surroundings, GoesOn::kWithErrors);
}

}  // namespace

constinit const CombinatorPolicy kThenPolicy = {.poll = poll_then};
constinit const CombinatorPolicy kFlattenPolicy = {.poll = poll_then};
constinit const CombinatorPolicy kAndThenPolicy = {.poll = poll_and_then};
constinit const CombinatorPolicy kOrElsePolicy = {.poll = poll_or_else};

}  // namespace pinprick::harness::model
