#pragma once

// Two questions about moving that are not the question of Unpin.
//
// What it is: `Movable<T>`, "has a move constructor that can be called", and `Relocatable<T>`,
// "may be moved by copying its bytes and forgetting the source".
//
// What it promises: both are answered from what the compiler knows or from what the type's author
// says, and never from Unpin; nor is Unpin ever answered from them. A std::string is Movable and
// Unpin but not Relocatable (its short form points into itself, and its move constructor mends
// that); a self-referential future is Movable but neither of the others.
//
// What breaks it: declaring `enable_relocatable` for a type whose bytes hold its own address, or
// whose address is known to somebody else.
//
// Example:
//
//     #include <mutex>
//     #include <string>
//
//     static_assert(Movable<int> && Relocatable<int>);
//     static_assert(Movable<std::string> && !Relocatable<std::string>);
//     static_assert(!Movable<std::mutex>);

#include <type_traits>

namespace pinprick {

// Specialise to true to say that T may be moved with memcpy, to false to deny it:
//   template <> inline constexpr bool pinprick::enable_relocatable<Handle> = true;
template <class T>
inline constexpr bool enable_relocatable = std::is_trivially_copyable_v<T>;

// T can be moved by copying its bytes to the new place and then treating the old place as empty
// storage, without running a constructor there or a destructor here.
template <class T>
concept Relocatable = enable_relocatable<std::remove_cv_t<T>>;

// T can be constructed from an expiring T, and destroyed.
template <class T>
concept Movable = std::is_move_constructible_v<T> && std::is_destructible_v<T>;

}  // namespace pinprick
