#pragma once

// The owner of one value on the heap.
//
// What it is: Rust's `Box<T>`, in as far as C++ has it: a pointer that owns, moves, is never
// copied, and passes its constness on to what it owns.
//
// What it promises: it always owns a value, unless it was moved from; then every access panics by
// name. It costs exactly one allocation, by plain operator new, and one pointer. Moving a Box does
// not move the value. It is Unpin whatever T is. `Box<T>::pin` is the everyday road to a pinned
// value.
//
// What breaks it: `from_raw` with a pointer that does not come from `into_raw`, and a reference
// kept from before the value was pinned. A Box of a base class needs a virtual destructor there.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/example.h"
//
//     auto number = Box<int>::make(3);
//     *number += 1;
//     assert(std::move(number).into_inner() == 4);
//     assert(number.is_empty());
//
//     auto future = box_pin(example());  // or Box<Example>::pin(), or Box<Example>::into_pin(box)
//     assert(block_on(std::move(future)) == 37);

#include <type_traits>
#include <utility>

#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unsafe.h"

namespace pinprick {

template <class T>
class Box;

template <class T>
struct PointerTraits<Box<T>> : internal::OwnerTraits<Box<T>, T, true> {};

// The Box is Unpin even where its value is not: moving it moves a pointer.
template <class T>
inline constexpr bool enable_unpin<Box<T>> = true;

template <class T>
class [[nodiscard]] Box : public internal::PinOutput<Box<T>, T>,
                          public internal::PinItem<Box<T>, T> {
  static_assert(std::is_object_v<T> && !std::is_array_v<T>, "Box<T> owns a single object");

 public:
  // A new value, made of `args` where it will stay. One allocation.
  template <class... Args>
  static constexpr Box make(Args&&... args) {
    return Box(new T(std::forward<Args>(args)...));
  }

  // The same, pinned from the start.
  template <class... Args>
  static constexpr Pin<Box> pin(Args&&... args) {
    return into_pin(make(std::forward<Args>(args)...));
  }

  // Pins the value where it is. Nothing moves, nothing is allocated.
  static constexpr Pin<Box> into_pin(Box box) noexcept {
    return Pin<Box>::new_unchecked(std::move(box),
                                   Unsafe("the Box owns the value, and the Pin owns the Box"));
  }

  // Takes ownership of what `into_raw` gave up. The caller promises that `pointer` comes from
  // there (or from `new`), and that nobody else will take it.
  static constexpr Box from_raw(T* pointer, Unsafe) noexcept { return Box(pointer); }

  constexpr Box(Box&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}

  // From a Box of a derived class. The value stays where it is.
  template <class U>
    requires(!std::is_same_v<T, U> && std::is_convertible_v<U*, T*>)
  constexpr Box(Box<U>&& other) noexcept  // NOLINT: a conversion that only forgets
      : pointer_(std::exchange(other.pointer_, nullptr)) {
    static_assert(std::has_virtual_destructor_v<T>,
                  "Box<Base> needs a virtual destructor to destroy what it owns");
  }

  // Destroys the old value after taking the new one, so that a value may replace its own owner.
  constexpr Box& operator=(Box&& other) noexcept {
    Box old(std::exchange(pointer_, std::exchange(other.pointer_, nullptr)));
    return *this;
  }
  Box(const Box&) = delete;
  Box& operator=(const Box&) = delete;
  constexpr ~Box() { delete pointer_; }

  // The value. Panics (kEmpty) on a moved-from Box.
  [[nodiscard]] constexpr T& operator*() { return checked(), *pointer_; }
  [[nodiscard]] constexpr const T& operator*() const { return checked(), *pointer_; }
  [[nodiscard]] constexpr T* operator->() { return checked(), pointer_; }
  [[nodiscard]] constexpr const T* operator->() const { return checked(), pointer_; }

  // Whether it was moved from.
  [[nodiscard]] constexpr bool is_empty() const noexcept { return pointer_ == nullptr; }

  // Moves the value out and frees its place. If the move throws, the Box keeps the value.
  [[nodiscard]] constexpr T into_inner() && {
    checked();
    T value(std::move(*pointer_));
    delete std::exchange(pointer_, nullptr);
    return value;
  }

  // Gives up ownership without destroying anything.
  [[nodiscard]] constexpr T* into_raw() && noexcept { return std::exchange(pointer_, nullptr); }

  // Lets the value live for ever, and gives access to it. Legal for pinned values too.
  static constexpr T& leak(Box box) {
    box.checked();
    return *std::exchange(box.pointer_, nullptr);
  }

  // A Box of a future is a future, if the future may be moved: the Box hands out plain references.
  // For any other future there is Pin<Box<F>>.
  template <class Cx>
  static constexpr auto poll(Pin<Box&> self, Cx& cx)
    requires(internal::Pollable<T> && Unpin<T>)
  {
    return T::poll(Pin<T&>::make(*self.get_mut()), cx);
  }

  // The same for a stream.
  template <class Cx>
  static constexpr auto poll_next(Pin<Box&> self, Cx& cx)
    requires(internal::PollableNext<T> && Unpin<T>)
  {
    return T::poll_next(Pin<T&>::make(*self.get_mut()), cx);
  }

 private:
  template <class U>
  friend class Box;

  explicit constexpr Box(T* pointer) noexcept : pointer_(pointer) {}

  constexpr void checked() const {
    if (pointer_ == nullptr) panic(PanicReason::kEmpty, "Box");
  }

  T* pointer_;
};

// Moves `value` to the heap.
template <class T>
Box<std::remove_cvref_t<T>> box(T&& value) {
  return Box<std::remove_cvref_t<T>>::make(std::forward<T>(value));
}

// Moves `value` to the heap and pins it there.
template <class T>
Pin<Box<std::remove_cvref_t<T>>> box_pin(T&& value) {
  return Box<std::remove_cvref_t<T>>::pin(std::forward<T>(value));
}

static_assert(sizeof(Box<int>) == sizeof(int*));
static_assert(sizeof(Pin<Box<int>>) == sizeof(Box<int>));
static_assert(sizeof(Pin<Pin<Box<int>>>) == sizeof(Box<int>));

}  // namespace pinprick
