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
#include <string>

#include "absl/strings/string_view.h"
#include "harness/program/body.h"
#include "harness/program/coroutines.h"
#include "harness/program/parameter.h"

namespace pinprick::harness {

enum class Leaf : std::uint8_t {
  kYieldN,
  kExample,
  kKeeper,
  kLiar,
  kReady,
  kPending,
  kSimple,
  kMachine,
  kCoroutine
};
inline constexpr std::size_t kLeafCount = 9;

// The first of them stand for all inside a combinator of two: each pair is a type of its own, and
// `ready`, `pending` and `simple` would show nothing there that `yield_n` does not.
inline constexpr std::size_t kPairingLeafCount = 4;
constexpr bool pairs(Leaf leaf) { return static_cast<std::size_t>(leaf) < kPairingLeafCount; }

enum class Combinator : std::uint8_t { kNone, kMap, kThen, kJoin };
inline constexpr std::size_t kCombinatorCount = 4;

struct LeafSpec {
  Leaf leaf;
  const char* name;
  bool unpin;             // what the type claims
  bool self_referential;  // what it is: from the first poll on it points into itself
  Parameter count;        // how long or how often
  Parameter value;        // what flows into the output
  const char* about;
};

inline constexpr std::array<LeafSpec, kLeafCount> kLeaves = {{
    {Leaf::kYieldN,
     "yield_n",
     true,
     false,
     {"n", 0, 8, 1},
     {"value", 0, 255, 1},
     "wakes and answers Pending n times, then Ready with the value"},
    {Leaf::kExample,
     "example",
     false,
     true,
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "the async fn with two awaits: from the first poll on, `reference` points at its own `data`"},
    {Leaf::kKeeper,
     "keeper",
     false,
     true,
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "like example, but keeps its reference when it is done and reads it in its destructor"},
    {Leaf::kLiar,
     "liar",
     true,
     true,
     {"len", 1, 64, 8},
     {"first", 0, 255, 1},
     "self-referential like example, yet claims to be Unpin: a lie"},
    {Leaf::kReady, "ready", true, false, {}, {"value", 0, 255, 1}, "Ready with the value at once"},
    {Leaf::kPending, "pending", true, false, {}, {}, "never ready, and wakes nobody"},
    {Leaf::kSimple,
     "simple",
     true,
     false,
     {"n", 0, 8, 1},
     {"value", 0, 255, 1},
     "a plain countdown that declares itself Unpin"},
    {Leaf::kMachine,
     "machine",
     false,
     true,
     {},
     {},
     "an async fn whose statements the program writes out, see the table of statements"},
    {Leaf::kCoroutine,
     "coroutine",
     false,
     true,
     {"shape", 0, kCoroutines.size() - 1, 0},
     {},
     "a machine made by the compiler: a C++20 coroutine with its frame inside; see the table of "
     "coroutines"},
}};

struct CombinatorSpec {
  Combinator combinator;
  const char* name;
  std::size_t arity;
  const char* about;
};

inline constexpr std::array<CombinatorSpec, kCombinatorCount> kCombinators = {{
    {Combinator::kNone, "", 1, ""},
    {Combinator::kMap, "map", 1, "the future's output, changed by a function"},
    {Combinator::kThen, "then", 2, "a second future, made from the output of the first"},
    {Combinator::kJoin, "join", 2, "both futures, polled in turn; ready when both are"},
}};

// What `map` adds to the output of its child.
inline constexpr Parameter kMapAdd = {"add", 0, 255, 1};

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

// A kind without its numbers, counted 0 .. kShapeCount - 1: the leaves, then the maps, then the
// thens, then the joins.
using Shape = std::uint8_t;
inline constexpr std::size_t kPairCount = kPairingLeafCount * kPairingLeafCount;
inline constexpr std::size_t kShapeCount = 2 * kLeafCount + 2 * kPairCount;

constexpr Shape shape_of(Combinator combinator, Leaf first, Leaf second) {
  const auto a = static_cast<std::size_t>(first);
  const auto b = static_cast<std::size_t>(second);
  switch (combinator) {
    case Combinator::kNone:
      return static_cast<Shape>(a);
    case Combinator::kMap:
      return static_cast<Shape>(kLeafCount + a);
    case Combinator::kThen:
      return static_cast<Shape>(2 * kLeafCount + a * kPairingLeafCount + b);
    case Combinator::kJoin:
      return static_cast<Shape>(2 * kLeafCount + kPairCount + a * kPairingLeafCount + b);
  }
  return 0;
}

struct Kind {
  Combinator combinator = Combinator::kNone;
  std::uint8_t add = 0;  // map only
  LeafArgs first;
  LeafArgs second;  // then and join only; otherwise as made by default
  Body body;        // machine only; otherwise as made by default
  friend bool operator==(const Kind&, const Kind&) = default;

  constexpr std::size_t arity() const { return spec(combinator).arity; }
  constexpr Shape shape() const { return shape_of(combinator, first.leaf, second.leaf); }

  // Structural: a kind claims Unpin if all its leaves do.
  constexpr bool unpin() const {
    return spec(first.leaf).unpin && (arity() < 2 || spec(second.leaf).unpin);
  }
  // Whether all that it claims is true.
  constexpr bool honest() const {
    return first.leaf != Leaf::kLiar && (arity() < 2 || second.leaf != Leaf::kLiar);
  }
};

// The kind of that shape with its standard numbers. `shape` < kShapeCount.
Kind standard_kind(Shape shape);

// `example(len=8)`; numbers that are the standard ones are left out.
std::string to_text(const Kind& kind);

// The shape's name: `example`, `map(example)`, `join(example, ready)`.
std::string shape_name(Shape shape);

}  // namespace pinprick::harness
