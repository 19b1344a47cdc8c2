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
  kLazy,
  kPollFn,
  kYieldNow,
  kMachine,
  kCoroutine,
  kReuser,
  kCareless,
  // Those that wait for a source, in the order of Source.
  kWait,
  kNotified,
  kLock,
  kAcquire,
  kEventSet,
  kCancelled,
  kSleep,
  kReceiveOne,
  kSend,
  kReceive,
  kChanged,
  kRegistered,
  kGuest,
};
inline constexpr std::size_t kFirstWaiter = static_cast<std::size_t>(Leaf::kWait);
inline constexpr std::size_t kLeafCount = kFirstWaiter + kSourceCount;

// The first of them can be made by `make` and stand inside of combinators. The others wait for
// something, and are made by an operation that says for what.
inline constexpr std::size_t kMakeableLeafCount = 14;
constexpr bool is_makeable(Leaf leaf) {
  return static_cast<std::size_t>(leaf) < kMakeableLeafCount;
}

// The leaf that waits for a source of that kind, whether a leaf is such a one, and for what it
// waits.
constexpr Leaf waiter_of(Source source) {
  return static_cast<Leaf>(kFirstWaiter + static_cast<std::size_t>(source));
}
constexpr bool is_waiter(Leaf leaf) { return static_cast<std::size_t>(leaf) >= kFirstWaiter; }
constexpr Source source_of(Leaf waiter) {
  return static_cast<Source>(static_cast<std::size_t>(waiter) - kFirstWaiter);
}

// How often a random program has it where any leaf may stand. Those that a program writes out, or
// picks from a table, come more often than the others: there are more of them.
constexpr std::size_t weight_of(Leaf leaf) {
  return leaf == Leaf::kMachine || leaf == Leaf::kCoroutine ? 4 : 1;
}

// The first of them stand for all inside of most combinators: each combination is a type of its
// own, and `ready`, `pending` and `simple` would show nothing there that `yield_n` does not.
inline constexpr std::size_t kPairingLeafCount = 5;

enum class Combinator : std::uint8_t {
  kNone,
  kMap,
  kThen,
  kJoin,
  kFlatten,
  kFuse,
  kInspect,
  kCatch,
  kAndThen,
  kOrElse,
  kEither,
  kOptional,
  kPollImmediate,
  kMaybeDone,
  kProjected,
  kPinnedDrop,
  kPendingOnce,
  kAssertUnmoved,
  kTryJoin,
  kSelect,
  kRace,
  kJoinAll,
  kJoinArray,
  kSelectAll,
  kSelectOk,
  kAbortable,
  kRemote,
  kTimeout,
  kStreamMap,
  kStreamFilter,
  kStreamTake,
  kStreamChunks,
  kStreamMerge,
  kStreamForEach,
  kBuffered,
  kBufferUnordered,
  kUnordered,
  kOrdered,
  kJoinSet,
  kLocalPool,
  kThreadPool,
  kStaticExecutor,
  kShared,
  kCaptured,
  kCapturedPin,
  kAssumeUnpin,
  kPacked,
  kMisaligned,
  kShuffler,
  kTwoFaced,
  kTaker,
};
inline constexpr std::size_t kCombinatorCount = 51;

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
    {Leaf::kLazy,
     "lazy",
     true,
     false,
     {},
     {},
     {"value", 0, 255, 1},
     "a function called at the first poll: Ready with what it gives"},
    {Leaf::kPollFn,
     "poll_fn",
     true,
     false,
     {},
     {"n", 0, 8, 1},
     {"value", 0, 255, 1},
     "a function called at each poll: it wakes and answers Pending n times, then it is Ready, "
     "however often it is polled"},
    {Leaf::kYieldNow,
     "yield_now",
     true,
     false,
     {},
     {},
     {},
     "wakes and answers Pending once, then Ready with 0"},
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
    {Leaf::kNotified,
     "notified",
     false,
     true,
     {},
     {},
     {},
     "from the first poll on in the list of a notify, until it is notified; gives 0"},
    {Leaf::kLock,
     "lock",
     false,
     true,
     {},
     {},
     {},
     "waits for a mutex, counts its value up while it holds it, and gives that"},
    {Leaf::kAcquire,
     "acquire",
     false,
     true,
     {},
     {"n", 1, 3, 1},
     {},
     "waits for n permits of a semaphore, which it keeps for good; gives 0, or -1 if that is "
     "closed"},
    {Leaf::kEventSet,
     "event_set",
     false,
     true,
     {},
     {},
     {},
     "waits until a manual-reset event is set; gives 0"},
    {Leaf::kCancelled,
     "cancelled",
     false,
     true,
     {},
     {},
     {},
     "waits until a token is cancelled; gives 0"},
    {Leaf::kSleep,
     "sleep",
     false,
     true,
     {},
     {"n", 0, 8, 1},
     {},
     "waits until so many ticks of a virtual clock have passed since it was made; gives 0"},
    {Leaf::kReceiveOne,
     "receive_one",
     true,
     false,
     {},
     {},
     {},
     "the receiver of a oneshot channel of its own, whose sender the source keeps; gives the "
     "value, or -1 if the sender is gone"},
    {Leaf::kSend,
     "send",
     false,
     true,
     {},
     {},
     {"value", 0, 255, 1},
     "waits for room in a channel, and puts a value there; gives 0, or -1 if that is closed"},
    {Leaf::kReceive,
     "receive",
     true,
     false,
     {},
     {},
     {},
     "waits for a value of an unbounded channel of its own, whose sender the source keeps; gives "
     "it, or -1"},
    {Leaf::kChanged,
     "changed",
     false,
     true,
     {},
     {},
     {},
     "waits for the next value of a watch channel; gives it, or -1 if the sender is gone"},
    {Leaf::kRegistered,
     "registered",
     true,
     false,
     {},
     {},
     {},
     "keeps its waker in an atomic waker until that is woken; gives how often it was"},
    {Leaf::kGuest,
     "guest",
     false,
     false,
     {},
     {},
     {"argument", 0, 255, 0},
     "the type that a user brings, made with arguments of that byte; whether it is Unpin, the user "
     "says"},
}};

