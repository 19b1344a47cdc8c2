// What each kind of future does when polled, moved and destroyed, by the contract.
//
// A future is modelled as a value that has a home, and holds the number of the home in which each
// of its self-references was formed. It never holds an address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/program/kind.h"
#include "harness/program/rule.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {

using HomeId = std::uint32_t;
inline constexpr HomeId kNoHome = 0xffffffff;

enum class Stage : std::uint8_t { kStart, kFirstAwait, kSecondAwait, kDone, kGone };

struct LeafModel {
  LeafArgs args;
  Stage stage = Stage::kGone;  // kGone: destroyed, or not made yet
  std::uint8_t remaining = 0;  // polls that answer Pending
  HomeId formed_in = kNoHome;  // where its self-reference points; none if it has none
  HomeId home = kNoHome;       // a place of its own; none: it lives where its future does
  std::int64_t output = 0;     // once it is ready, until the combinator takes it
  bool ready = false;
};

struct FutureModel {
  Kind kind;
  ValueId owner = kNoValue;  // its `make`
  HomeId home = kNoHome;
  bool pinned = false;
  bool pinned_in_place = false;  // pinned by borrowing an owner that can still be moved
  bool child_pinned = false;     // has pinned a child that is not Unpin, but says that it is itself
  bool complete = false;         // a combinator that has answered Ready
  std::uint32_t answers = 0;     // two_faced: how many polls did not panic
  std::array<LeafModel, 2> parts;
};

// What futures need from the run: where events go, places, and whether a read of one is stale.
class Surroundings {
 public:
  virtual void polled(ValueId owner, std::size_t part) = 0;
  virtual void woke() = 0;
  virtual void dropped(ValueId owner, std::size_t part) = 0;
  // A read through a reference formed in `formed_in` by a future that lives in `home`. Returns
  // whether that place is stale; then the run is over.
  virtual bool reads_stale(HomeId formed_in, HomeId home) = 0;
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

 protected:
  ~Surroundings() = default;
};

struct PollResult {
  enum class What : std::uint8_t { kPending, kReady, kPanicked, kFaulted };
  What what = What::kPending;
  std::uint8_t outputs = 0;
  std::uint8_t who = 0;  // kPanicked
  std::int64_t value = 0;
  std::int64_t second = 0;
};

// A future of that kind, just made in `home`.
FutureModel make(const Kind& kind, ValueId owner, HomeId home, Surroundings& surroundings);

PollResult poll(FutureModel& future, Surroundings& surroundings);

// The destructor. Returns false if it read a stale place.
bool destroy(FutureModel& future, Surroundings& surroundings);

// The rule that the type has broken if the future is moved now, although nobody has pinned it. The
// combinator answers first, since it vouches for what is in it.
std::optional<Rule> rule_broken_by_moving(const FutureModel& future);

}  // namespace pinprick::harness::model
