// What kinds of future a program can make: `example(len=8)`, `map(yield_n(n=2), add=1)`,
// `join(example, ready)`.
//
// A kind is a leaf, or a combinator over leaves; its *shape* is the kind without its numbers, and
// is what becomes a C++ type. This table is the one source for the text, the bytes, the model and
// the catalogue of real types: the table says what a kind claims, the catalogue is checked against
// it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/program/body.h"
#include "harness/program/coroutines.h"
#include "harness/program/parameter.h"
#include "harness/program/rule.h"
#include "harness/program/source.h"

namespace pinprick::harness {

enum class Leaf : std::uint8_t {
  kYieldN,
  kExample,
  kKeeper,
  kLiar,
  kThrower,
  kReady,
  kPending,
  kSimple,
  kMachine,
  kCoroutine,
  kReuser,
  kCareless,
  // Those that wait for a source, in the order of Source.
  kWait,
};
inline constexpr std::size_t kFirstWaiter = static_cast<std::size_t>(Leaf::kWait);
inline constexpr std::size_t kLeafCount = kFirstWaiter + kSourceCount;

// The first of them can be made by `make` and stand inside of combinators. The others wait for
// something, and are made by an operation that says for what.
inline constexpr std::size_t kMakeableLeafCount = 11;
constexpr bool is_makeable(Leaf leaf) {
  return static_cast<std::size_t>(leaf) < kMakeableLeafCount;
}

// The leaf that waits for a source of that kind, and whether a leaf is such a one.
constexpr Leaf waiter_of(Source source) {
  return static_cast<Leaf>(kFirstWaiter + static_cast<std::size_t>(source));
}
constexpr bool is_waiter(Leaf leaf) { return static_cast<std::size_t>(leaf) >= kFirstWaiter; }

// The first of them stand for all inside of most combinators: each combination is a type of its
// own, and `ready`, `pending` and `simple` would show nothing there that `yield_n` does not.
inline constexpr std::size_t kPairingLeafCount = 5;

enum class Combinator : std::uint8_t {
  kNone,
  kMap,
  kThen,
  kJoin,
  kCaptured,
  kCapturedPin,
  kAssumeUnpin,
  kPacked,
  kMisaligned,
  kShuffler,
  kTwoFaced,
  kTaker,
};
inline constexpr std::size_t kCombinatorCount = 12;

struct LeafSpec {
  Leaf leaf;
  const char* name;
  bool unpin;                // what the type claims
  bool self_referential;     // what it is: from the first poll on it points into itself
  std::optional<Rule> lies;  // the rule that it breaks by itself; none: it is honest
  Parameter count;           // how long or how often
  Parameter value;           // what flows into the output
  const char* about;
};

inline constexpr std::array<LeafSpec, kLeafCount> kLeaves = {{
    {Leaf::kYieldN,
     "yield_n",
     true,
     false,
     {},
     {"n", 0, 8, 1},
     {"value", 0, 255, 1},
     "wakes and answers Pending n times, then Ready with the value"},
    {Leaf::kExample,
     "example",
     false,
     true,
     {},
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "the async fn with two awaits: from the first poll on, `reference` points at its own `data`"},
    {Leaf::kKeeper,
     "keeper",
     false,
     true,
     {},
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "like example, but keeps its reference when it is done and reads it in its destructor"},
    {Leaf::kLiar,
     "liar",
     true,
     true,
     Rule::kFalseUnpin,
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "self-referential like example, yet claims to be Unpin: a lie"},
    {Leaf::kThrower,
     "thrower",
     true,
     false,
     {},
     {"n", 0, 8, 1},
     {},
     "wakes and answers Pending n times, then throws"},
    {Leaf::kReady,
     "ready",
     true,
     false,
     {},
     {},
     {"value", 0, 255, 1},
     "Ready with the value at once"},
    {Leaf::kPending, "pending", true, false, {}, {}, {}, "never ready, and wakes nobody"},
    {Leaf::kSimple,
     "simple",
     true,
     false,
     {},
     {"n", 0, 8, 1},
     {"value", 0, 255, 1},
     "a plain countdown that declares itself Unpin"},
    {Leaf::kMachine,
     "machine",
     false,
     true,
     {},
     {},
     {},
     "an async fn whose statements the program writes out, see the table of statements"},
    {Leaf::kCoroutine,
     "coroutine",
     false,
     true,
     {},
     {"shape", 0, kCoroutines.size() - 1, 0},
     {},
     "a machine made by the compiler: a C++20 coroutine with its frame inside; see the table of "
     "coroutines"},
    {Leaf::kReuser,
     "reuser",
     false,
     true,
     Rule::kDrop,
     {"object", 0, 2, 0},
     {},
     "makes an object in itself at its first poll, uses its place for something else at the "
     "second, "
     "looks at it at the third: a bool (0), an enum (1), or something with a vtable (2)"},
    {Leaf::kCareless,
     "careless",
     false,
     true,
     Rule::kCancel,
     {},
     {},
     "like wait, but its destructor leaves it in the list: a lie about being cancelled"},
    {Leaf::kWait,
     "wait",
     false,
     true,
     {},
     {},
     {},
     "from the first poll on linked into the list of an event, until that is notified; gives how "
     "often it was"},
}};

// What a combinator says of itself.
enum class Claim : std::uint8_t { kAsLeaves, kUnpin };

// Whom a combinator that breaks a rule harms. Mostly a child that is pinned: for one that is Unpin,
// pinning means nothing.
enum class Harms : std::uint8_t { kPinned, kAll };

struct CombinatorSpec {
  Combinator code;
  const char* name;
  std::size_t arity;
  std::size_t leaves;  // which it takes: the first so many of kLeaves
  bool waiters;        // ... and as its first those that wait for a source
  Claim claim;
  std::optional<Rule> breaks;  // what it does to its child; none: it is honest
  Harms harms;                 // ... and for whom that counts
  Parameter number;            // beside those of its leaves
  std::size_t weight;          // how often a random program holds it
  const char* about;
};

// clang-format off
inline constexpr std::array<CombinatorSpec, kCombinatorCount> kCombinators = {{
    {Combinator::kNone, "", 1, kLeafCount, false, Claim::kAsLeaves, {}, {}, {}, 100,
     ""},
    {Combinator::kMap, "map", 1, kMakeableLeafCount, true, Claim::kAsLeaves, {}, {}, {"add", 0, 255, 1}, 24,
     "the future's output, changed by a function"},
    {Combinator::kThen, "then", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 36,
     "a second future, made from the output of the first"},
    {Combinator::kJoin, "join", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 32,
     "both futures, polled in turn; ready when both are"},
    {Combinator::kCaptured, "captured", 1, kPairingLeafCount, false, Claim::kUnpin, Rule::kCapture, Harms::kPinned, {}, 8,
     "a closure that owns the future and pins it when it is called; a closure is just data, it says"},
    {Combinator::kCapturedPin, "captured_pin", 1, kPairingLeafCount, false, Claim::kUnpin, {}, {}, {}, 8,
     "a closure that owns a Pin<Box> of the future: the safe way to capture one"},
    {Combinator::kAssumeUnpin, "assume_unpin", 1, kPairingLeafCount, false, Claim::kUnpin, Rule::kStructuralUnpin, Harms::kPinned, {}, 8,
     "the future, inline and structurally pinned; claims to be Unpin whatever the future is"},
    {Combinator::kPacked, "packed", 1, kPairingLeafCount, false, Claim::kAsLeaves, Rule::kPacked, Harms::kPinned, {}, 8,
     "a packed struct whose field happens to lie aligned; its destruction moves the field out first"},
    {Combinator::kMisaligned, "misaligned", 1, kPairingLeafCount, false, Claim::kAsLeaves, Rule::kPacked, Harms::kAll, {}, 8,
     "a packed struct whose field does not: a poll makes a misaligned pointer to it"},
    {Combinator::kShuffler, "shuffler", 1, kPairingLeafCount, false, Claim::kAsLeaves, Rule::kPinnedDrop, Harms::kPinned, {}, 8,
     "the future in a box of its own; the destructor moves it to another box before it goes"},
    {Combinator::kTwoFaced, "two_faced", 1, kPairingLeafCount, false, Claim::kAsLeaves, Rule::kProjection, Harms::kPinned, {}, 8,
     "the future in a box of its own, handed out pinned; after its second answer it is handed out "
     "plain as well, and moved to another box"},
    {Combinator::kTaker, "taker", 1, kPairingLeafCount, false, Claim::kAsLeaves, Rule::kTake, Harms::kPinned, {}, 8,
     "the future in an option, structurally pinned; when it is ready it is taken out and dropped"},
}};
// clang-format on

constexpr const LeafSpec& spec(Leaf leaf) { return kLeaves[static_cast<std::size_t>(leaf)]; }
constexpr const CombinatorSpec& spec(Combinator combinator) {
  return kCombinators[static_cast<std::size_t>(combinator)];
}

// One leaf with its numbers. A parameter that the leaf does not take is 0.
struct LeafArgs {
  Leaf leaf = Leaf::kYieldN;
  std::uint8_t count = 0;
  std::uint8_t value = 0;
  friend bool operator==(const LeafArgs&, const LeafArgs&) = default;
};

// The leaf with its standard numbers.
constexpr LeafArgs standard(Leaf leaf) {
  return {leaf, spec(leaf).count.standard, spec(leaf).value.standard};
}

// A kind without its numbers, counted 0 .. kShapeCount - 1: the leaves, then the combinators in the
// order of their table, each over the leaves that it takes, those that wait behind the others.
using Shape = std::uint16_t;
constexpr std::size_t first_leaves(const CombinatorSpec& combinator) {
  return combinator.leaves + (combinator.waiters ? kSourceCount : 0);
}
constexpr std::size_t shapes_of(const CombinatorSpec& combinator) {
  return first_leaves(combinator) * (combinator.arity == 2 ? combinator.leaves : 1);
}
constexpr std::size_t shapes_before(Combinator combinator) {
  std::size_t shapes = 0;
  for (const CombinatorSpec& each : kCombinators) {
    if (each.code == combinator) break;
    shapes += shapes_of(each);
  }
  return shapes;
}
inline constexpr std::size_t kShapeCount = [] {
  std::size_t shapes = 0;
  for (const CombinatorSpec& each : kCombinators) shapes += shapes_of(each);
  return shapes;
}();
static_assert(kShapeCount - 1 <= std::numeric_limits<Shape>::max());

// `second` counts for combinators of two only.
constexpr Shape shape_of(Combinator combinator, Leaf first, Leaf second = {}) {
  const CombinatorSpec& rules = spec(combinator);
  std::size_t within = static_cast<std::size_t>(first);
  if (within >= rules.leaves) within += rules.leaves - kFirstWaiter;
  if (rules.arity == 2) within = within * rules.leaves + static_cast<std::size_t>(second);
  return static_cast<Shape>(shapes_before(combinator) + within);
}
constexpr bool takes(Combinator combinator, Leaf leaf) {
  return static_cast<std::size_t>(leaf) < spec(combinator).leaves;
}
constexpr bool takes_first(Combinator combinator, Leaf leaf) {
  return takes(combinator, leaf) || (spec(combinator).waiters && is_waiter(leaf));
}
// The first leaves that it takes, counted 0 .. first_leaves() - 1.
constexpr Leaf first_leaf(const CombinatorSpec& combinator, std::size_t index) {
  return static_cast<Leaf>(index < combinator.leaves ? index
                                                     : index - combinator.leaves + kFirstWaiter);
}
// Whether the combinator does what harms that leaf.
constexpr bool harms(Combinator combinator, Leaf leaf) {
  const CombinatorSpec& rules = spec(combinator);
  return rules.breaks.has_value() && (rules.harms == Harms::kAll || !spec(leaf).unpin);
}
constexpr bool claims_unpin(Combinator combinator, Leaf first, Leaf second = {}) {
  const CombinatorSpec& rules = spec(combinator);
  return rules.claim == Claim::kUnpin ||
         (spec(first).unpin && (rules.arity == 1 || spec(second).unpin));
}

struct Kind {
  Combinator combinator = Combinator::kNone;
  std::uint8_t number = 0;  // the combinator's own
  LeafArgs first;
  LeafArgs second;  // combinators of two only; otherwise as made by default
  Body body;        // machine only; otherwise as made by default
  friend bool operator==(const Kind&, const Kind&) = default;

  constexpr std::size_t arity() const { return spec(combinator).arity; }
  constexpr Shape shape() const { return shape_of(combinator, first.leaf, second.leaf); }
  constexpr bool unpin() const { return claims_unpin(combinator, first.leaf, second.leaf); }
  // Whether it keeps the contract, and all that it claims is true.
  constexpr bool honest() const {
    const auto keeps_faith = [this](Leaf leaf) {
      return !spec(leaf).lies.has_value() && !harms(combinator, leaf);
    };
    return keeps_faith(first.leaf) && (arity() == 1 || keeps_faith(second.leaf));
  }
};

// What `wait` makes of a source when nothing more is said, and what `wait_careless` makes.
constexpr Kind kind_of(Leaf leaf) {
  Kind kind;
  kind.first = standard(leaf);
  return kind;
}

// The kind of that shape with its standard numbers. `shape` < kShapeCount.
Kind standard_kind(Shape shape);

// `example(len=8)`; numbers that are the standard ones are left out.
std::string to_text(const Kind& kind);

// The shape's name: `example`, `map(example)`, `join(example, ready)`.
std::string shape_name(Shape shape);

}  // namespace pinprick::harness
