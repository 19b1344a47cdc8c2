// Every leaf of the kind table as a type, and how one is made. For the sources that bind leaves;
// the combinators hold an AnyLeaf.
#pragma once

#include <type_traits>

#include "harness/program/kind.h"
#include "harness/subject/channel_sources.h"
#include "harness/subject/coroutine.h"
#include "harness/subject/event_source.h"
#include "harness/subject/functions.h"
#include "harness/subject/machine.h"
#include "harness/subject/making.h"
#include "harness/subject/reuser.h"
#include "harness/subject/self_referential.h"
#include "harness/subject/sync_sources.h"
#include "harness/subject/thrower.h"
#include "harness/subject/traced.h"
#include "harness/subject/waiting_for.h"
#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/poll_fn.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/future/yield_now.h"

namespace pinprick::harness {

template <Leaf leaf>
struct LeafType;
template <>
struct LeafType<Leaf::kReady> : std::type_identity<Ready<std::int64_t>> {};
template <>
struct LeafType<Leaf::kPending> : std::type_identity<Pending<std::int64_t>> {};
template <>
struct LeafType<Leaf::kYieldN> : std::type_identity<YieldN<std::int64_t>> {};
template <>
struct LeafType<Leaf::kSimple> : std::type_identity<Simple> {};
template <>
struct LeafType<Leaf::kExample> : std::type_identity<Example> {};
template <>
struct LeafType<Leaf::kKeeper> : std::type_identity<Keeper> {};
template <>
struct LeafType<Leaf::kLiar> : std::type_identity<Liar> {};
template <>
struct LeafType<Leaf::kThrower> : std::type_identity<Thrower> {};
template <>
struct LeafType<Leaf::kLazy> : std::type_identity<Lazy<Give>> {};
template <>
struct LeafType<Leaf::kPollFn> : std::type_identity<PollFn<CountDown>> {};
template <>
struct LeafType<Leaf::kYieldNow> : std::type_identity<YieldNow> {};
template <>
struct LeafType<Leaf::kMachine> : std::type_identity<Machine> {};
template <>
struct LeafType<Leaf::kCoroutine> : std::type_identity<Coroutine> {};
template <>
struct LeafType<Leaf::kReuser> : std::type_identity<Reuser> {};
template <>
struct LeafType<Leaf::kWait> : std::type_identity<Wait> {};
template <>
struct LeafType<Leaf::kCareless> : std::type_identity<Careless> {};
template <>
struct LeafType<Leaf::kNotified> : std::type_identity<WaitingFor<NotifySource>> {};
template <>
struct LeafType<Leaf::kLock> : std::type_identity<WaitingFor<MutexSource>> {};
template <>
struct LeafType<Leaf::kAcquire> : std::type_identity<WaitingFor<SemaphoreSource>> {};
template <>
struct LeafType<Leaf::kEventSet> : std::type_identity<WaitingFor<ManualEventSource>> {};
template <>
struct LeafType<Leaf::kCancelled> : std::type_identity<WaitingFor<TokenSource>> {};
template <>
struct LeafType<Leaf::kSleep> : std::type_identity<WaitingFor<TimerSource>> {};
template <>
struct LeafType<Leaf::kReceiveOne> : std::type_identity<WaitingFor<OneshotSource>> {};
template <>
struct LeafType<Leaf::kSend> : std::type_identity<WaitingFor<MpscSource>> {};
template <>
struct LeafType<Leaf::kReceive> : std::type_identity<WaitingFor<UnboundedSource>> {};
template <>
struct LeafType<Leaf::kChanged> : std::type_identity<WaitingFor<WatchSource>> {};
template <>
struct LeafType<Leaf::kRegistered> : std::type_identity<WaitingFor<AtomicWakerSource>> {};

template <Leaf leaf>
using TracedLeaf = Traced<typename LeafType<leaf>::type>;

template <Leaf leaf>
TracedLeaf<leaf> construct_leaf(const LeafArgs& args, const Making& making, Identity identity) {
  using F = typename LeafType<leaf>::type;
  if constexpr (leaf == Leaf::kReady) {
    return {identity, ready(std::int64_t{args.value})};
  } else if constexpr (leaf == Leaf::kPending) {
    return {identity, pending<std::int64_t>()};
  } else if constexpr (leaf == Leaf::kYieldN) {
    return {identity, yield_n(args.count, std::int64_t{args.value})};
  } else if constexpr (leaf == Leaf::kLazy) {
    return {identity, lazy(Give{args.value})};
  } else if constexpr (leaf == Leaf::kPollFn) {
    return {identity, poll_fn(CountDown{args.count, args.value})};
  } else if constexpr (leaf == Leaf::kYieldNow) {
    return {identity, yield_now()};
  } else if constexpr (leaf == Leaf::kMachine) {
    return {identity, Machine(making.kind.body, identity)};
  } else if constexpr (leaf == Leaf::kCoroutine) {
    return {identity, async<kFrameBytes>(kCoroutineBodies[args.count], identity)};
  } else if constexpr (is_makeable(leaf)) {
    return {identity, F(args.count, args.value)};
  } else {
    return {identity, F(*making.source, args)};
  }
}

}  // namespace pinprick::harness
