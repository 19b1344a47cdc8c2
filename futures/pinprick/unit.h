#pragma once

// The output of a future that has nothing to say.
//
// What it is: `Unit`, Rust's `()`: a type with a single value.
//
// What it promises: empty, and equal to every other.
//
// What breaks it: nothing.

namespace pinprick {

struct Unit {
  friend constexpr bool operator==(Unit, Unit) = default;
};

}  // namespace pinprick
