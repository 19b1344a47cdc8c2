// Example: tasks that are awaited. A task that is a handle of its frame may move while it is
// awaited, and says so; an awaiter that a gate knows by its address must not, and one claims it all
// the same.

#include "pinprick/check/awaitable.h"

#include <coroutine>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "pinprick/check.h"

namespace pinprick::check::awaitable_example {
namespace {

class Wait;

// What is waited for. It knows who waits by where they are.
struct Gate {
  void open() {
    for (Wait* wait : std::exchange(waiting, {})) wake(*wait);
  }
  static void wake(Wait& wait);

  std::vector<Wait*> waiting;
};

class Wait {
 public:
  explicit Wait(Gate& gate) : gate_(&gate) {}
  // Before it is awaited it may move, and nobody knows it.
  Wait(Wait&& other) noexcept : gate_(other.gate_) {}
  Wait& operator=(Wait&&) = delete;
  ~Wait() { std::erase(gate_->waiting, this); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> who) {
    who_ = who;
    gate_->waiting.push_back(this);
  }
  int await_resume() const { return 1; }
  void wake() const { who_.resume(); }

 private:
  Gate* gate_;
  std::coroutine_handle<> who_;
};

void Gate::wake(Wait& wait) { wait.wake(); }

// Begins when it is awaited, and owns its frame.
class Task {
 public:
  struct promise_type {  // NOLINT: the language wants this name
    struct Final {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(
          std::coroutine_handle<promise_type> done) const noexcept {
        return done.promise().awaiter;
      }
      void await_resume() const noexcept {}
    };

    Task get_return_object() { return Task(Frame::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    Final final_suspend() noexcept { return {}; }
    void return_value(int given) noexcept { value = given; }
    void unhandled_exception() noexcept { std::terminate(); }

    std::coroutine_handle<> awaiter;
    int value = 0;
  };
  using Frame = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  auto operator co_await() && {
    struct Awaiter {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> who) const noexcept {
        frame.promise().awaiter = who;
        return frame;
      }
      int await_resume() const noexcept { return frame.promise().value; }

      Frame frame;
    };
    return Awaiter{frame_};
  }

 private:
  explicit Task(Frame frame) : frame_(frame) {}

  Frame frame_;
};

Task add_up(Gate& gate, std::uint8_t start) {
  int sum = start;
  sum += co_await Wait(gate);
  sum += co_await Wait(gate);
  co_return sum;
}

[[maybe_unused]] const auto& good = awaitable<Task, Gate>("awaitable", add_up)
                                        .event("open", &Gate::open)
                                        .claims(Unpin(), Cancellable());

[[maybe_unused]] const auto& honest = awaitable<Wait, Gate>("awaitable.awaiter")
                                          .event("open", &Gate::open)
                                          .claims(PinnedAfter{"start"}, Cancellable());

[[maybe_unused]] const auto& lying = awaitable<Wait, Gate>("awaitable.lying")
                                         .event("open", &Gate::open)
                                         .claims(Unpin(), Cancellable());

}  // namespace
}  // namespace pinprick::check::awaitable_example
