#include "harness/interpreter/rows.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "harness/base/check.h"
#include "harness/interpreter/ledger.h"

namespace pinprick::harness {
namespace {

void* allocate(std::size_t size) {
  void* const block = std::malloc(size);
  Ledger::get().is_from_malloc(block);
  return block;
}

bool is_on_heap(const Row& row) {
  return row.type == ValueType::kVec || row.type == ValueType::kDeque;
}
// Each element apart, so that moving one need not move the others.
bool is_scattered(const Row& row) { return row.type == ValueType::kDeque; }

void* element_of(void* block, const Subject& subject, std::size_t index) {
  return static_cast<std::byte*>(block) + index * subject.size;
}

}  // namespace

std::uint32_t Rows::make(ValueType type, const Subject& subject, std::size_t capacity) {
  PINPRICK_CHECK(rows_.size() < rows_.capacity());
  Row& row = rows_.emplace_back();
  row.type = type;
  row.subject = &subject;
  row.capacity = capacity;
  if (!is_scattered(row)) row.block = fresh_block(row, capacity);
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

void* Rows::fresh_block(Row& row, std::size_t capacity) {
  const std::size_t size = capacity * row.subject->size;
  return is_on_heap(row) ? allocate(size) : places_.fresh(size);
}

void Rows::end_place(Row& row, void* place) {
  if (is_scattered(row)) {
    std::free(place);
  } else {
    places_.vacate(place, row.subject->size);
  }
}

void Rows::end_block(Row& row, void* block) {
  if (is_on_heap(row)) std::free(block);
}

void Rows::lodge(Row& row, std::size_t index, void* from, HomeIndex home) {
  row.at[index] =
      is_scattered(row) ? allocate(row.subject->size) : element_of(row.block, *row.subject, index);
  row.subject->move(row.at[index], from);
  row.homes[index] = Places::moved(home, row.at[index], *row.subject);
}

void Rows::rearrange(Row& row, const Order& order, std::size_t length, std::size_t first) {
  const Row old = row;
  const std::size_t begin = is_scattered(row) ? first : 0;
  if (!is_scattered(row)) row.block = fresh_block(row, row.capacity);
  for (std::size_t i = begin; i < length; ++i) {
    if (order[i] == kNew) continue;
    lodge(row, i, old.at[order[i]], old.homes[order[i]]);
    end_place(row, old.at[order[i]]);
  }
  if (!is_scattered(row)) end_block(row, old.block);
  row.length = length;
  row.used = length;
}

void Rows::push(Row& row, void* from, HomeIndex home) {
  // A place in which someone has lived is not used again, so a vector moves to another block when
  // it is full, and also when a pop has left its next place empty.
  const bool has_place = row.length < row.capacity && row.length == row.used;
  if (!is_scattered(row) && !has_place) {
    if (row.type == ValueType::kVec) row.capacity = row.length == 0 ? 1 : 2 * row.length;
    rearrange(row, kSame, row.length, 0);
  }
  lodge(row, row.length, from, home);
  ++row.length;
  row.used = row.length;
}

void Rows::insert(Row& row, std::size_t index, void* from, HomeIndex home) {
  Order order = kSame;
  std::copy_backward(order.begin() + static_cast<std::ptrdiff_t>(index), order.end() - 1,
                     order.end());
  order[index] = kNew;
  if (!is_scattered(row)) row.capacity = row.length + 1;
  rearrange(row, order, row.length + 1, index);
  lodge(row, index, from, home);
}

HomeIndex Rows::remove(Row& row, std::size_t index, void* to) {
  row.subject->move(to, row.at[index]);
  const HomeIndex home = Places::moved(row.homes[index], to, *row.subject);
  end_place(row, row.at[index]);
  if (index + 1 == row.length) {
    --row.length;
    return home;
  }
  Order order = kSame;
  std::copy(order.begin() + static_cast<std::ptrdiff_t>(index) + 1, order.end(),
            order.begin() + static_cast<std::ptrdiff_t>(index));
  rearrange(row, order, row.length - 1, index);
  return home;
}

void Rows::rotate(Row& row) {
  if (row.length == 0) return;
  Order order = kSame;
  std::rotate(order.begin(), order.begin() + 1,
              order.begin() + static_cast<std::ptrdiff_t>(row.length));
  rearrange(row, order, row.length, 0);
}

void Rows::sort(Row& row) {
  if (row.length == 0) return;
  Order order = kSame;
  // By hand: std::stable_sort takes a buffer, which the ledger would count.
  for (std::size_t i = 1; i < row.length; ++i) {
    for (std::size_t j = i; j > 0; --j) {
      const ValueId left = homes()[row.homes[order[j - 1]]].owner;
      const ValueId right = homes()[row.homes[order[j]]].owner;
      if (left >= right) break;
      std::swap(order[j - 1], order[j]);
    }
  }
  rearrange(row, order, row.length, 0);
}

void Rows::reallocate(Row& row) {
  void* const moved = std::realloc(row.block, row.capacity * row.subject->size);
  PINPRICK_CHECK(moved != nullptr);
  row.block = moved;
  Ledger::get().is_from_malloc(row.block);
  for (std::size_t i = 0; i < row.length; ++i) {
    row.at[i] = element_of(row.block, *row.subject, i);
    row.homes[i] = Places::moved(row.homes[i], row.at[i], *row.subject);
  }
  row.used = row.length;
}

void Rows::move(Row& row) { rearrange(row, kSame, row.length, 0); }

void Rows::destroy_last(Row& row) {
  --row.length;
  row.subject->destroy(row.at[row.length]);
  homes().leave(row.homes[row.length], recorder().op());
  end_place(row, row.at[row.length]);
}

void Rows::destroy(Row& row) {
  for (std::size_t i = 0; i < row.length; ++i) {
    row.subject->destroy(row.at[i]);
    homes().leave(row.homes[i], recorder().op());
    end_place(row, row.at[i]);
  }
  if (!is_scattered(row)) end_block(row, row.block);
}

void Rows::forget(Row& row) {
  if (is_on_heap(row)) return;
  for (std::size_t i = 0; i < row.length; ++i) {
    homes().leave(row.homes[i], recorder().op());
    end_place(row, row.at[i]);
  }
}

}  // namespace pinprick::harness
