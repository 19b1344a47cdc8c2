// What a modelled future needs from the run it is part of, and what a poll of it answers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/model/encounter.h"
#include "harness/model/wakers.h"
#include "harness/program/program.h"
#include "harness/program/rule.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {

using HomeId = std::uint32_t;
inline constexpr HomeId kNoHome = 0xffffffff;
using BlockId = std::uint32_t;
inline constexpr BlockId kNoBlock = 0xffffffff;

class InnerTasks;
class SharedStates;

// A node in the list of a source, see lists.h.
using SourceId = std::uint32_t;
using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xffffffff;

struct PollResult {
  enum class What : std::uint8_t { kPending, kReady, kPanicked, kFaulted };
  What what = What::kPending;
  std::uint8_t outputs = 0;
  std::uint8_t who = 0;  // kPanicked: as trace.h has it, and why
  std::uint8_t cause = kCausePolledAfterReady;
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
  // The same for memory in `formed_in` that is given to the heap, which never gave it out.
  virtual bool frees_stale(HomeId formed_in, HomeId home) = 0;
  // Other accesses, each the last of the run: of a place that somebody has left, through a null
  // pointer, of the frame of a function that has returned, and for ever.
  virtual void touches_stale(HomeId home) = 0;
  virtual void touches_null() = 0;
  virtual void touches_frame() = 0;
  virtual void loops() = 0;
  // False: the source is gone.
  virtual bool touches_source(SourceId source) = 0;
  // A type makes a reference to what is not aligned, or follows one to what is no value of its
  // type, which is told without an address. Then the run is over.
  virtual void misaligned(ValueId owner) = 0;
  virtual void is_no_value() = 0;

  // The heap, as a future uses it for its own ends.
  virtual BlockId allocate() = 0;
  virtual void release(BlockId block) = 0;
  // The block of an exception that somebody keeps: only its release is looked for.
  virtual BlockId keep_exception() = 0;
  // A fresh place for a part of a future: in a heap block of its own, or somewhere else.
  virtual HomeId settle_in_box(ValueId owner) = 0;
  virtual HomeId settle_apart(ValueId owner) = 0;
  // Whoever lived there has left, by the operation under way.
  virtual void vacate(HomeId home) = 0;
  virtual void free_box(HomeId home) = 0;
  // A planted fault: what follows from that rule has been forgotten.
  virtual bool forgets(Rule rule) const = 0;
  // A rule met a move, kept or broken.
  virtual void meets(Rule rule, Genus genus, Progress progress) = 0;
  // A rule was broken by a type, that of the future which `liar` made.
  virtual void break_rule(Rule rule, ValueId liar) = 0;

  // Wakers; false: a task was touched that is gone.
  virtual WakerModel waker() const = 0;  // of the poll under way
  // ... which from here on is that one. Gives the one before.
  virtual WakerModel lend(const WakerModel& waker) = 0;
  virtual bool clone(const WakerModel& waker) = 0;
  virtual bool drop(const WakerModel& waker) = 0;
  virtual bool wake_and_drop(const WakerModel& waker) = 0;

  // What a future that waits does to the list. False: it touched a stale place.
  virtual PollResult poll_node(NodeId node, HomeId home) = 0;
  virtual bool destroy_node(NodeId node) = 0;

  // What futures keep of those inside of them that they poll with wakers of their own.
  virtual InnerTasks& inner_tasks() = 0;
  virtual SharedStates& shared_states() = 0;

 protected:
  ~Surroundings() = default;
};

}  // namespace pinprick::harness::model
