// A task that is taken out of its set while it waits in the ready queue leaves its share of itself
// to the queue, but only after its child has been destroyed: when the child's destructor throws,
// unwinding releases the share that the queue relies on. (futures 2d4f685b)
// Claim: none: any order of calls (it neither copies nor moves)
// Shows: make, call push(true), call cancel(0), call poll()
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace pinprick::bugs::futures_2d4f685b {

template <bool kMended>
class TaskSet {
 public:
  TaskSet() = default;
  TaskSet(const TaskSet&) = delete;
  TaskSet& operator=(const TaskSet&) = delete;
  ~TaskSet() {
    while (!tasks_.empty()) cancel(0);
    poll();
  }

  // A new task; it is ready at once. `throws` is what its child's destructor does.
  void push(bool throws) {
    tasks_.push_back(new Task{new Child{throws}});
    ready_.push_back(tasks_.back());
  }

  void wake(std::uint8_t which) {
    if (tasks_.empty()) return;
    Task* task = tasks_[which % tasks_.size()];
    if (!std::exchange(task->is_queued, true)) ready_.push_back(task);
  }

  // Takes a task out. Whether its child threw.
  bool cancel(std::uint8_t which) {
    if (tasks_.empty()) return false;
    const auto place = tasks_.begin() + static_cast<std::ptrdiff_t>(which % tasks_.size());
    std::unique_ptr<Task> share(*place);
    tasks_.erase(place);
    try {
      release(std::move(share));
    } catch (int) {
      return true;
    }
    return false;
  }

  // Polls what is ready, and says how many those were.
  int poll() {
    int polled = 0;
    while (!ready_.empty()) {
      Task* task = ready_.front();
      ready_.pop_front();
      if (task->child == nullptr) {  // taken out meanwhile: the share is the queue's
        delete task;
        continue;
      }
      task->is_queued = false;
      polled += ++task->child->polls > 0 ? 1 : 0;
    }
    return polled;
  }

 private:
  struct Child {
    explicit Child(bool is_bad) : throws(is_bad) {}
    ~Child() noexcept(false) {
      if (throws) throw 1;
    }
    bool throws;
    unsigned polls = 0;
  };
  struct Task {
    Child* child;
    bool is_queued = true;
  };

  static void release(std::unique_ptr<Task> share) {
    Child* child = std::exchange(share->child, nullptr);
    if constexpr (kMended) {
      if (share->is_queued) (void)share.release();  // first, so that nothing can come between
      delete child;
    } else {
      delete child;
      if (share->is_queued) (void)share.release();
    }
  }

  std::vector<Task*> tasks_;  // each holds the share of its task
  std::deque<Task*> ready_;   // holds the share of a task that has no child any more
};

}  // namespace pinprick::bugs::futures_2d4f685b
