#include "harness/model/encounter.h"

namespace pinprick::harness {
namespace {

// Any of the futures of that genus, for which `holds(combinator, leaf, leaf)`.
template <class Predicate>
bool any(Genus genus, Predicate holds) {
  if (genus < kLeafCount) return holds(Combinator::kNone, static_cast<Leaf>(genus), Leaf());
  const Combinator combinator = combinator_of(genus);
  const std::size_t seconds = spec(combinator).arity == 2 ? spec(combinator).leaves : 1;
  for (std::size_t index = 0; index < first_leaves(spec(combinator)); ++index) {
    const Leaf first = first_leaf(spec(combinator), index);
    for (std::size_t second = 0; second < seconds; ++second) {
      if (holds(combinator, first, static_cast<Leaf>(second))) return true;
    }
  }
  return false;
}

bool may_be_unpin(Genus genus) {
  return any(genus, [](auto... kind) { return claims_unpin(kind...); });
}
bool may_be_pinned(Genus genus) {
  return any(genus, [](auto... kind) { return !claims_unpin(kind...); });
}

bool can_be(Genus genus, Progress progress) {
  // What it does and claims, the user says.
  if (genus == genus_of(Leaf::kGuest)) return false;
  // The first poll makes a misaligned pointer, and that is the end.
  if (genus == genus_of(Combinator::kMisaligned)) return progress == Progress::kFresh;
  // The third poll is the end.
  if (genus == genus_of(Leaf::kReuser)) return progress != Progress::kDone;
  if (genus == genus_of(Leaf::kReady) || genus == genus_of(Leaf::kLazy))
    return progress != Progress::kSuspended;
  if (genus == genus_of(Leaf::kThrower)) return progress != Progress::kDone;
  if (genus == genus_of(Leaf::kPending)) return progress != Progress::kDone;
  return true;
}

bool waits(Genus genus) { return genus < kLeafCount && !is_makeable(static_cast<Leaf>(genus)); }

// Whether the operation moves a future of that genus.
bool moves(OpCode way, Genus genus) {
  if (way == OpCode::kBlockOn) return !waits(genus);
  return moves_futures(way) || way == OpCode::kPoll;  // through a rogue pointer
}

// Those of them that only move what is pinned.
bool moves_only_pinned(OpCode way) {
  return way == OpCode::kMoveOut || way == OpCode::kSwapUnchecked || way == OpCode::kPoll;
}

bool polls(OpCode way) {
  switch (way) {
    case OpCode::kPoll:
    case OpCode::kPollWith:
    case OpCode::kPollUnpin:
    case OpCode::kPollUnpinned:
    case OpCode::kPollShared:
    case OpCode::kBlockOn:
      return true;
    default:
      return false;
  }
}

bool destroys(OpCode way) {
  switch (way) {
    case OpCode::kDrop:
    case OpCode::kSet:
    case OpCode::kAssign:
    case OpCode::kEmplace:
    case OpCode::kReset:
    case OpCode::kBlockOn:
    case OpCode::kCloseScope:
      return true;
    default:
      return false;
  }
}

// Whether one of them can be pinned, and have come so far.
bool can_be_pinned(Genus genus, Progress progress) {
  // Its child has been moved when it is polled for the third time, and no !Unpin child that it
  // takes is ready before.
  if (genus == genus_of(Combinator::kTwoFaced) && progress == Progress::kDone) return false;
  // Only an exception keeps it from being done, and what throws is Unpin.
  if (genus == genus_of(Combinator::kPollImmediate) && progress == Progress::kSuspended) {
    return false;
  }
  return may_be_pinned(genus);
}

// Whether one of them can be done although each of its polls came after a move: one that never
// points into itself, or that moves without what does.
bool survives_moves(Genus genus) {
  return genus == genus_of(Leaf::kMachine) || genus == genus_of(Leaf::kCoroutine) ||
         genus == genus_of(Combinator::kShuffler) || waits(genus) ||
         spec(combinator_of(genus)).waiters;
}

// Whether a type of that genus moves its child during such an operation.
bool moves_child(const Encounter& at) {
  switch (combinator_of(at.genus)) {
    case Combinator::kPacked:
    case Combinator::kMisaligned:
    case Combinator::kShuffler:
      // Whatever they take, block_on polls until it is ready.
      return destroys(at.way) && (at.way != OpCode::kBlockOn || at.progress == Progress::kDone);
    case Combinator::kTwoFaced:  // at its second answer
      return polls(at.way) && at.progress == Progress::kSuspended;
    case Combinator::kTaker:  // when the child is ready
      return polls(at.way) && at.progress != Progress::kDone;
    default:
      return false;
  }
}

// ... a child that is pinned.
bool harms_child(const Encounter& at) { return moves_child(at) && at.way != OpCode::kPollUnpin; }

// Whether it claims that it, or a child which moves with it, may be moved, while it points into
// itself.
bool may_lie(Genus genus) {
  return any(genus, [](Combinator combinator, Leaf first, Leaf second) {
    const bool has_liar =
        first == Leaf::kLiar || (spec(combinator).arity == 2 && second == Leaf::kLiar);
    return has_liar && claims_unpin(combinator, first, second);
  });
}

// Whether its children lie on the heap, as they must in one that is Unpin whatever they are.
bool lives_in_a_box(Genus genus) {
  const Combinator combinator = combinator_of(genus);
  const CombinatorSpec& rules = spec(combinator);
  return (rules.claim == Claim::kUnpin && !rules.breaks.has_value()) ||
         combinator == Combinator::kStaticExecutor || combinator == Combinator::kShuffler ||
         combinator == Combinator::kTwoFaced;
}

bool breaks(Genus genus, Rule rule) { return spec(combinator_of(genus)).breaks == rule; }

}  // namespace

bool is_possible(const Encounter& at) {
  if (!can_be(at.genus, at.progress)) return false;
  const bool fresh = at.progress == Progress::kFresh;
  const bool pinned = can_be_pinned(at.genus, at.progress);
  switch (at.rule) {
    case Rule::kUnpin:
      return may_be_unpin(at.genus) && (moves(at.way, at.genus) || moves_child(at));
    case Rule::kBeforePin:
      if (!may_be_pinned(at.genus) || !fresh) return false;
      return (moves(at.way, at.genus) && !moves_only_pinned(at.way)) ||
             (moves_child(at) && destroys(at.way));
    case Rule::kMove:
    case Rule::kOutlive:
    case Rule::kAlias:
    case Rule::kMap:
      return pinned && moves(at.way, at.genus);
    case Rule::kDeref:
      // Nothing comes out of a rogue pointer.
      return pinned && at.way == OpCode::kPoll &&
             (at.progress != Progress::kDone || survives_moves(at.genus));
    case Rule::kTake:
      if (breaks(at.genus, Rule::kTake) && harms_child(at) && !fresh) return true;
      return pinned && moves(at.way, at.genus);
    case Rule::kCapture:
    case Rule::kStructuralUnpin:
      return breaks(at.genus, at.rule) && moves(at.way, at.genus) && !fresh;
    case Rule::kPinnedDrop:
    case Rule::kProjection:
      return breaks(at.genus, at.rule) && harms_child(at);
    case Rule::kPacked:
      if (at.genus == genus_of(Combinator::kMisaligned) && polls(at.way)) return true;
      return breaks(at.genus, at.rule) && harms_child(at);
    case Rule::kFalseUnpin:
      if (!may_lie(at.genus) || at.progress != Progress::kSuspended) return false;
      // What it took a poll of is gone.
      if (at.genus == genus_of(Combinator::kPollImmediate)) return false;
      // A liar that is ready, as what a taker takes is, has let go of its reference.
      if (moves_child(at) && at.genus != genus_of(Combinator::kTaker)) return true;
      return moves(at.way, at.genus) && !lives_in_a_box(at.genus);
    case Rule::kDrop:
    case Rule::kStackLeak:
    case Rule::kSet: {
      if (at.rule == Rule::kSet && at.way == OpCode::kSet) return true;
      const OpCode way = at.rule == Rule::kDrop  ? OpCode::kForget
                         : at.rule == Rule::kSet ? OpCode::kOverwrite
                                                 : OpCode::kCloseScope;
      if (at.way != way) return false;
      const bool pins_child =
          breaks(at.genus, Rule::kCapture) || breaks(at.genus, Rule::kStructuralUnpin);
      return pinned || (pins_child && !fresh);
    }
    case Rule::kPointer:
      return at.way == OpCode::kMove;
    case Rule::kLeak:
      return at.way == OpCode::kForget;
    case Rule::kPollDone:
    case Rule::kWaker:
    case Rule::kCancel:
      return false;
  }
  return false;
}

}  // namespace pinprick::harness
