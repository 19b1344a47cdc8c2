// Example: an executor of one's own, which keeps the tasks that were spawned on it and polls them
// where they are. In a deque they stay; a vector that grows moves those that were started, and
// nothing that the harness owns is moved for it. `Tracked` tells.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "pinprick/check.h"
#include "pinprick/check/tracked.h"

namespace pinprick::check::executor_example {
namespace {

// Is done when it was polled so often.
class Task {
 public:
  explicit Task(int polls) : polls_left_(polls) {}

  bool poll() { return polls_left_ <= 0 || --polls_left_ == 0; }

 private:
  int polls_left_;
};

template <template <class...> class Container>
struct Executor {
  static constexpr std::size_t kTasksMax = 64;

  void run() {
    for (Tracked<Task>& task : tasks) {
      task.pin();
      if (task->poll()) ++done;
    }
  }

  Container<Tracked<Task>> tasks;
  int done = 0;
};

// Whoever spawns, and asks how it goes.
template <class Executor>
class Client {
 public:
  explicit Client(Executor& executor) : executor_(&executor) {}

  void spawn(std::uint8_t polls) {
    if (executor_->tasks.size() < Executor::kTasksMax) executor_->tasks.emplace_back(polls);
  }
  int done() const { return executor_->done; }

 private:
  Executor* executor_;
};

template <template <class...> class Container>
void add(const char* name) {
  using World = Executor<Container>;
  using Tested = Client<World>;
  type<Tested, World>(name)
      .call("spawn", &Tested::spawn)
      .event("run", &World::run)
      .result(&Tested::done)
      .claims(Unpin(), Cancellable());
}

[[maybe_unused]] const bool all_added =
    (add<std::deque>("executor"), add<std::vector>("executor.lying"), true);

}  // namespace
}  // namespace pinprick::check::executor_example
