#pragma once

// What the tests of primitives and timers share: somebody who waits.
//
// What it is: `Waiter`, a future in a box with a waker of its own, which counts its wakes and may
// do something at each.
//
// What it promises: the waker lives as long as anybody has it; what it does is up to the test, even
// dropping or polling the Waiter itself or another one.
//
// What breaks it: nothing beyond the tests.

#include <functional>
#include <optional>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/future.h"
#include "pinprick/wake.h"

namespace pinprick::tests {

// Counts its wakes and does something at each.
class OnWake : public Wake {
 public:
  explicit OnWake(std::function<void()> act = {}) : act_(std::move(act)) {}
  void wake() override {
    ++wakes;
    if (act_) act_();
  }

  int wakes = 0;

 private:
  std::function<void()> act_;
};

template <class F>
class Waiter {
 public:
  explicit Waiter(F future, std::function<void()> act = {})
      : future_(box_pin(std::move(future))), waker_(WakeRef<OnWake>::make(std::move(act))) {}

  // Whether the future was ready; then `output` is set.
  bool poll() {
    const Waker waker = waker_.waker();
    Context cx(waker);
    auto answer = future_->poll(cx);
    if (answer.is_pending()) return false;
    output.emplace(std::move(answer).value());
    return true;
  }

  // Destroys the future.
  void drop() { future_.reset(); }

  // Hands the next polls another waker.
  void change_waker(std::function<void()> act = {}) {
    waker_ = WakeRef<OnWake>::make(std::move(act));
  }

  [[nodiscard]] bool is_dropped() const { return !future_.has_value(); }
  // Of the current waker.
  [[nodiscard]] int wakes() const { return waker_->wakes; }

  std::optional<typename F::Output> output;

 private:
  std::optional<Pin<Box<F>>> future_;
  WakeRef<OnWake> waker_;
};

}  // namespace pinprick::tests
