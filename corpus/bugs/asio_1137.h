// One call moves a handler into one argument and asks the handler for its executor in another; in
// which order, the compiler decides. (asio 1137)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call prepare(1), call start()
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace pinprick::bugs::asio_1137 {

template <bool kMended>
class Starter {
 public:
  // A handler for the next start.
  void prepare(std::uint8_t executor) { handler_.executor = std::make_unique<Executor>(executor); }

  void start() {
    if (handler_.executor == nullptr) return;
    if constexpr (kMended) {
      const int at = handler_.executor_id();
      started_ = initiate(at, std::move(handler_), at);
    } else {
      // Read on either side of the move: from left to right or from right to left, one comes late.
      started_ = initiate(handler_.executor_id(), std::move(handler_), handler_.executor_id());
    }
  }

  [[nodiscard]] int result() const { return started_; }

 private:
  struct Executor {
    explicit Executor(int number) : id(number) {}
    int id;
  };
  struct Handler {
    [[nodiscard]] int executor_id() const { return executor->id; }
    std::unique_ptr<Executor> executor;
  };

  static int initiate(int work_on, Handler handler, int complete_on) {
    return work_on == complete_on ? 1 + handler.executor->id : -1;
  }

  Handler handler_;
  int started_ = 0;
};

}  // namespace pinprick::bugs::asio_1137
