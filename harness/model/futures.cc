#include "harness/model/futures.h"

#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

LeafModel make_leaf(const LeafArgs& args) {
  LeafModel leaf;
  leaf.args = args;
  leaf.stage = Stage::kStart;
  if (args.leaf == Leaf::kYieldN || args.leaf == Leaf::kSimple) leaf.remaining = args.count;
  return leaf;
}

std::uint8_t data_byte(const LeafArgs& args, std::size_t index) {
  return static_cast<std::uint8_t>(args.value + index);
}

std::int64_t sum_of_data(const LeafArgs& args) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < args.count; ++i) sum += data_byte(args, i);
  return sum;
}

bool runs_a_body(Leaf leaf) { return leaf == Leaf::kMachine || leaf == Leaf::kCoroutine; }

const Body& body_of(const Kind& kind) {
  return kind.first.leaf == Leaf::kCoroutine ? coroutine_body(kind.first.count) : kind.body;
}

PollResult finish(LeafModel& leaf, std::int64_t output) {
  leaf.stage = Stage::kDone;
  return ready(output);
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

// Where the leaf lives.
HomeId home_of(const FutureModel& future, const LeafModel& leaf) {
  return leaf.home == kNoHome ? future.home : leaf.home;
}

// Whether the leaf claims that it may be moved, and points into the place where it lives.
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
      if (leaf.stage == Stage::kDone) return panicked(panic_name(leaf.args.leaf));
      if (leaf.remaining > 0) {
        --leaf.remaining;
        return surroundings.wake() ? pending() : faulted();
      }
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

// Polls a child of a combinator; a child that is ready is destroyed at once.
PollResult poll_child(FutureModel& future, std::size_t part, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, part, surroundings);
  if (result.what == PollResult::What::kReady && !destroy_leaf(future, part, surroundings)) {
    return faulted();
  }
  return result;
}

PollResult poll_map(FutureModel& future, Surroundings& surroundings) {
  PollResult result = poll_child(future, 0, surroundings);
  if (result.what == PollResult::What::kReady) {
    future.complete = true;
    result.value += future.kind.number;
  }
  return result;
}

PollResult poll_then(FutureModel& future, Surroundings& surroundings) {
  if (!future.parts[0].ready) {
    const PollResult first = poll_child(future, 0, surroundings);
    if (first.what != PollResult::What::kReady) return first;
    future.parts[0].ready = true;
    // The second future is made here, with the first one's output added to its own value.
    LeafArgs args = future.kind.second;
    if (spec(args.leaf).value.name != nullptr) {
      args.value = static_cast<std::uint8_t>(args.value + first.value);
    }
    future.parts[1] = make_leaf(args);
  }
  const PollResult second = poll_child(future, 1, surroundings);
  if (second.what == PollResult::What::kReady) future.complete = true;
  return second;
}

PollResult poll_join(FutureModel& future, Surroundings& surroundings) {
  for (std::size_t part = 0; part < 2; ++part) {
    LeafModel& leaf = future.parts[part];
    if (leaf.ready) continue;
    const PollResult result = poll_child(future, part, surroundings);
    if (result.what == PollResult::What::kPending) continue;
    if (result.what != PollResult::What::kReady) return result;
    leaf.ready = true;
    leaf.output = result.value;
  }
  if (!future.parts[0].ready || !future.parts[1].ready) return pending();
  future.complete = true;
  PollResult both = ready(future.parts[0].output);
  both.outputs = 2;
  both.second = future.parts[1].output;
  return both;
}

// The type moves its child to `to`. A child that is pinned may not be moved; one that claims Unpin
// may, if the claim is true.
void move_child(FutureModel& future, HomeId to, Surroundings& surroundings) {
  LeafModel& child = future.parts[0];
  std::optional<Rule> broken;
  if (future.pinned) {
    broken = spec(future.kind.combinator).breaks;
  } else if (lies(future, child)) {
    broken = spec(child.args.leaf).lies;
  }
  if (broken.has_value()) surroundings.break_rule(*broken, future.owner);
  surroundings.meets(broken.value_or(rule_before_pinning(future)), genus_of(future.kind),
                     future.progress);
  surroundings.vacate(home_of(future, child));
  child.home = to;
  if (future.pinned && surroundings.forgets(*spec(future.kind.combinator).breaks)) mend(future);
}

void move_child_to_another_box(FutureModel& future, Surroundings& surroundings) {
  const HomeId old = future.parts[0].home;
  move_child(future, surroundings.settle_in_box(future.owner), surroundings);
  surroundings.free_box(old);
}

PollResult poll_two_faced(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what == PollResult::What::kPending || result.what == PollResult::What::kReady) {
    ++future.answers;
    if (future.answers == 2) move_child_to_another_box(future, surroundings);
  }
  return result;
}

// A child that is ready is taken out of its option, and destroyed where it was taken to.
PollResult poll_taker(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_leaf(future, 0, surroundings);
  if (result.what != PollResult::What::kReady) return result;
  move_child(future, surroundings.settle_apart(future.owner), surroundings);
  if (!destroy_leaf(future, 0, surroundings)) return faulted();
  future.complete = true;
  return result;
}

