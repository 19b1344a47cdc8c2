// The receiver is moved into the call that connects the next sender; when that call throws, the
// error is given to the receiver, which has been moved from. (stdexec 43feda94)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call run(true)
#pragma once

#include <memory>
#include <utility>

namespace pinprick::bugs::stdexec_43feda94 {

template <bool kMended>
class Let {
 public:
  // Connects the next sender and starts it, once.
  void run(bool connect_throws) {
    if (receiver_.outcome == nullptr) return;
    try {
      if constexpr (kMended) {
        connect_in_place(receiver_, connect_throws).start();
      } else {
        connect(std::move(receiver_), connect_throws).start();
      }
    } catch (int) {
      std::move(receiver_).set_error();
    }
  }

  // 1 after a value, 2 after an error.
  [[nodiscard]] int result() const { return outcome_ == nullptr ? 0 : *outcome_; }

 private:
  struct Receiver {
    void set_value() && { *std::exchange(outcome, nullptr) = 1; }
    void set_error() && { *std::exchange(outcome, nullptr) = 2; }
    std::shared_ptr<int> outcome;
  };
  struct Child {
    void start() { std::move(receiver).set_value(); }
    Receiver receiver;
  };

  static Child connect(Receiver receiver, bool throws) {
    if (throws) throw 1;
    return Child{std::move(receiver)};
  }
  // Moves nothing until nothing can throw.
  static Child connect_in_place(Receiver& receiver, bool throws) {
    if (throws) throw 1;
    return Child{std::move(receiver)};
  }

  std::shared_ptr<int> outcome_ = std::make_shared<int>(0);
  Receiver receiver_{outcome_};
};

}  // namespace pinprick::bugs::stdexec_43feda94
