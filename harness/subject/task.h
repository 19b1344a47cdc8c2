// A task on the heap, and the two kinds of waker that a program can make of it.
//
// Promise: the counted waker keeps the task alive. The other two do not. The raw one never counts:
// waking through it after the last counted owner is gone reads freed memory. The hasty one counts
// down when it goes and never up, so that it takes a share which is somebody else's. These are the
// misuses that they are here for.
#pragma once

#include <cstdint>

#include "harness/subject/recorder.h"
#include "pinprick/unsafe.h"
#include "pinprick/waker.h"

namespace pinprick::harness {

class Task {
 public:
  explicit Task(ValueId owner) : owner_(owner) {}
  ~Task() { recorder().record(EventKind::kDropped, owner_, kTaskPart); }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  void wake() const { recorder().record(EventKind::kWoke, owner_); }
  void retain() { ++count_; }
  void release() {
    if (--count_ == 0) delete this;
  }

 private:
  ValueId owner_;
  std::uint32_t count_ = 1;
};

// The name's share of a task: Rc<Task>.
class TaskHandle {
 public:
  explicit TaskHandle(ValueId owner) : task_(new Task(owner)) {}
  TaskHandle(TaskHandle&& other) noexcept : task_(other.task_) { other.task_ = nullptr; }
  TaskHandle& operator=(TaskHandle&&) = delete;
  ~TaskHandle() {
    if (task_ != nullptr) task_->release();
  }

  const Task* get() const { return task_; }
  Waker waker() const;
  Waker raw_waker() const;
  Waker hasty_waker() const;

 private:
  Task* task_;
};

// The waker that polls are given: it stands for the task that runs the program, and lives for ever.
const Waker& program_waker();

}  // namespace pinprick::harness