PollResult poll_misaligned(FutureModel& future, Surroundings& surroundings) {
  surroundings.meets(Rule::kPacked, genus_of(future.kind), future.progress);
  surroundings.break_rule(*spec(future.kind.combinator).breaks, future.owner);
  if (surroundings.forgets(Rule::kPacked)) return poll_leaf(future, 0, surroundings);
  surroundings.misaligned(future.owner);
  return faulted();
}

bool child_lives_in_a_box(Combinator combinator) {
  return combinator == Combinator::kCapturedPin || combinator == Combinator::kShuffler ||
         combinator == Combinator::kTwoFaced;
}

// The destructor of a type that moves its child before the child is destroyed.
void move_before_destruction(FutureModel& future, Surroundings& surroundings) {
  switch (future.kind.combinator) {
    case Combinator::kPacked:
    case Combinator::kMisaligned:
      return move_child(future, surroundings.settle_apart(future.owner), surroundings);
    case Combinator::kShuffler:
      return move_child_to_another_box(future, surroundings);
    default:
      return;
  }
}

}  // namespace

FutureModel make(const Kind& kind, ValueId owner, HomeId home, Surroundings& surroundings) {
  FutureModel future;
  future.kind = kind;
  future.owner = owner;
  future.home = home;
  future.parts[0] = make_leaf(kind.first);
  if (kind.combinator == Combinator::kJoin) future.parts[1] = make_leaf(kind.second);
  if (child_lives_in_a_box(kind.combinator)) {
    future.parts[0].home = surroundings.settle_in_box(owner);
  }
  return future;
}

namespace {

PollResult poll_any(FutureModel& future, Surroundings& surroundings) {
  if (future.complete) return panicked(panic_name(future.kind.combinator));
  switch (future.kind.combinator) {
    case Combinator::kNone:
      return poll_leaf(future, 0, surroundings);
    case Combinator::kMap:
      return poll_map(future, surroundings);
    case Combinator::kThen:
      return poll_then(future, surroundings);
    case Combinator::kJoin:
      return poll_join(future, surroundings);
    case Combinator::kCaptured:
    case Combinator::kAssumeUnpin:
      future.child_pinned = !spec(future.kind.first.leaf).unpin;
      return poll_leaf(future, 0, surroundings);
    case Combinator::kCapturedPin:
    case Combinator::kPacked:
    case Combinator::kShuffler:
      return poll_leaf(future, 0, surroundings);
    case Combinator::kMisaligned:
      return poll_misaligned(future, surroundings);
    case Combinator::kTwoFaced:
      return poll_two_faced(future, surroundings);
    case Combinator::kTaker:
      return poll_taker(future, surroundings);
  }
  return pending();
}

}  // namespace

PollResult poll(FutureModel& future, Surroundings& surroundings) {
  const PollResult result = poll_any(future, surroundings);
  if (result.what == PollResult::What::kReady) {
    future.progress = Progress::kDone;
  } else if (future.progress == Progress::kFresh) {
    future.progress = Progress::kSuspended;
  }
  return result;
}

Rule rule_before_pinning(const FutureModel& future) {
  return future.kind.unpin() ? Rule::kUnpin : Rule::kBeforePin;
}

bool destroy(FutureModel& future, Surroundings& surroundings) {
  move_before_destruction(future, surroundings);
  // Members are destroyed in the reverse of their order.
  if (!destroy_leaf(future, 1, surroundings) || !destroy_leaf(future, 0, surroundings)) {
    return false;
  }
  if (child_lives_in_a_box(future.kind.combinator)) surroundings.free_box(future.parts[0].home);
  return true;
}

bool destroy_by_assignment(FutureModel& future, Surroundings& surroundings) {
  if (future.kind.combinator != Combinator::kJoin) return destroy(future, surroundings);
  return destroy_leaf(future, 0, surroundings) && destroy_leaf(future, 1, surroundings);
}

void move(FutureModel& future, HomeId home, Way way) {
  const Leaf leaf = future.parts[0].args.leaf;
  if (runs_a_body(leaf)) {
    // Nobody knows the types in a coroutine's frame any more: it only ever moves by its bytes.
    move(future.machine, future.home, home, leaf == Leaf::kCoroutine ? Way::kBytes : way);
  }
  future.home = home;
}

void mend(FutureModel& future) {
  for (LeafModel& leaf : future.parts) {
    if (leaf.formed_in != kNoHome) leaf.formed_in = home_of(future, leaf);
  }
  if (runs_a_body(future.parts[0].args.leaf)) mend(future.machine, future.home);
}

std::optional<Rule> rule_broken_by_moving(const FutureModel& future) {
  if (future.child_pinned) return spec(future.kind.combinator).breaks;
  for (const LeafModel& leaf : future.parts) {
    // One that lives in a box stays where it is.
    if (leaf.home == kNoHome && lies(future, leaf)) return spec(leaf.args.leaf).lies;
  }
  return std::nullopt;
}

}  // namespace pinprick::harness::model
