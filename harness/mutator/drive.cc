#include "harness/mutator/drive.h"

#include <array>

#include "harness/mutator/lottery.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// A future that has no pin yet is pinned before anything else is done, once in so many times: what
// comes before that is for the other mutations.
constexpr std::size_t kPinOneIn = 2;
constexpr std::array kPins = {OpCode::kBoxPin, OpCode::kPin, OpCode::kPinUnchecked};

// What is done otherwise, and how often. A planted bug in a combinator takes few programs as long
// as about half of it are polls, and the rest matters little.
struct Step {
  OpCode code;
  std::size_t weight;
};
constexpr std::array<Step, 9> kSteps = {{
    {OpCode::kPoll, 24},
    {OpCode::kSignal, 10},
    {OpCode::kMake, 4},
    {OpCode::kWait, 4},
    {OpCode::kPollWith, 4},
    {OpCode::kDrop, 4},
    {OpCode::kWake, 1},
    {OpCode::kWakeByRef, 1},
    {OpCode::kMove, 2},
}};
// And any operation at all.
constexpr std::size_t kAnything = 4;
constexpr Lottery<kSteps.size() + 1> kStepLottery([] {
  std::array<std::size_t, kSteps.size() + 1> weights{};
  for (std::size_t i = 0; i < kSteps.size(); ++i) weights[i] = kSteps[i].weight;
  weights.back() = kAnything;
  return weights;
}());

// What is done with guests, beside anything at all.
constexpr std::array<Step, 4> kGuestSteps = {{
    {OpCode::kCall, 10},
    {OpCode::kSignal, 4},
    {OpCode::kWait, 3},
    {OpCode::kDrop, 2},
}};
constexpr std::size_t kAnythingWithGuests = 8;
constexpr Lottery<kGuestSteps.size() + 1> kGuestLottery([] {
  std::array<std::size_t, kGuestSteps.size() + 1> weights{};
  for (std::size_t i = 0; i < kGuestSteps.size(); ++i) weights[i] = kGuestSteps[i].weight;
  weights.back() = kAnythingWithGuests;
  return weights;
}());

OpCode next_guest_step(const Tools& tools) {
  const std::size_t step = kGuestLottery.draw(tools.random);
  return step == kGuestSteps.size() ? tools.swarm.draw_op(tools.random) : kGuestSteps[step].code;
}

OpCode next_step(const Typestate& state, const Tools& tools) {
  if (guest() != nullptr) return next_guest_step(tools);
  Random& random = tools.random;
  if (state.count(mask(ValueType::kFuture)) > 0 && random.one_in(kPinOneIn)) {
    return kPins[random.below(kPins.size())];
  }
  const std::size_t step = kStepLottery.draw(random);
  if (step == kSteps.size()) return tools.swarm.draw_op(random);
  // There is no sense in a source for which nobody waits.
  const OpCode code = kSteps[step].code;
  const bool has_source = state.count(mask(ValueType::kSource)) > 0;
  return code == OpCode::kSignal && !has_source ? OpCode::kPoll : code;
}

}  // namespace

void drive(Insertion& insertion, std::size_t steps, const Tools& tools) {
  for (std::size_t i = 0; i < steps; ++i) {
    const OpCode code = next_step(insertion.state(), tools);
    const OpCode otherwise = guest() == nullptr ? OpCode::kPoll : OpCode::kCall;
    insertion.draw(tools.swarm.has(code) ? code : otherwise);
  }
}

}  // namespace pinprick::harness
