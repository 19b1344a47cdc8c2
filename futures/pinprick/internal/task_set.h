#pragma once

// Many futures, of which only those are polled that were woken.
//
// What it is: `TaskSet`, what FuturesUnordered, FuturesOrdered, JoinSet and LocalPool have in
// common: it owns tasks and knows which of them were woken. `SetTask` is the base of a task: a
// future of whatever kind, with what it takes to wake it. `SetRef` is a share of a set.
//
// What it promises: a task is one allocation, never moves, and is woken in constant time. Tasks are
// handed out in the order in which they were woken; a new one counts as woken. A task that is woken
// twice before its turn is handed out once. Wakers count their task and outlive the set; they may
// be used on any thread (on StdMemory), while futures are polled and dropped by the owner of the
// set only. As long as no waker of a task was cloned, the task costs no locked instruction.
//
// A parent, whose poll finds nothing woken, leaves its waker here and is woken by the first wake
// after that; further wakes do not wake it again until it has left its waker anew.
//
// What breaks it: closing a set from inside a poll of one of its tasks.

#include <cstddef>
#include <utility>

#include "pinprick/context.h"
#include "pinprick/internal/lent_waker.h"
#include "pinprick/internal/ready_queue.h"

namespace pinprick::internal {

template <class Memory>
class TaskSet;

template <class Memory>
class SetTask : public ReadyLink<Memory> {
 public:
  explicit SetTask(TaskSet<Memory>& set) noexcept : ReadyLink<Memory>(true), set_(&set) {}

  // Destroys the future.
  virtual void drop_future() noexcept = 0;

  // A waker for one poll, good as long as the set keeps this task.
  [[nodiscard]] LentWaker lend() const noexcept { return LentWaker({this, &kVTable}); }

  // Wakes this task. On any thread, for whoever owns a share of it.
  void wake() {
    if (this->claim()) set_->push(*this);
  }

  // One owner more, or less, of the task itself; the future in it may be gone already.
  void acquire() noexcept;
  void release() noexcept;

 protected:
  virtual ~SetTask() = default;

 private:
  friend class TaskSet<Memory>;

  // Whether the set is the only one who knows of this task: no waker, no handle.
  [[nodiscard]] bool is_alone() const noexcept {
    // Acquire: what the other owners did before they left.
    return owners_.load(std::memory_order_acquire) == 1;
  }

  static SetTask& of(const void* data) noexcept {
    return *const_cast<SetTask*>(static_cast<const SetTask*>(data));
  }
  static RawWaker raw_clone(const void* data) {
    of(data).acquire();
    return {data, &kVTable};
  }
  static void raw_wake(const void* data) {
    // Kept alive until the call is over, and released even if it throws.
    const Waker share = Waker::from_raw({data, &kVTable}, Unsafe("the share that wake() gives up"));
    of(data).wake();
  }
  static void raw_wake_by_ref(const void* data) { of(data).wake(); }
  static void raw_drop(const void* data) { of(data).release(); }

  static constexpr RawWakerVTable kVTable{&raw_clone, &raw_wake, &raw_wake_by_ref, &raw_drop};

  bool shares_set_ = false;
  bool has_left_ = false;
  // The set owns one share until the task has left both the set and its queue.
  typename Memory::template Atomic<std::size_t> owners_{1};
  TaskSet<Memory>* set_;
  SetTask* previous_ = nullptr;
  SetTask* next_ = nullptr;
};

template <class Memory>
class TaskSet {
  using Queue = ReadyQueue<Memory>;
  using Taker = typename Queue::Taker;

 public:
  using Task = SetTask<Memory>;

  TaskSet() = default;
  TaskSet(const TaskSet&) = delete;
  TaskSet& operator=(const TaskSet&) = delete;

  // --- On any thread --------------------------------------------------------------------------

  void acquire() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    // Release: what this owner did. Acquire: what the others did, before the set is destroyed.
    if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  // Queues a task that the caller has claimed and owns a share of, and wakes the parent if it
  // waits. Nothing here is touched once the parent was woken: that may end the set.
  void push(Task& task) {
    switch (queue_.push(task)) {
      case Taker::kAwake:
        return;
      case Taker::kParked:
        take_parent().wake();
        return;
      case Taker::kGone:
        task.release();  // the share of the set, which was left to the queue
        return;
    }
  }

  // --- For the owner of the set only ----------------------------------------------------------

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_closed() const noexcept { return is_closed_; }
  // The task that has been here longest; null if there is none.
  [[nodiscard]] Task* first() const noexcept { return first_; }
  // The one that came after `task`.
  [[nodiscard]] static Task* after(const Task& task) noexcept { return task.next_; }

  // Takes over a new task, made for this set, with the share that comes with it. It counts as
  // woken, behind all that are. Tells nobody.
  void add(Task& task) noexcept {
    task.previous_ = last_;
    (last_ == nullptr ? first_ : last_->next_) = &task;
    last_ = &task;
    ++size_;
    queue_.push_back(task);
  }

  // Lets go of a task whose future is gone.
  void remove(Task& task) noexcept {
    (task.previous_ == nullptr ? first_ : task.previous_->next_) = task.next_;
    (task.next_ == nullptr ? last_ : task.next_->previous_) = task.previous_;
    --size_;
    task.has_left_ = true;
    // Claimed for ever, it is not queued again. If somebody was faster, it comes round once more.
    if (task.is_alone() ? task.claim_alone() : task.claim()) task.release();
  }

  // Wakes all tasks that are not woken yet, the one that has been here longest first, and then the
  // parent, if it waits.
  void wake_all() {
    for (Task* task = first_; task != nullptr; task = task->next_) {
      if (task->claim()) queue_.push_back(*task);
    }
    if (queue_.become(Taker::kAwake) == Taker::kParked) take_parent().wake();
  }

