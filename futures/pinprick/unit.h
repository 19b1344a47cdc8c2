#pragma once

// The output of a future that has nothing to say.
//
// What it is: `Unit`, Rust's `()`: a type with a single value.
//
// What it promises: empty, and equal to every other.
//
// What breaks it: nothing.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/ready.h"
//
//     assert(block_on(ready(Unit{})) == Unit{});
//     static_assert(std::is_empty_v<Unit>);

namespace pinprick {

struct Unit {
  friend constexpr bool operator==(Unit, Unit) = default;
};

}  // namespace pinprick
