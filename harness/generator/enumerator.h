// Every valid program of at most so many operations, once each.
//
// What a program may hold is its universe: which kinds, how many futures, how many operations. All
// operations of the op table belong to it, with every operand that they take. Values have no names
// of their own in a program, so no two programs differ in names alone.
//
// Where neighbouring operations are about values that have nothing to do with one another, they
// commute, and one order stands for all: the one in which each operation comes as early as it can,
// the smaller ones first. Operations have to do with one another if a chain of operands leads from
// one to the other: a future, what it was moved into, the source that it waits for, the task whose
// waker it was polled with. The opening and closing of a scope commutes with nothing, nor do two
// operations that make futures, which have an age. What this
// takes for granted, that values without such a chain do not meet inside the library either, is
// what `reduced = false` is there to check.
//
// Cost: constant for each program, but for copying the state of its beginning once for all programs
// that go on from there. Nothing is allocated once the buffers have grown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "harness/program/program.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

// Values in one program that an enumeration can tell apart.
inline constexpr std::size_t kMaxEnumeratedOps = 32;

struct Universe {
  std::size_t ops = 0;      // at most, up to kMaxEnumeratedOps
  std::size_t futures = 1;  // made, at most
  // Of which kinds. One whose first leaf waits brings along its source, with the standard numbers.
  std::vector<Kind> kinds;
  // Of which bytes calls make their arguments.
  std::vector<std::uint8_t> arguments = {0};
  bool reduced = true;  // one order of those that commute
};

class Enumerator {
 public:
  explicit Enumerator(const Universe& universe);

  // Told each program, in a fixed order; false ends the enumeration. It holds until the next.
  using Visit = absl::FunctionRef<bool(const Program&)>;

  // All programs. Whether none was left out.
  bool each(Visit visit);

  // Those that begin with `beginning`, itself among them if all its scopes are closed.
  bool each_from(const Program& beginning, Visit visit);

  // How many there are.
  std::uint64_t count();
  std::uint64_t count_from(const Program& beginning);

  // The beginnings of `ops` operations, with scopes open or not, of which every longer program has
  // exactly one; and apart from them the programs that are shorter.
  struct Parts {
    std::vector<Program> beginnings;
    std::vector<Program> shorter;
  };
  Parts parts(std::size_t ops);

 private:
  // What is known behind an operation, and so what may come next.
  struct Level {
    Typestate state;
    std::size_t futures = 0;
    // For each value the things that it has to do with, as bits, one for each thing ever made; for
    // each operation those of its values.
    std::uint32_t things = 0;
    std::vector<std::uint32_t> of_value;
    std::vector<std::uint32_t> of_op;
  };

  void begin();
  void push(const Op& op);
  // Calls `take(op)` for each operation that may come next; whether all were taken.
  template <class Take>
  bool each_next(Take take);
  template <class Take>
  bool each_operand(Op& op, Take take);
  template <class Take>
  bool each_call(Op& op, Take take);
  bool visit_all(Visit visit);
  std::uint64_t count_all();
  void collect(std::size_t ops, Parts& parts);
  bool comes_too_late(const Op& op) const;

  const Level& here() const { return levels_[program_.ops.size()]; }

  Universe universe_;
  std::vector<SourceArgs> sources_;  // of the kinds that wait
  bool careless_ = false;            // whether that kind is among them
  bool guests_ = false;              // whether there are no others
  std::vector<Level> levels_;        // one for each operation of program_, and one before them
  Program program_;
};

}  // namespace pinprick::harness
