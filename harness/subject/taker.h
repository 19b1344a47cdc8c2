// A future that takes its child out of its option when the child is ready.
//
// The option is structurally pinned, so what is in it stays there until it is destroyed: it may be
// set to empty, which destroys the child in place, but not taken, which moves it out.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "harness/program/program.h"
#include "harness/subject/vacated.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class Taker {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  Taker(ValueId owner, F future) : option_(std::move(future)), owner_(owner) {}

  static Poll<Output> poll(Pin<Taker&> self, Context& cx) {
    Taker& me = self.get_unchecked_mut(Unsafe("the misuse: see above"));
    if (!me.option_.has_value()) panic(PanicReason::kPolledAfterReady, "Taker");
    Poll<Output> answer =
        F::poll(Pin<F&>::new_unchecked(*me.option_, Unsafe("pinned as the option is")), cx);
    if (answer.is_ready()) me.take();
    return answer;
  }

 private:
  void take() {
    std::optional<F> taken = std::move(option_);
    {
      const Vacated left(std::addressof(*option_), sizeof(F), owner_);
      taken.reset();
    }
    option_.reset();
  }

  std::optional<F> option_;
  ValueId owner_;
};

}  // namespace pinprick::harness
