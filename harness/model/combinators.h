// What each combinator does, by the contract: a policy each, and what the policies share.
#pragma once

#include <cstddef>

#include "harness/model/futures.h"
#include "harness/model/surroundings.h"

namespace pinprick::harness::model {

// Where a policy answers false, or kFaulted, a stale place was touched, and the run is over.
struct CombinatorPolicy {
  // One poll, of a future that is not complete. An answer of kReady that no later poll may follow
  // makes it complete.
  PollResult (*poll)(FutureModel& future, Surroundings& surroundings);
  // Makes what there is beside the first leaf, and gives that leaf its place if it has one of its
  // own. Null: there is nothing.
  void (*make)(FutureModel& future, Surroundings& surroundings) = nullptr;
  // The destructor. Null: the leaves, the last first.
  bool (*destroy)(FutureModel& future, Surroundings& surroundings) = nullptr;
  // What an assignment does to the old value. Null: what the destructor does.
  bool (*destroy_by_assignment)(FutureModel& future, Surroundings& surroundings) = nullptr;
};

// One a combinator, in the files combine_*.cc.
extern const CombinatorPolicy kMapPolicy, kThenPolicy, kJoinPolicy;
extern const CombinatorPolicy kFlattenPolicy, kAndThenPolicy, kOrElsePolicy;
extern const CombinatorPolicy kFusePolicy, kInspectPolicy, kCatchPolicy, kEitherPolicy,
    kOptionalPolicy, kPollImmediatePolicy, kMaybeDonePolicy;
extern const CombinatorPolicy kProjectedPolicy, kPinnedDropPolicy, kPendingOncePolicy,
    kAssertUnmovedPolicy;
extern const CombinatorPolicy kTryJoinPolicy, kSelectPolicy, kRacePolicy, kJoinAllPolicy,
    kJoinArrayPolicy, kSelectAllPolicy, kSelectOkPolicy;
extern const CombinatorPolicy kAbortablePolicy, kRemotePolicy, kTimeoutPolicy;
extern const CombinatorPolicy kStreamMapPolicy, kStreamFilterPolicy, kStreamTakePolicy,
    kStreamChunksPolicy, kStreamMergePolicy, kStreamForEachPolicy, kBufferedPolicy,
    kBufferUnorderedPolicy;
extern const CombinatorPolicy kUnorderedPolicy, kOrderedPolicy, kJoinSetPolicy, kPoolPolicy,
    kStaticExecutorPolicy, kSharedPolicy;
extern const CombinatorPolicy kCapturedPolicy, kCapturedPinPolicy, kAssumeUnpinPolicy,
    kPackedPolicy, kMisalignedPolicy, kShufflerPolicy, kTwoFacedPolicy, kTakerPolicy;

// Not of kNone, which is no combinator.
const CombinatorPolicy& policy(Combinator combinator);

// --- Leaves
// ---------------------------------------------------------------------------------------

// A leaf that has just been made.
LeafModel make_leaf(const LeafArgs& args);

// Where the leaf lives.
HomeId home_of(const FutureModel& future, const LeafModel& leaf);

// Whether the leaf is a machine, of the program's or of the compiler's making.
bool runs_a_body(Leaf leaf);

// Whether the leaf claims that it may be moved, and points into the place where it lives.
bool lies(const FutureModel& future, const LeafModel& leaf);

PollResult poll_leaf(FutureModel& future, std::size_t part, Surroundings& surroundings);

// The leaf's destructor; nothing if it is not there. False: it touched a stale place.
bool destroy_leaf(FutureModel& future, std::size_t part, Surroundings& surroundings);

// Polls a child of a combinator; a child that is ready is destroyed at once.
PollResult poll_child(FutureModel& future, std::size_t part, Surroundings& surroundings);

// For CombinatorPolicy::make: the second leaf, from the start.
void make_second(FutureModel& future, Surroundings& surroundings);
// For CombinatorPolicy::make: a part that is no leaf, but leaves word of its end as a second one.
void make_word_of_end(FutureModel& future, Surroundings& surroundings);
// For CombinatorPolicy::destroy, which goes by the members from the last to the first, and
// destroy_by_assignment, which replaces them from the first to the last.
bool destroy_first_first(FutureModel& future, Surroundings& surroundings);
bool destroy_last_first(FutureModel& future, Surroundings& surroundings);

}  // namespace pinprick::harness::model
