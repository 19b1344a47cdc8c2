#pragma once

// A function call that waits to be asked for.
//
// What it is: `Lazy<Fn>`, a future out of a function of a Context.
//
// What it promises: nothing happens until the first poll, which calls Fn once, destroys it and
// answers Ready with what it gave. No allocation. It is Unpin whatever Fn is: Fn is only moved out
// and called, never pinned.
//
// What breaks it: polling it twice, which panics as "Lazy". If Fn throws, the Lazy is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     int calls = 0;
//     auto future = lazy([&](Context&) { return ++calls; });
//     assert(calls == 0);
//     assert(block_on(std::move(future)) == 1);

#include <functional>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"

namespace pinprick {

template <class Fn>
class [[nodiscard]] Lazy final {
  static_assert(std::is_invocable_v<Fn, Context&>, "lazy needs a function of a Context&");

 public:
  using PinnedFields = Fields<>;
  using Output = std::remove_cvref_t<std::invoke_result_t<Fn, Context&>>;

  explicit constexpr Lazy(Fn fn) : fn_(std::in_place, std::move(fn)) {}

  static constexpr Poll<Output> poll(Pin<Lazy&> self, Context& cx) {
    Lazy& me = self.get_mut();
    Fn* kept = me.fn_.first();
    if (kept == nullptr) panic(PanicReason::kPolledAfterReady, "Lazy");
    Fn fn = std::move(*kept);
    me.fn_.clear();
    return Poll<Output>::ready(std::invoke(std::move(fn), cx));
  }

 private:
  // Empty once called.
  OneOf<Fn, internal::Never> fn_;
};

// What `fn(cx)` gives, called at the first poll.
template <class Fn>
constexpr Lazy<std::decay_t<Fn>> lazy(Fn&& fn) {
  return Lazy<std::decay_t<Fn>>(std::forward<Fn>(fn));
}

}  // namespace pinprick
