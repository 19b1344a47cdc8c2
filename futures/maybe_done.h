#pragma once

// A future, or what it gave.
//
// What it is: the building block of combinators that wait for several futures at once.
//
// What it promises: the future is destroyed as soon as it is ready, and its output takes its
// place. The future is structurally pinned, the output is not. No allocation.
//
// What breaks it: taking the output when there is none, which panics as "MaybeDone".

#include <cstddef>
#include <utility>
#include <variant>

#include "futures/future.h"

namespace pinprick {

template <class F>
class [[nodiscard]] MaybeDone final {
 public:
  using PinnedFields = Fields<F>;

  explicit constexpr MaybeDone(F future)
      : state_(std::in_place_index<kRunning>, std::move(future)) {}

  // Polls the future if it is still there. Says whether it is not.
  static constexpr bool poll_done(Pin<MaybeDone&> self, Context& cx) {
    MaybeDone& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    auto* running = std::get_if<kRunning>(&me.state_);
    if (running == nullptr) return true;
    auto child = Pin<F&>::new_unchecked(running->future, Unsafe("pinned as its MaybeDone is"));
    auto answer = F::poll(child, cx);
    if (answer.is_pending()) return false;
    me.state_.template emplace<kFinished>(std::move(answer).value());
    return true;
  }

  // Whether the output was taken.
  [[nodiscard]] constexpr bool is_taken() const noexcept {
    return state_.index() != kRunning && state_.index() != kFinished;
  }

  // Takes the output, once.
  static constexpr typename F::Output take_output(Pin<MaybeDone&> self) {
    MaybeDone& me = self.get_unchecked_mut(Unsafe("the output is not pinned"));
    auto* finished = std::get_if<kFinished>(&me.state_);
    if (finished == nullptr) panic(PanicReason::kNotReady, "MaybeDone");
    typename F::Output output = std::move(finished->output);
    me.state_.template emplace<kTaken>();
    return output;
  }

 private:
  static constexpr std::size_t kRunning = 0;
  static constexpr std::size_t kFinished = 1;
  static constexpr std::size_t kTaken = 2;

  struct Running {
    explicit constexpr Running(F f) : future(std::move(f)) {}
    F future;
  };
  struct Finished {
    explicit constexpr Finished(typename F::Output value) : output(std::move(value)) {}
    typename F::Output output;
  };

  std::variant<Running, Finished, std::monostate> state_;
};

}  // namespace pinprick
