#pragma once

// Places for a fixed number of things that do not move.
//
// What it is: `Slots<T>`, storage for n values of type T. They come and go in any order, and are
// numbered by their age: the one that has been here longest is the first.
//
// What it promises: one allocation, when it is made. A value is built in its place and destroyed
// there. The Slots itself may be moved; the values stay where they are. The values are destroyed
// in order of their age. Adding is constant, removing linear in the number of those that are
// younger, with a small factor: only numbers are moved.
//
// What breaks it: adding to a full one, and numbers out of range: nothing is checked here.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "pinprick/context.h"
#include "pinprick/stream/fuse.h"

namespace pinprick::internal {

template <class T>
class Slots final {
 public:
  explicit Slots(std::size_t capacity) : slots_(new Slot[capacity]), capacity_(capacity) {
    for (std::size_t i = 0; i < capacity; ++i) slots_[i].at_age = &slots_[i];
  }
  Slots(Slots&& other) noexcept
      : slots_(std::move(other.slots_)),
        capacity_(other.capacity_),
        size_(std::exchange(other.size_, 0)) {}
  Slots& operator=(Slots&&) = delete;
  ~Slots() {
    for (std::size_t i = 0; i < size_; ++i) std::destroy_at(&(*this)[i]);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_full() const noexcept { return size_ == capacity_; }

  // The value of that age; 0 is the oldest.
  [[nodiscard]] T& operator[](std::size_t age) noexcept { return slots_[age].at_age->value; }

  // A new value, the youngest.
  template <class... Args>
  void emplace_back(Args&&... args) {
    std::construct_at(&slots_[size_].at_age->value, std::forward<Args>(args)...);
    ++size_;
  }

  // Destroys the value of that age; the younger ones move up.
  void erase(std::size_t age) noexcept {
    Slot* slot = slots_[age].at_age;
    --size_;
    for (std::size_t i = age; i < size_; ++i) slots_[i].at_age = slots_[i + 1].at_age;
    slots_[size_].at_age = slot;
    // Last of all: a destructor that looks must find everything in order.
    std::destroy_at(&slot->value);
  }

 private:
  // A place, and beside it, because one allocation is enough, the place of the value whose age is
  // the number of this one. Behind the last value come the places that are free.
  struct Slot {
    Slot() noexcept {}   // NOLINT: leaves the place empty
    ~Slot() noexcept {}  // NOLINT: likewise
    union {
      T value;
    };
    Slot* at_age;
  };

  std::unique_ptr<Slot[]> slots_;
  std::size_t capacity_;
  std::size_t size_ = 0;
};

// Builds values of the items of `stream` until there is no place or no item for now.
template <class S, class T>
void fill(Slots<T>& slots, Pin<stream::Fuse<S>&> stream, Context& cx) {
  while (!slots.is_full()) {
    auto answer = stream.poll_next(cx);
    if (answer.is_pending() || !answer.value().has_value()) return;
    slots.emplace_back(*std::move(answer.value()));
  }
}

}  // namespace pinprick::internal
