// What each kind of future does when polled, moved and destroyed, by the contract.
//
// A future is modelled as a value that has a home, and holds the number of the home in which each
// of its self-references was formed. It never holds an address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/model/wakers.h"
#include "harness/program/kind.h"
#include "harness/program/rule.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {

using HomeId = std::uint32_t;
inline constexpr HomeId kNoHome = 0xffffffff;

// A node in the list of an event, see wait_list.h.
using EventId = std::uint32_t;
using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xffffffff;

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
  Rule rule_if_moved = Rule::kMove;  // by its owner, once it is pinned: by the road it was pinned by
  bool child_pinned = false;     // has pinned a child that is not Unpin, but says that it is itself
  bool complete = false;         // a combinator that has answered Ready
  std::uint32_t answers = 0;     // two_faced: how many polls did not panic
  std::array<LeafModel, 2> parts;
};

struct PollResult {
  enum class What : std::uint8_t { kPending, kReady, kPanicked, kFaulted };
  What what = What::kPending;
  std::uint8_t outputs = 0;
  std::uint8_t who = 0;  // kPanicked
  std::int64_t value = 0;
  std::int64_t second = 0;
};

// What futures need from the run: where events go, places, and whether a read of one is stale.
class Surroundings {
 public:
  virtual void polled(ValueId owner, std::size_t part) = 0;
  // The poll under way wakes its task. False: that touched a task which is gone.
  virtual bool wake() = 0;
  virtual void dropped(ValueId owner, std::size_t part) = 0;
  // A read through a reference formed in `formed_in` by a future that lives in `home`. Returns
  // whether that place is stale; then the run is over.
  virtual bool reads_stale(HomeId formed_in, HomeId home) = 0;
  // Other accesses, each the last of the run: of a place that somebody has left, through a null
  // pointer, and for ever.
  virtual void touches_stale(HomeId home) = 0;
  virtual void touches_null() = 0;
  virtual void loops() = 0;
  // False: the event is gone.
  virtual bool touches_event(EventId event) = 0;
  // A type makes a reference to what is not aligned. Then the run is over.
  virtual void misaligned(ValueId owner) = 0;

  // A fresh place for a part of a future: in a heap block of its own, or somewhere else.
  virtual HomeId settle_in_box(ValueId owner) = 0;
  virtual HomeId settle_apart(ValueId owner) = 0;
  // Whoever lived there has left, by the operation under way.
  virtual void vacate(HomeId home) = 0;
  virtual void free_box(HomeId home) = 0;
  // A rule was broken, by a type.
  virtual void break_rule(Rule rule) = 0;

  // Wakers; false: a task was touched that is gone.
  virtual WakerModel waker() const = 0;  // of the poll under way
  virtual bool clone(const WakerModel& waker) = 0;
  virtual bool drop(const WakerModel& waker) = 0;
  virtual bool wake_and_drop(const WakerModel& waker) = 0;

  // What a future that waits does to the list. False: it touched a stale place.
  virtual PollResult poll_node(NodeId node, HomeId home, std::uint8_t name) = 0;
  virtual bool destroy_node(NodeId node, bool unlinks) = 0;

 protected:
  ~Surroundings() = default;
};

// A future of that kind, just made in `home`.
FutureModel make(const Kind& kind, ValueId owner, HomeId home, Surroundings& surroundings);

PollResult poll(FutureModel& future, Surroundings& surroundings);

// The destructor. Returns false if it read a stale place.
bool destroy(FutureModel& future, Surroundings& surroundings);

// What an assignment does to the old value: its members are replaced one by one, the first first.
bool destroy_by_assignment(FutureModel& future, Surroundings& surroundings);

// The rule that the type has broken if the future is moved now, although nobody has pinned it. The
// combinator answers first, since it vouches for what is in it.
std::optional<Rule> rule_broken_by_moving(const FutureModel& future);

}  // namespace pinprick::harness::model
