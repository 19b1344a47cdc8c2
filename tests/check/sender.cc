// Example: operation states in the manner of std::execution. The loop completes what was started,
// by its address. One gives it that address when it is started; the other one already when it is
// connected, though until it is started it may be moved.

#include "pinprick/check/sender.h"

#include <utility>
#include <vector>

#include "pinprick/check.h"

namespace pinprick::check::sender_example {
namespace {

class Item {
 public:
  virtual void run() noexcept = 0;

 protected:
  Item() = default;
  Item(const Item&) = default;
  Item& operator=(const Item&) = default;
  ~Item() = default;
};

// What is around: a loop with a queue of those that wait for their turn.
struct Loop {
  void run_all() {
    for (Item* item : std::exchange(queue, {})) item->run();
  }

  std::vector<Item*> queue;
};

// The state of `schedule(loop) | then(...)`.
template <class R, bool kTooEarly>
class Scheduled final : public Item {
 public:
  Scheduled(Loop& loop, R receiver) : loop_(&loop), receiver_(std::move(receiver)) {
    if (kTooEarly) loop_->queue.push_back(this);
  }
  Scheduled(Scheduled&& other) noexcept = default;
  Scheduled& operator=(Scheduled&&) = delete;
  ~Scheduled() { std::erase(loop_->queue, this); }

  void start() noexcept {
    is_started_ = true;
    if (!kTooEarly) loop_->queue.push_back(this);
  }

 private:
  void run() noexcept override {
    if (is_started_) std::move(receiver_).set_value(7);
  }

  Loop* loop_;
  bool is_started_ = false;
  R receiver_;
};

template <bool kTooEarly>
struct ScheduleSender {
  template <class R>
  Scheduled<R, kTooEarly> connect(R receiver) const {
    return Scheduled<R, kTooEarly>(loop, std::move(receiver));
  }

  Loop& loop;
};

template <bool kTooEarly>
void add(const char* name) {
  operation<Loop>(name, [](Loop& loop, Receiver receiver) {
    return ScheduleSender<kTooEarly>{loop}.connect(receiver);
  }).event("run_all", &Loop::run_all);
}

[[maybe_unused]] const bool all_added = (add<false>("sender"), add<true>("sender.lying"), true);

}  // namespace
}  // namespace pinprick::check::sender_example
