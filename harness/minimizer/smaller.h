// Which of two programs is the smaller one.
//
// A total order, so that minimising has one direction and comes to an end: only what is smaller is
// ever accepted, and below any program there are finitely many. What counts, the first that
// differs:
//
//   1. the number of operations
//   2. how many of them are unsafe, or make a future whose type lies: what safe operations on
//      honest types show is shown better
//   3. what the kinds are made of: a leaf counts 1, a combinator 2 and its leaves, a machine 1 and
//      its statements
//   4. numbers, in kinds, sources, statements, and elements of rows: one that is the standard one,
//      and so need not be written, counts nothing; any other one, and how far it lies from the
//      smallest
//   5. the operations one by one, in the order of the tables; of operands, the older value
//
// The last makes of many programs that differ in nothing that matters the same one.
#pragma once

#include <compare>
#include <cstddef>

#include "harness/program/program.h"

namespace pinprick::harness {

struct Size {
  std::size_t ops = 0;
  std::size_t unsafe = 0;
  std::size_t kinds = 0;
  std::size_t numbers = 0;
  friend auto operator<=>(const Size&, const Size&) = default;
};

// The first four. Linear.
Size size_of(const Program& program);

// All five: a strict total order. Linear.
bool is_smaller(const Program& a, const Program& b);

}  // namespace pinprick::harness