// What a combinator says of itself.
enum class Claim : std::uint8_t { kAsLeaves, kUnpin, kNever };

// Whom a combinator that breaks a rule harms. Mostly a child that is pinned: for one that is Unpin,
// pinning means nothing. Or one that waits, which leaves a waker where others have it.
enum class Harms : std::uint8_t { kPinned, kAll, kWaiting };

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
    {Combinator::kNone, "", 1, kLeafCount, false, Claim::kAsLeaves, {}, {}, {}, 240,
     ""},
    {Combinator::kMap, "map", 1, kMakeableLeafCount, true, Claim::kAsLeaves, {}, {}, {"add", 0, 255, 1}, 24,
     "the future's output, changed by a function"},
    {Combinator::kThen, "then", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 36,
     "a second future, made from the output of the first"},
    {Combinator::kJoin, "join", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 32,
     "both futures, polled in turn; ready when both are"},
    {Combinator::kFlatten, "flatten", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "a future that gives a future: the first one's output makes the second, which is polled in its place"},
    {Combinator::kFuse, "fuse", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "the future; once it was ready, Pending for ever"},
    {Combinator::kInspect, "inspect", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "the future, whose output a function is shown"},
    {Combinator::kCatch, "catch", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 10,
     "the future; gives -1 for an exception"},
    {Combinator::kAndThen, "and_then", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "as `then`, of results: an odd output is an error, given as its negative, and there is no second future then"},
    {Combinator::kOrElse, "or_else", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "as `and_then`, with the sides exchanged: a second future only if the first gave an error"},
    {Combinator::kEither, "either", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"right", 0, 1, 0}, 6,
     "one of two futures, the first or the second"},
    {Combinator::kOptional, "optional", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"some", 0, 1, 1}, 6,
     "the future, or none: then ready at once with -1"},
    {Combinator::kPollImmediate, "poll_immediate", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "one poll of the future, which is dropped; gives its output or -1"},
    {Combinator::kMaybeDone, "maybe_done", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 4,
     "the future, whose output is kept in its place until it is taken"},
    {Combinator::kProjected, "projected", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 10,
     "a user's struct with two members projected pinned and one plain, polled one after the other; gives the sum"},
    {Combinator::kPinnedDrop, "pinned_drop", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "a user's struct whose destructor works through a pin of itself"},
    {Combinator::kPendingOnce, "pending_once", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "the future, each of whose polls comes after one that wakes and answers Pending"},
    {Combinator::kAssertUnmoved, "assert_unmoved", 1, kPairingLeafCount, true, Claim::kNever, {}, {}, {}, 8,
     "the future, which dies by name when it was moved after its first poll"},
    {Combinator::kTryJoin, "try_join", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "both futures; an odd output is an error, given as its negative, and drops both"},
    {Combinator::kSelect, "select", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 8,
     "two futures in pinned boxes, polled in turn; gives which was ready first, and its output"},
    {Combinator::kRace, "race", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 12,
     "two futures, polled in turn; the output of the first that is ready, which drops both in place"},
    {Combinator::kJoinAll, "join_all", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 8,
     "a vector of two futures; ready when all are"},
    {Combinator::kJoinArray, "join_array", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "an array of two futures; ready when all are"},
    {Combinator::kSelectAll, "select_all", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 6,
     "a vector of two futures in pinned boxes; gives the index of the first that is ready, and its output"},
    {Combinator::kSelectOk, "select_ok", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 6,
     "a vector of two futures in pinned boxes; the first even output, or the negative of the last odd one"},
    {Combinator::kAbortable, "abortable", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"after", 1, 8, 2}, 8,
     "the future, called off before so many polls; gives -1 then"},
    {Combinator::kRemote, "remote", 1, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"drop", 0, 8, 0}, 8,
     "the future, driven apart from the handle that receives its output; the handle is dropped before that poll, if not 0"},
    {Combinator::kTimeout, "timeout", 1, kPairingLeafCount, true, Claim::kNever, {}, {}, {"after", 1, 8, 2}, 10,
     "the future with a deadline; each poll first advances a virtual clock by one; gives -1 when so many have passed"},
    {Combinator::kStreamMap, "stream_map", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "a stream of two futures' outputs, merged, doubled by a function, and collected"},
    {Combinator::kStreamFilter, "stream_filter", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "the same, not doubled, but without the odd ones"},
    {Combinator::kStreamTake, "stream_take", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"n", 0, 2, 1}, 6,
     "the same, but only the first n"},
    {Combinator::kStreamChunks, "stream_chunks", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {"n", 1, 3, 2}, 6,
     "the same, in chunks of n: gives how many, and the sum of all"},
    {Combinator::kStreamMerge, "stream_merge", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 8,
     "a stream of two futures' outputs, merged with one that has its item, a 1, at once, and collected"},
    {Combinator::kStreamForEach, "stream_for_each", 2, kPairingLeafCount, true, Claim::kAsLeaves, {}, {}, {}, 6,
     "the first future's output and a 1, each handed to a function that gives the second future; gives the sum of what was handed over"},
    {Combinator::kBuffered, "buffered", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {"n", 1, 2, 2}, 8,
     "a stream of two futures, n of them under way at a time; their outputs in order, collected"},
    {Combinator::kBufferUnordered, "buffer_unordered", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {"n", 1, 2, 2}, 8,
     "the same, with the outputs as they come"},
    {Combinator::kUnordered, "unordered", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 12,
     "a FuturesUnordered of two, polled only when they were woken; their outputs as they come, collected"},
    {Combinator::kOrdered, "ordered", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 8,
     "a FuturesOrdered of two: the same, with the outputs in order"},
    {Combinator::kJoinSet, "join_set", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {"abort", 0, 2, 0}, 8,
     "a JoinSet of two tasks, of which one is aborted at once, if not 0; both outcomes as they come, -1 for one that failed"},
    {Combinator::kLocalPool, "local_pool", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 8,
     "a LocalPool of two tasks, run until stalled at each poll, before their handles are polled; both outcomes, -1 for one that failed"},
    {Combinator::kThreadPool, "thread_pool", 2, kPairingLeafCount, true, Claim::kUnpin, {}, {}, {}, 8,
     "the same with a ThreadPool that has no thread of its own"},
    {Combinator::kStaticExecutor, "static_executor", 2, kPairingLeafCount, true, Claim::kUnpin, Rule::kWaker, Harms::kWaiting, {}, 8,
     "an executor of two tasks whose wakers own nothing and must not outlive it, in a box, run until stalled at each poll; both outputs, -1 for one that failed"},
    {Combinator::kShared, "shared", 1, kPairingLeafCount, true, Claim::kNever, {}, {}, {}, 8,
     "two handles of one shared future, joined; the output of each"},
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

