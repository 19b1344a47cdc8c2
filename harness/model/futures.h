// What each kind of future does when polled, moved and destroyed, by the contract.
//
// A future is modelled as a value that has a home, and holds the number of the home in which each
// of its self-references was formed. It never holds an address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/model/machine.h"
#include "harness/model/surroundings.h"
#include "harness/program/kind.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {

enum class Stage : std::uint8_t { kStart, kFirstAwait, kSecondAwait, kDone, kGone };

struct LeafModel {
  LeafArgs args;
  Stage stage = Stage::kGone;  // kGone: destroyed, or not made yet
  std::uint8_t remaining = 0;  // polls that answer Pending
  HomeId formed_in = kNoHome;  // where its self-reference points; none if it has none
  std::int64_t output = 0;     // once it is ready, until the combinator takes it
  bool ready = false;
};

struct FutureModel {
  Kind kind;
  ValueId owner = kNoValue;  // its `make`
  HomeId home = kNoHome;
  bool pinned = false;
  bool pinned_in_place = false;  // pinned by borrowing an owner that can still be moved
  bool complete = false;         // a combinator that has answered Ready
  std::array<LeafModel, 2> parts;
  MachineModel machine;  // of parts[0], if that is one
};

// A future of that kind, just made in `home`.
FutureModel make(const Kind& kind, ValueId owner, HomeId home);

PollResult poll(FutureModel& future, Surroundings& surroundings);

// The destructor. Returns false if it read a stale place.
bool destroy(FutureModel& future, Surroundings& surroundings);

// It has moved to `home`.
void move(FutureModel& future, HomeId home, Way way);

// Whether a move now would leave a reference behind.
bool points_into_itself(const FutureModel& future);

}  // namespace pinprick::harness::model
