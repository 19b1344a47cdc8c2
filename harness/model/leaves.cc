// The leaves: what each does when polled and destroyed.
#include "harness/model/combinators.h"
#include "harness/model/lists.h"

namespace pinprick::harness::model {

LeafModel make_leaf(const LeafArgs& args) {
  LeafModel leaf;
  leaf.args = args;
  leaf.stage = Stage::kStart;
  switch (args.leaf) {
    case Leaf::kYieldN:
    case Leaf::kSimple:
    case Leaf::kThrower:
    case Leaf::kPollFn:
      leaf.remaining = args.count;
      break;
    case Leaf::kYieldNow:
      leaf.remaining = 1;
      break;
    default:
      break;
  }
  return leaf;
}

namespace {

std::uint8_t data_byte(const LeafArgs& args, std::size_t index) {
  return static_cast<std::uint8_t>(args.value + index);
}

std::int64_t sum_of_data(const LeafArgs& args) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < args.count; ++i) sum += data_byte(args, i);
  return sum;
}

const Body& body_of(const Kind& kind) {
  return kind.first.leaf == Leaf::kCoroutine ? coroutine_body(kind.first.count) : kind.body;
}

PollResult finish(LeafModel& leaf, std::int64_t output) {
  leaf.stage = Stage::kDone;
  return ready(output);
}

PollResult throws(LeafModel& leaf) {
  leaf.stage = Stage::kDone;
  PollResult result = panicked(panic_name(leaf.args.leaf));
  result.cause = kCauseThrown;
  return result;
}

// The async fn with two awaits: forms its reference, reads the first byte through it, reads all.
PollResult poll_self_referential(LeafModel& leaf, HomeId home, Surroundings& surroundings) {
  switch (leaf.stage) {
    case Stage::kStart:
      leaf.formed_in = leaf.formed_in == kNoHome ? home : leaf.formed_in;
      leaf.stage = Stage::kFirstAwait;
      return surroundings.wake() ? pending() : faulted();
    case Stage::kFirstAwait:
      if (surroundings.reads_stale(leaf.formed_in, home)) return faulted();
      leaf.stage = Stage::kSecondAwait;
      return surroundings.wake() ? pending() : faulted();
    case Stage::kSecondAwait: {
      if (surroundings.reads_stale(leaf.formed_in, home)) return faulted();
      // A keeper keeps its reference for its destructor; the others let go of it.
      if (leaf.args.leaf != Leaf::kKeeper) leaf.formed_in = kNoHome;
      return finish(leaf, data_byte(leaf.args, 0) + sum_of_data(leaf.args));
    }
    case Stage::kDone:
    case Stage::kGone:
      break;
  }
  return panicked(panic_name(leaf.args.leaf));
}

// An object inside it, whose place it uses for something else without destroying it.
PollResult poll_reuser(LeafModel& leaf, ValueId owner, HomeId home, Surroundings& surroundings) {
  switch (leaf.stage) {
    case Stage::kStart:
      leaf.formed_in = home;
      leaf.stage = Stage::kFirstAwait;
      return surroundings.wake() ? pending() : faulted();
    case Stage::kFirstAwait:
      surroundings.break_rule(Rule::kDrop, owner);
      leaf.stage = Stage::kSecondAwait;
      return surroundings.wake() ? pending() : faulted();
    case Stage::kSecondAwait:
      if (surroundings.reads_stale(leaf.formed_in, home)) return faulted();
      if (surroundings.forgets(Rule::kDrop)) return finish(leaf, 0);
      surroundings.is_no_value();
      return faulted();
    case Stage::kDone:
    case Stage::kGone:
      break;
  }
  return panicked(panic_name(leaf.args.leaf));
}

}  // namespace

bool runs_a_body(Leaf leaf) { return leaf == Leaf::kMachine || leaf == Leaf::kCoroutine; }

HomeId home_of(const FutureModel& future, const LeafModel& leaf) {
  return leaf.home == kNoHome ? future.home : leaf.home;
}

bool lies(const FutureModel& future, const LeafModel& leaf) {
  return leaf.stage != Stage::kGone && spec(leaf.args.leaf).lies.has_value() &&
         leaf.formed_in != kNoHome && leaf.formed_in == home_of(future, leaf);
}

PollResult poll_leaf(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  LeafModel& leaf = future.parts[part];
  surroundings.polled(future.owner, part);
  switch (leaf.args.leaf) {
    case Leaf::kPending:
      return pending();
    case Leaf::kReady:
    case Leaf::kYieldN:
    case Leaf::kSimple:
    case Leaf::kThrower:
    case Leaf::kLazy:
    case Leaf::kPollFn:
    case Leaf::kYieldNow:
      // A function may be called again, and gives the same again.
      if (leaf.stage == Stage::kDone && leaf.args.leaf != Leaf::kPollFn)
        return panicked(panic_name(leaf.args.leaf));
      if (leaf.remaining > 0) {
        --leaf.remaining;
        return surroundings.wake() ? pending() : faulted();
      }
      if (leaf.args.leaf == Leaf::kThrower) return throws(leaf);
      return finish(leaf, leaf.args.value);
    case Leaf::kExample:
    case Leaf::kKeeper:
    case Leaf::kLiar:
      return poll_self_referential(leaf, home_of(future, leaf), surroundings);
    case Leaf::kReuser:
      return poll_reuser(leaf, future.owner, home_of(future, leaf), surroundings);
    case Leaf::kMachine:
    case Leaf::kCoroutine:
      if (future.machine.done) return panicked(panic_name(leaf.args.leaf));
      return poll(future.machine, body_of(future.kind), future.owner, future.home, surroundings);
    default:
      return surroundings.poll_node(leaf.node, home_of(future, leaf));
  }
  return pending();
}

bool destroy_leaf(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  LeafModel& leaf = future.parts[part];
  if (leaf.stage == Stage::kGone) return true;
  if (leaf.args.leaf == Leaf::kKeeper && leaf.formed_in != kNoHome &&
      surroundings.reads_stale(leaf.formed_in, home_of(future, leaf))) {
    return false;
  }
  if (leaf.node != kNoNode && !surroundings.destroy_node(leaf.node)) return false;
  if (runs_a_body(leaf.args.leaf) &&
      !destroy(future.machine, future.owner, future.home, surroundings)) {
    return false;
  }
  leaf.stage = Stage::kGone;
  surroundings.dropped(future.owner, part);
  return true;
}

PollResult poll_child(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, part, surroundings);
  if (result.what == PollResult::What::kReady && !destroy_leaf(future, part, surroundings)) {
    return faulted();
  }
  return result;
}

void make_second(FutureModel& future, Surroundings&) {
  future.parts[1] = make_leaf(future.kind.second);
}

void make_word_of_end(FutureModel& future, Surroundings&) { future.parts[1].stage = Stage::kStart; }

bool destroy_first_first(FutureModel& future, Surroundings& surroundings) {
  return destroy_leaf(future, 0, surroundings) && destroy_leaf(future, 1, surroundings);
}

bool destroy_last_first(FutureModel& future, Surroundings& surroundings) {
  return destroy_leaf(future, 1, surroundings) && destroy_leaf(future, 0, surroundings);
}

}  // namespace pinprick::harness::model