  // The next woken task, out of the queue; null if there is none.
  [[nodiscard]] Task* next_woken() noexcept {
    Task* task = next_taken();
    if (task != nullptr) return task;
    queue_.take();
    return next_taken();
  }

  // The poll of a parent: gives the woken tasks to `poll`, one after the other, until that says
  // that it is enough, and says whether it did. When those are through that were woken before, the
  // waker of the parent is left here, and then come those that were woken in the meantime. Who is
  // woken after that is for the next poll, for which the parent is woken. So this ends, though the
  // tasks wake themselves: each has at most two turns.
  template <class Poll>
  bool poll_woken(const Waker& parent, Poll poll) {
    for (bool is_parked = false;;) {
      Task* const task = next_taken();
      if (task != nullptr) {
        if (poll(*task)) return true;
      } else if (!std::exchange(is_parked, true)) {
        park(parent);
      } else {
        return false;
      }
    }
  }

  // Leaves the waker of the parent here, for the first wake from now on. What was woken before is
  // taken.
  void park(const Waker& parent) {
    if (queue_.is_parked()) {
      if (parent.data() == parent_data_ && parent.vtable() == parent_vtable_) return;
      // Back to us, unless a push comes first.
      if (queue_.become(Taker::kAwake) == Taker::kParked) is_parent_lent_.store(false, kRelaxed);
    }
    // Acquire: the waker has been moved out.
    if (is_parent_lent_.load(std::memory_order_acquire)) {
      // Another thread is about to wake the parent that we had, in a few instructions.
      parent.wake_by_ref();
      queue_.take();
      return;
    }
    parent_.get() = parent.clone();
    parent_data_ = parent.data();
    parent_vtable_ = parent.vtable();
    is_parent_lent_.store(true, kRelaxed);
    (void)queue_.become(Taker::kParked);
  }

  // Drops all futures, the one that has been here longest first, and takes no more wakes.
  void close() noexcept {
    is_closed_ = true;
    while (first_ != nullptr) {
      Task& task = *first_;
      task.drop_future();
      remove(task);
    }
    Waker parent = Waker::noop();
    if (queue_.become(Taker::kGone) == Taker::kParked) parent = std::move(parent_.get());
    while (next_taken() != nullptr) {
    }
  }

 private:
  static constexpr auto kRelaxed = std::memory_order_relaxed;

  ~TaskSet() = default;

  // For the one push that found the taker parked: the place is its own until the store.
  Waker take_parent() noexcept {
    Waker parent = std::move(parent_.get());
    // Release: that it is moved out.
    is_parent_lent_.store(false, std::memory_order_release);
    return parent;
  }

  // The next of those that were taken out of the queue.
  Task* next_taken() noexcept {
    while (ReadyLink<Memory>* const link = queue_.pop()) {
      Task& task = static_cast<Task&>(*link);
      if (task.has_left_) {
        task.release();
        continue;
      }
      // Before the poll, so that a wake during the poll counts.
      task.is_alone() ? task.unclaim_alone() : task.unclaim();
      return &task;
    }
    return nullptr;
  }

  typename Memory::template Atomic<std::size_t> owners_{1};
  Queue queue_;
  // The waker of the parent belongs to the owner of the set, or, while it is lent, to whoever
  // finds the owner parked.
  typename Memory::template Cell<Waker> parent_{Waker::noop()};
  typename Memory::template Atomic<bool> is_parent_lent_{false};
  bool is_closed_ = false;
  // Which waker that is, to look at while it is lent.
  const void* parent_data_ = nullptr;
  const RawWakerVTable* parent_vtable_ = nullptr;
  Task* first_ = nullptr;
  Task* last_ = nullptr;
  std::size_t size_ = 0;
};

template <class Memory>
void SetTask<Memory>::acquire() noexcept {
  // The first share beside that of the set may outlive the set, so the set is kept for it. Who is
  // first has the flag to itself; acquire: what the first one did the last time.
  if (owners_.fetch_add(1, std::memory_order_acquire) != 1 || shares_set_) return;
  shares_set_ = true;
  set_->acquire();
}

template <class Memory>
void SetTask<Memory>::release() noexcept {
  if (!is_alone() && owners_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  TaskSet<Memory>* const set = shares_set_ ? set_ : nullptr;
  delete this;
  if (set != nullptr) set->release();
}

// A share of a set; empty if it was moved from, or if the set is not made yet. One word.
template <class Memory>
class SetRef {
 public:
  constexpr SetRef() noexcept = default;
  // A new set.
  static SetRef make() { return SetRef(new TaskSet<Memory>); }

  SetRef(const SetRef& other) noexcept : set_(other.set_) {
    if (set_ != nullptr) set_->acquire();
  }
  constexpr SetRef(SetRef&& other) noexcept : set_(std::exchange(other.set_, nullptr)) {}
  SetRef& operator=(SetRef other) noexcept {
    std::swap(set_, other.set_);
    return *this;
  }
  ~SetRef() {
    if (set_ != nullptr) set_->release();
  }

  [[nodiscard]] TaskSet<Memory>* get() const noexcept { return set_; }
  [[nodiscard]] TaskSet<Memory>* operator->() const noexcept { return set_; }
  [[nodiscard]] TaskSet<Memory>& operator*() const noexcept { return *set_; }

 private:
  explicit SetRef(TaskSet<Memory>* set) noexcept : set_(set) {}

  TaskSet<Memory>* set_ = nullptr;
};

}  // namespace pinprick::internal
