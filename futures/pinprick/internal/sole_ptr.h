#pragma once

// A pointer that whoever moves on takes along.
//
// What it is: a plain pointer, owning nothing, by which a future or a guard knows its primitive.
// A move leaves null behind, so that the moved-from object has nothing to undo in its destructor.
//
// What it promises: one word. Whoever holds it may leave its own moves to the compiler.
//
// What breaks it: nothing beyond what breaks a pointer.

#include <utility>

namespace pinprick::internal {

template <class T>
class SolePtr {
 public:
  explicit constexpr SolePtr(T* pointer) noexcept : pointer_(pointer) {}
  constexpr SolePtr(SolePtr&& other) noexcept : pointer_(other.take()) {}
  constexpr SolePtr& operator=(SolePtr&& other) noexcept {
    pointer_ = other.take();
    return *this;
  }
  ~SolePtr() = default;

  [[nodiscard]] constexpr T* get() const noexcept { return pointer_; }

  // The pointer; afterwards it is null.
  constexpr T* take() noexcept { return std::exchange(pointer_, nullptr); }

 private:
  T* pointer_;
};

}  // namespace pinprick::internal
