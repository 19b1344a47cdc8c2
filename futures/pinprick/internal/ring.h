#pragma once

// A queue in one piece of memory.
//
// What it is: `Ring<T>`, first in, first out, in an array whose end is followed by its beginning.
//
// What it promises: as long as no more values are in it than it has ever had room for, pushing and
// popping allocate nothing; a push that finds it full doubles the room. (std::deque allocates and
// frees for ever as values pass through it.) If allocation fails, nothing has changed. Whatever is
// left is destroyed from the front on.
//
// What breaks it: popping from an empty one, and a T whose move throws.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace pinprick::internal {

template <class T>
class Ring {
 public:
  // Room for `room` values, in one allocation, or none if it is zero.
  explicit Ring(std::size_t room) : values_(allocate(room)), room_(room) {}
  // Leaves an empty one without room behind.
  Ring(Ring&& other) noexcept
      : values_(std::exchange(other.values_, nullptr)),
        room_(std::exchange(other.room_, 0)),
        front_(std::exchange(other.front_, 0)),
        size_(std::exchange(other.size_, 0)) {}
  Ring& operator=(Ring&&) = delete;
  ~Ring() {
    for (std::size_t i = 0; i < size_; ++i) std::destroy_at(at(i));
    free(values_, room_);
  }

  [[nodiscard]] bool is_empty() const noexcept { return size_ == 0; }

  // Appends. `value` is untouched if there is no memory for it.
  void push(T&& value) {
    if (size_ == room_) grow();
    std::construct_at(at(size_), std::move(value));
    ++size_;
  }

  // Takes the first one. There is one.
  [[nodiscard]] T pop() noexcept {
    T* const first = at(0);
    T value(std::move(*first));
    std::destroy_at(first);
    front_ = front_ + 1 == room_ ? 0 : front_ + 1;
    --size_;
    return value;
  }

 private:
  static constexpr std::size_t kLeast = 4;

  static T* allocate(std::size_t room) {
    return room == 0 ? nullptr : std::allocator<T>().allocate(room);
  }
  static void free(T* values, std::size_t room) noexcept {
    if (values != nullptr) std::allocator<T>().deallocate(values, room);
  }

  // The place of the value that `index` others are before.
  T* at(std::size_t index) noexcept {
    const std::size_t before_end = room_ - front_;
    return values_ + (index < before_end ? front_ + index : index - before_end);
  }

  void grow() {
    const std::size_t room = std::max(kLeast, 2 * room_);
    T* const values = allocate(room);
    for (std::size_t i = 0; i < size_; ++i) {
      std::construct_at(values + i, std::move(*at(i)));
      std::destroy_at(at(i));
    }
    free(std::exchange(values_, values), std::exchange(room_, room));
    front_ = 0;
  }

  T* values_;
  std::size_t room_;
  std::size_t front_ = 0;
  std::size_t size_ = 0;
};

}  // namespace pinprick::internal
