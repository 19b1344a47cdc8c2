#pragma once

// A future whose exceptions are part of its output.
//
// What it is: `Catch<F>`, ready with what F gives as ok, or with the exception that a poll of F
// threw as err. Rust's catch_unwind; a Panic is an exception like any other.
//
// What it promises: F is destroyed as soon as it is ready or has thrown, and not polled again. No
// allocation of its own (an exception has one). F is structurally pinned: a Catch is Unpin when F
// is.
//
// What breaks it: polling it after Ready, which panics as "Catch" and is not caught by it.
//
// Example:
//
//     #include <stdexcept>
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/lazy.h"
//     #include "pinprick/future/ready.h"
//
//     assert(block_on(catch_exception(ready(3))).value() == 3);
//     auto fails = lazy([](Context&) -> int { throw std::runtime_error("no"); });
//     const auto result = block_on(catch_exception(std::move(fails)));
//     assert(result.is_err());
//     try {
//       std::rethrow_exception(result.error());
//     } catch (const std::runtime_error& error) {
//       assert(error.what() == std::string("no"));
//     }

#include <exception>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/internal/try_poll.h"
#include "pinprick/result.h"

namespace pinprick {

template <class F>
class [[nodiscard]] Catch final {
 public:
  using PinnedFields = Fields<F>;
  using Output = internal::Caught<F>;

  explicit constexpr Catch(F future) : future_(std::in_place, std::move(future)) {}

  static constexpr Poll<Output> poll(Pin<Catch&> self, Context& cx) {
    Catch& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    F* future = me.future_.first();
    if (future == nullptr) panic(PanicReason::kPolledAfterReady, "Catch");
    auto child = Pin<F&>::new_unchecked(*future, Unsafe("pinned as its Catch is"));
    auto answer = internal::try_poll(child, cx);
    if (answer.is_ready()) me.future_.clear();
    return answer;
  }

 private:
  using State = OneOf<F, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Catch> niche() { return internal::niche_in<Catch, State>(); }

  // Empty once ready.
  State future_;
};

// What `future` gives, or what it throws.
template <Future F>
constexpr Catch<F> catch_exception(F future) {
  return Catch<F>(std::move(future));
}

}  // namespace pinprick
