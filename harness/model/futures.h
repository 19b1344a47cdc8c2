// What each kind of future does when polled, moved and destroyed, by the contract.
//
// A future is modelled as a value that has a home, and holds the number of the home in which each
// of its self-references was formed. It never holds an address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/model/kept_state.h"
#include "harness/model/machine.h"
#include "harness/model/set_state.h"
#include "harness/model/stream_state.h"
#include "harness/model/surroundings.h"
#include "harness/program/kind.h"
#include "harness/program/rule.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {

enum class Stage : std::uint8_t { kStart, kFirstAwait, kSecondAwait, kDone, kGone };

struct LeafModel {
  LeafArgs args;
  Stage stage = Stage::kGone;  // kGone: destroyed, or not made yet
  std::uint8_t remaining = 0;  // polls that answer Pending
  HomeId formed_in = kNoHome;  // where its self-reference points; none if it has none
  HomeId home = kNoHome;       // a place of its own; none: it lives where its future does
  NodeId node = kNoNode;       // in the list of what it waits for
  std::int64_t output = 0;     // once it is ready, until the combinator takes it
  bool ready = false;
};

struct FutureModel {
  Kind kind;
  ValueId owner = kNoValue;  // its `make`
  HomeId home = kNoHome;
  bool pinned = false;
  Rule rule_if_moved =
      Rule::kMove;            // by its owner, once it is pinned: by the road it was pinned by
  bool child_pinned = false;  // has pinned a child that is not Unpin, but says that it is itself
  bool complete = false;      // a combinator that has answered Ready
  Progress progress = Progress::kFresh;
  std::uint32_t answers = 0;   // two_faced: how many polls did not panic; pending_once: all
  HomeId polled_in = kNoHome;  // assert_unmoved: where it was polled first
  std::array<LeafModel, 2> parts;
  MachineModel machine;  // of parts[0], if that is one
  StreamState stream;    // of what is made of streams
  KeptState kept;        // of what can be cancelled
  SetState set;          // of what polls its leaves with wakers of its own
};

// Makes of `future`, which is as made by default, one of that kind that was just made in `home`. In
// its place, because it is large.
void make(FutureModel& future, const Kind& kind, ValueId owner, HomeId home,
          Surroundings& surroundings);

PollResult poll(FutureModel& future, Surroundings& surroundings);

// The destructor. Returns false if it read a stale place.
bool destroy(FutureModel& future, Surroundings& surroundings);

// What an assignment does to the old value: its members are replaced one by one, the first first.
bool destroy_by_assignment(FutureModel& future, Surroundings& surroundings);

// It has moved to `home`.
void move(FutureModel& future, HomeId home, Way way);

// Its self-references are taken to have come along to where it lives now: what a model believes
// that has forgotten what moving does.
void mend(FutureModel& future);

// The rule that the type has broken if the future is moved now, although nobody has pinned it. The
// combinator answers first, since it vouches for what is in it.
std::optional<Rule> rule_broken_by_moving(const FutureModel& future);

// The rule by which it may be moved, as long as none is broken.
Rule rule_before_pinning(const FutureModel& future);

}  // namespace pinprick::harness::model
