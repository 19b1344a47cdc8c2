#pragma once

// Check an operation state: what connecting a sender to a receiver gives, in the manner of
// std::execution.
//
// What it is: `check::operation<World>(name, connect)`, where `connect(World&, Receiver)` connects
// your sender to the receiver that is handed in, by whichever `connect` your library has, and
// returns the operation state. That is what is registered, with the call `start` (op.start(), or
// start(op) if it is a function) and, as the result, how it was completed. What completes it
// belongs into the world, and is an event.
//
// What it promises: the operation state is constructed where it stays. It is started once, whatever
// the programs do. It claims PinnedAfter{"start"}, which is the rule of operation states: until it
// is started it may be moved, if it can be, and dropped; once started it is neither moved nor
// dropped. An operation that completes twice ends the process, which is a finding. Add Cancellable
// with another claims() if yours may be dropped at any time.
//
// What breaks it: a completion from another thread.
//
// Example:
//
//     template <class R>
//     struct Just {
//       void start() noexcept { receiver.set_value(number); }
//       int number;
//       R receiver;
//     };
//
//     int main() {
//       pinprick::check::operation(
//           "Just", [](pinprick::check::NoWorld&, pinprick::check::Receiver receiver) {
//             return Just<pinprick::check::Receiver>{7, receiver};
//           });
//     }

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "pinprick/check.h"
#include "pinprick/check/made.h"

namespace pinprick::check {

namespace internal {

// What a receiver leaves behind. It stays where it is while the operation moves.
class Completion {
 public:
  // Once. `how` is one of the three channels.
  template <class... Values>
  void complete(std::uint64_t how, const Values&... values) {
    if (is_complete_) {
      std::fputs("pinprick::check: the operation has completed its receiver twice\n", stderr);
      std::abort();
    }
    is_complete_ = true;
    seen_.add(how);
    (digest(values, seen_), ...);
  }
  std::uint64_t seen() const { return seen_.value(); }

 private:
  bool is_complete_ = false;
  Digest seen_;
};

template <class Op>
void start_operation(Op& op) {
  if constexpr (requires { op.start(); }) {
    op.start();
  } else {
    start(op);
  }
}

}  // namespace internal

// Who is told how an operation ended. Values of any type are taken, errors too. Where a library
// wants more of a receiver (a tag, an environment), derive yours from it.
class Receiver {
 public:
  struct Env {};

  explicit Receiver(internal::Completion& completion) : completion_(&completion) {}

  template <class... Values>
  void set_value(Values&&... values) noexcept {
    completion_->complete(1, values...);
  }
  template <class Error>
  void set_error(Error&& /*error*/) noexcept {
    completion_->complete(2);
  }
  void set_stopped() noexcept { completion_->complete(3); }
  Env get_env() const noexcept { return {}; }

 private:
  internal::Completion* completion_;
};

// An operation state and how it was completed.
template <class Op>
class Operation {
 public:
  template <class Connect>
    requires std::is_same_v<std::invoke_result_t<Connect&, Receiver>, Op>
  explicit Operation(Connect connect) : op_(connect(Receiver(*completion_))) {}
  Operation(Operation&&) = default;
  Operation& operator=(Operation&&) = delete;

  void start() {
    if (std::exchange(is_started_, true)) return;
    internal::start_operation(op_);
  }
  std::uint64_t result() const { return completion_->seen(); }

 private:
  std::unique_ptr<internal::Completion> completion_ = std::make_unique<internal::Completion>();
  bool is_started_ = false;
  Op op_;
};

template <class World = NoWorld, class Connect>
auto operation(std::string name, Connect connect) {
  static_assert(std::is_invocable_v<Connect&, World&, Receiver>,
                "pinprick::check: operation() needs a connect(World&, Receiver) that gives the "
                "operation state");
  using Subject = Operation<std::invoke_result_t<Connect&, World&, Receiver>>;
  Type<Subject, World> type(std::move(name));
  type.make([connect](World& world) mutable {
    return Subject([&](Receiver receiver) { return connect(world, receiver); });
  });
  type.call("start", &Subject::start).result(&Subject::result);
  type.claims(PinnedAfter{"start"});
  return type;
}

}  // namespace pinprick::check
