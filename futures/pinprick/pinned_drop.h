#pragma once

// A destructor that treats its object as pinned.
//
// What it is: Rust runs a destructor as if through `Pin<&mut Self>`, and so must a C++ class whose
// members are structurally pinned. It gives its destructor as a function,
//
//   static void drop(Pin<Fetch&> self);
//
// keeps a `PinnedDrop<Fetch>` among its members, and has that one run it: `~Fetch() {
// drop_.run(*this); }`.
//
// What it promises: `drop` runs once for each value, in place, before any member is destroyed. It
// gets a Pin and nothing more, so it reaches members by `project` and cannot move a pinned one
// without `Unsafe`. A value that was moved away is silent: the call moves along with the value,
// as long as it may move at all. One byte, no allocation. As for all destructors, an exception
// that leaves `drop` ends the program.
//
// The class says `Fetch(Fetch&&) = default;`, because a destructor takes that away, and has no
// assignment: it would overwrite a value without dropping it. `Pin::set` is the way to replace one.
// A private `drop` needs `friend PinnedDrop<Fetch>;`.
//
// What breaks it: a destructor that does more than the one call, or that forgets it; calling
// `drop` by hand.
//
// Example:
//
//     #include "pinprick/box.h"
//     #include "pinprick/project.h"
//
//     // Counts those that are alive.
//     class Guest {
//      public:
//       explicit Guest(int& present) : present_(&present) { ++*present_; }
//       Guest(Guest&&) = default;
//       ~Guest() { drop_.run(*this); }
//
//      private:
//       friend PinnedDrop<Guest>;
//       static void drop(Pin<Guest&> self) { --*project<&Guest::present_>(self); }
//
//       int* present_;
//       PinnedDrop<Guest> drop_;
//
//      public:
//       using PinnedFields = Members<PlainMember<&Guest::present_>>;
//     };
//
//     int main() {
//       int present = 0;
//       Guest first(present);
//       {
//         auto pinned = Box<Guest>::pin(std::move(first));
//         assert(present == 1);
//       }
//       assert(present == 0);  // though `first`, moved from, is still to be destroyed
//     }

#include <utility>

#include "pinprick/pin.h"
#include "pinprick/unsafe.h"

namespace pinprick {

template <class Self>
class PinnedDrop final {
 public:
  constexpr PinnedDrop() noexcept = default;

  // The value moves on, and its call of `drop` with it.
  constexpr PinnedDrop(PinnedDrop&& other) noexcept : due_(std::exchange(other.due_, false)) {}
  PinnedDrop(const PinnedDrop&) = delete;
  PinnedDrop& operator=(const PinnedDrop&) = delete;
  PinnedDrop& operator=(PinnedDrop&&) = delete;
  constexpr ~PinnedDrop() = default;

  // Runs `Self::drop`, unless the value was moved away. For the destructor of Self.
  constexpr void run(Self& dying) {
    static_assert(
        requires(Pin<Self&> self) { Self::drop(self); },
        "PinnedDrop needs `static void drop(Pin<Self&>)`: a destructor gets its object pinned");
    if (!std::exchange(due_, false)) return;
    Self::drop(Pin<Self&>::new_unchecked(dying, Unsafe("its members are destroyed in place")));
  }

 private:
  bool due_ = true;
};

// It is not what is pinned.
template <class Self>
inline constexpr bool enable_unpin<PinnedDrop<Self>> = true;

}  // namespace pinprick