// The item of a stream that has one without a future: stream_merge, stream_for_each.
inline constexpr std::int64_t kOnceItem = 1;

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
  return combinator.leaves + (combinator.waiters ? kCombiningSourceCount : 0);
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
  const bool combines = is_waiter(leaf) && leaf != Leaf::kGuest;
  return takes(combinator, leaf) || (spec(combinator).waiters && combines);
}
// The first leaves that it takes, counted 0 .. first_leaves() - 1.
constexpr Leaf first_leaf(const CombinatorSpec& combinator, std::size_t index) {
  return static_cast<Leaf>(index < combinator.leaves ? index
                                                     : index - combinator.leaves + kFirstWaiter);
}
// Whether the combinator does what harms that leaf.
constexpr bool harms(Combinator combinator, Leaf leaf) {
  const CombinatorSpec& rules = spec(combinator);
  if (!rules.breaks.has_value()) return false;
  switch (rules.harms) {
    case Harms::kPinned:
      return !spec(leaf).unpin;
    case Harms::kAll:
      return true;
    case Harms::kWaiting:
      return is_waiter(leaf);
  }
  return true;
}
constexpr bool claims_unpin(Combinator combinator, Leaf first, Leaf second = {}) {
  const CombinatorSpec& rules = spec(combinator);
  if (rules.claim != Claim::kAsLeaves) return rules.claim == Claim::kUnpin;
  return spec(first).unpin && (rules.arity == 1 || spec(second).unpin);
}

// Of the guest that the process is host to (guest.h).
bool guest_claims_unpin();

struct Kind {
  Combinator combinator = Combinator::kNone;
  std::uint8_t number = 0;  // the combinator's own
  LeafArgs first;
  LeafArgs second;  // combinators of two only; otherwise as made by default
  Body body;        // machine only; otherwise as made by default
  friend bool operator==(const Kind&, const Kind&) = default;

  constexpr std::size_t arity() const { return spec(combinator).arity; }
  constexpr Shape shape() const { return shape_of(combinator, first.leaf, second.leaf); }
  constexpr bool unpin() const {
    if (first.leaf == Leaf::kGuest) return guest_claims_unpin();
    return claims_unpin(combinator, first.leaf, second.leaf);
  }
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
