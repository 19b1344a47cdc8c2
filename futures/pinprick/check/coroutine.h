#pragma once

// Check a coroutine type: what a coroutine function returns, its frame and its promise.
//
// What it is: `check::coroutine<R, World>(name, handle_of)`, the registration of R, the object that
// a coroutine function returns, with a call `resume`. `handle_of(R&)` gives the handle of its
// frame, whatever the promise, or an empty one. make() is the coroutine function itself; to read
// what the promise holds, give result().
//
// What it promises: `resume` resumes what is there and is not done, and nothing else. Programs move
// R as its claim allows, while the frame stays where it was allocated: found is a promise that
// keeps a pointer to its R, an R that two places end up owning, and a frame that refers to what has
// gone since (an argument by reference, a captured variable).
//
// What breaks it: a coroutine that waits for somebody else to resume it. Have it awaited instead,
// see awaitable.h.
//
// Example:
//
//     #include <exception>
//
//     struct Count {
//       struct promise_type {
//         Count get_return_object() { return Count(Handle::from_promise(*this)); }
//         std::suspend_always initial_suspend() noexcept { return {}; }
//         std::suspend_always final_suspend() noexcept { return {}; }
//         std::suspend_always yield_value(int n) noexcept {
//           number = n;
//           return {};
//         }
//         void return_void() noexcept {}
//         void unhandled_exception() noexcept { std::terminate(); }
//         int number = 0;
//       };
//       using Handle = std::coroutine_handle<promise_type>;
//
//       explicit Count(Handle handle) : frame(handle) {}
//       Count(Count&& other) noexcept : frame(std::exchange(other.frame, nullptr)) {}
//       ~Count() {
//         if (frame) frame.destroy();
//       }
//
//       Handle frame;
//     };
//
//     Count count(int from) {
//       for (;;) co_yield from++;
//     }
//
//     int main() {
//       pinprick::check::coroutine<Count>("Count", [](Count& count) { return count.frame; })
//           .make(count)
//           .result([](const Count& count) { return count.frame.promise().number; })
//           .claims(pinprick::check::Unpin(), pinprick::check::Cancellable());
//     }

#include <coroutine>
#include <string>
#include <type_traits>
#include <utility>

#include "pinprick/check.h"

namespace pinprick::check {

template <class R, class World = NoWorld, class HandleOf>
Type<R, World> coroutine(std::string name, HandleOf handle_of) {
  static_assert(std::is_invocable_r_v<std::coroutine_handle<>, HandleOf, R&>,
                "pinprick::check: coroutine() needs to be told how to get at the handle: "
                "[](R& r) { return r.handle; }");
  Type<R, World> type(std::move(name));
  // Whether there is more to come.
  type.call("resume", [handle_of](R& owner) mutable {
    const std::coroutine_handle<> frame = handle_of(owner);
    if (!frame || frame.done()) return false;
    frame.resume();
    return !frame.done();
  });
  return type;
}

}  // namespace pinprick::check
