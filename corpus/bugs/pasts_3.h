// To poll a future, a task lends it to a wrapper that pins it through the borrow; the wrapper dies
// with the poll, the pinned future lies in the task as a member and moves with it (pasts 3).
// Claim: Unpin
// Shows: make, poll, move, poll
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/context.h"
#include "pinprick/future.h"

namespace pinprick::bugs::pasts_3 {

// Looks at its own name from the first poll on. A short name lies inside it, a long one outside.
class Greeting {
 public:
  using Output = int;

  void set_name(std::string name) {
    if (view_.empty()) name_ = std::move(name);
  }
  static Poll<int> poll(Pin<Greeting&> self, Context&) {
    Greeting& me = self.get_unchecked_mut(Unsafe("looked at where it lies"));
    if (me.view_.empty()) {
      if (me.name_.empty()) me.name_ = "pin";
      me.view_ = me.name_;
      return kPending;
    }
    int sum = 0;
    for (const char letter : me.view_) sum = (sum * 31 + letter) % 1009;
    return Poll<int>::ready(sum);
  }

 private:
  std::string name_ = "pin";
  std::string_view view_;
};

template <bool kMended>
class Task {
 public:
  void set_name(std::string name) { greeting().set_name(std::move(name)); }
  void poll() {
    const Waker waker = Waker::noop();
    Context cx(waker);
    const Lent lent{greeting()};
    const Poll<int> answer = lent.pin().poll(cx);
    if (answer.is_ready()) last_ = answer.value();
  }
  // What the greeting made of its name.
  int result() const { return last_; }

 private:
  struct Lent {
    Greeting& future;
    Pin<Greeting&> pin() const {
      return Pin<Greeting&>::new_unchecked(
          future, Unsafe("true of what lies in a box; the defect: the other one stays a borrow"));
    }
  };

  Greeting& greeting() {
    if constexpr (kMended) {
      return greeting_.get_unchecked_mut(Unsafe("polled or named, not moved"));
    } else {
      return greeting_;
    }
  }
  static auto home() {
    if constexpr (kMended) {
      return Box<Greeting>::pin();
    } else {
      return Greeting();
    }
  }

  std::conditional_t<kMended, Pin<Box<Greeting>>, Greeting> greeting_ = home();
  int last_ = 0;
};

}  // namespace pinprick::bugs::pasts_3

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::pasts_3::Task<kMended>> = true;
}  // namespace pinprick
