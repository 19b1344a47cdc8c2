#pragma once

// Check a type that is polled: a future of this library in one line, and whatever else has a
// function like it.
//
// What it is: `check::future<F>(name)`, the registration of a Future (pinprick/future.h) with the
// call `poll`, its answer as the result, and its claim: Unpin if it is Unpin, otherwise pinned
// after the first poll, or never moved if it has no move constructor; and that it may be dropped at
// any time, as every future here. `check::polled<T, World>(name, poll)` is for a type of any other
// library: `poll(T&)` or `poll(T&, World&)` polls it with a context that it makes itself, and
// returns a bool (ready or not) or what has is_ready(), IsReady() or has_value(), and a value. What
// it claims is then for claims() to say.
//
// What it promises: what was ready is not polled again. A future gets a waker of its own at each
// poll, and how often it was woken is a part of the result: a wake that a move has lost is found.
//
// What breaks it: a poll that blocks. And result() is taken: another one is refused.
//
// Example:
//
//     #include "pinprick/future/yield_now.h"
//
//     [[maybe_unused]] const auto yielding = pinprick::check::future<YieldNow>("YieldNow");
//
//     struct Countdown {
//       bool step() { return left == 0 || --left == 0; }
//       int left = 3;
//     };
//
//     [[maybe_unused]] const auto countdown =
//         pinprick::check::polled<Countdown>("Countdown", [](Countdown& c) { return c.step(); })
//             .claims(pinprick::check::Unpin(), pinprick::check::Cancellable());

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "pinprick/check.h"
#include "pinprick/check/made.h"
#include "pinprick/future.h"
#include "pinprick/testing/wakers.h"
#include "pinprick/unpin.h"
#include "pinprick/unsafe.h"

namespace pinprick::check {

namespace internal {

template <class Answer>
bool is_ready(const Answer& answer) {
  if constexpr (std::is_same_v<Answer, bool>) {
    return answer;
  } else if constexpr (requires { answer.is_ready(); }) {
    return answer.is_ready();
  } else if constexpr (requires { answer.IsReady(); }) {
    return answer.IsReady();
  } else {
    static_assert(
        requires { answer.has_value(); },
        "pinprick::check: what poll gives says neither is_ready() nor IsReady() nor "
        "has_value(); return a bool");
    return answer.has_value();
  }
}

template <class Answer>
void digest_answer(const Answer& answer, Digest& seen) {
  if constexpr (requires { digest(answer.value(), seen); }) {
    digest(answer.value(), seen);
  } else if constexpr (requires { digest(*answer, seen); }) {
    digest(*answer, seen);
  }
}

}  // namespace internal

// A T that is not polled any more once it was ready, and what it has answered.
template <class T>
class Polled {
 public:
  template <internal::Makes<T> F>
  explicit Polled(F make) : object_(make()) {}

  // poll(T&, around...), if it is time for that.
  template <class F, class... Around>
  void poll(F&& poll, Around&... around) {
    if (is_over_) return;
    const auto answer = std::invoke(poll, object_, around...);
    is_over_ = internal::is_ready(answer);
    seen_.add(is_over_ ? 1 : 0);
    if (is_over_) internal::digest_answer(answer, seen_);
  }
  std::uint64_t result() const { return seen_.value(); }

  const T& object() const { return object_; }

 private:
  T object_;
  bool is_over_ = false;
  Digest seen_;
};

namespace internal {

// A future and whom it wakes.
template <Future F>
class Woken {
 public:
  template <Makes<F> Make>
  explicit Woken(Make make) : future_(make()) {}

  Poll<OutputOf<F>> poll() {
    const Waker waker = counter_->waker();
    Context cx(waker);
    return F::poll(Pin<F&>::new_unchecked(future_, Unsafe("claimed, and checked by the harness")),
                   cx);
  }
  std::uint64_t wakes() const { return counter_->wakes(); }

 private:
  F future_;
  std::unique_ptr<testkit::CountingWaker> counter_ = std::make_unique<testkit::CountingWaker>();
};

}  // namespace internal

// `make`, if given, is as that of Type<T, World>: T f(World&, ...) or T f(...).
template <class T, class World = NoWorld, class F, class... Make>
  requires(sizeof...(Make) <= 1)
Type<Polled<T>, World> polled(std::string name, F poll, Make... make) {
  static_assert(std::is_invocable_v<F&, T&, World&> || std::is_invocable_v<F&, T&>,
                "pinprick::check: polled() needs a poll(T&) or a poll(T&, World&)");
  using Subject = Polled<T>;
  Type<Subject, World> type(std::move(name));
  type.make(internal::wrapped<Subject>(internal::make_of<T, World>(std::move(make)...)));
  if constexpr (std::is_invocable_v<F&, T&, World&>) {
    type.call("poll", [poll](Subject& self, World& world) mutable { self.poll(poll, world); });
  } else {
    type.call("poll", [poll](Subject& self) mutable { self.poll(poll); });
  }
  type.result(&Subject::result);
  return type;
}

// Likewise.
template <Future F, class World = NoWorld, class... Make>
  requires(sizeof...(Make) <= 1)
Type<Polled<internal::Woken<F>>, World> future(std::string name, Make... make) {
  using Subject = Polled<internal::Woken<F>>;
  Type<Subject, World> type(std::move(name));
  type.make(internal::wrapped<Subject>(
      internal::wrapped<internal::Woken<F>>(internal::make_of<F, World>(std::move(make)...))));
  type.call("poll", [](Subject& self) { self.poll(&internal::Woken<F>::poll); });
  type.result([](const Subject& self) {
    Digest seen;
    seen.add(self.result());
    seen.add(self.object().wakes());
    return seen.value();
  });
  if constexpr (pinprick::Unpin<F>) {
    type.claims(Unpin(), Cancellable());
  } else if constexpr (std::is_move_constructible_v<F>) {
    type.claims(PinnedAfterFirstPoll(), Cancellable());
  } else {
    type.claims(NeverMoves(), Cancellable());
  }
  return type;
}

}  // namespace pinprick::check
