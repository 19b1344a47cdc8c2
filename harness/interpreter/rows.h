// Futures in a row: what vectors, deques, arrays and options are made of.
//
// Not the standard library's: those use a place again as soon as it is free, and then a stale
// reference reads what came later. Here the elements of a row move as they do in the real thing, by
// their own move constructors, but always to places where nobody has lived:
//
//   vec      side by side in one block of the heap; whatever shifts an element moves all to a new
//   one deque    each in a block of its own; what is inserted or removed moves those behind it
//   array    side by side, in the place of the row itself
//   option   one or none, in the place of the row itself
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/base/limits.h"
#include "harness/interpreter/places.h"
#include "harness/program/op.h"
#include "harness/subject/catalogue.h"

namespace pinprick::harness {

struct Row {
  ValueType type = ValueType::kNone;
  const Subject* subject = nullptr;
  std::size_t length = 0;
  std::size_t capacity = 0;
  std::size_t used = 0;   // of a vec: places of the block in which someone has lived
  void* block = nullptr;  // all but deques: where the elements lie side by side
  std::array<void*, kMaxRowLength> at = {};
  std::array<HomeIndex, kMaxRowLength> homes = {};
};

class Rows {
 public:
  explicit Rows(Places& places) : places_(places) {
    // Whatever grows during a program would be counted as the program's.
    rows_.reserve(kMaxOps);
  }

  void reset() { rows_.clear(); }
  Row& operator[](std::size_t row) { return rows_[row]; }

  // A row with nothing in it yet, and its number.
  std::uint32_t make(ValueType type, const Subject& subject, std::size_t capacity);

  // Moves a future in at the end, or before element `index`. What was at `from` is ended, but its
  // place is the caller's.
  void push(Row& row, void* from, HomeIndex home);
  void insert(Row& row, std::size_t index, void* from, HomeIndex home);
  // Moves element `index` out to the place `to`; its home there.
  HomeIndex remove(Row& row, std::size_t index, void* to);

  void rotate(Row& row);
  // Stable; the future that was made last comes first.
  void sort(Row& row);
  // The bytes of all elements, by realloc. Vecs only.
  void reallocate(Row& row);
  // The whole row, to a fresh place of its own. Arrays and options.
  void move(Row& row);

  // Destroys one element in place, the last; the row has one less.
  void destroy_last(Row& row);
  // Destroys all elements, the first first, and gives back what they lived in.
  void destroy(Row& row);
  // Forgets the row: elements in its own place lose their home.
  void forget(Row& row);

 private:
  // Which element comes where: the old index of each, or kNew for one that is still to come.
  static constexpr std::uint8_t kNew = 0xff;
  using Order = std::array<std::uint8_t, kMaxRowLength>;
  static constexpr Order kSame = {0, 1, 2, 3};
  static_assert(kMaxRowLength == 4);

  void* fresh_block(Row& row, std::size_t capacity);
  void end_place(Row& row, void* place);
  void end_block(Row& row, void* block);
  // Moves the elements from `first` on to fresh places, in that order.
  void rearrange(Row& row, const Order& order, std::size_t length, std::size_t first);
  void lodge(Row& row, std::size_t index, void* from, HomeIndex home);

  Places& places_;
  std::vector<Row> rows_;
};

}  // namespace pinprick::harness
