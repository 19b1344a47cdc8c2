#pragma once

// A fixed number of futures, without a heap and without threads.
//
// What it is: `StaticExecutor<capacity, slot_bytes>`, for where there is neither: a first-in-
// first-out queue like LocalPool, whose tasks have slots in the executor itself. It is meant to be
// one static object: `constinit static StaticExecutor<8, 64> executor;`, ready before main.
//
// What it promises: no allocation, ever; constant time for a wake, and for a spawn up to the
// capacity. Futures are moved into a slot when spawned, before their first poll, and stay there;
// what they give is dropped. Tasks are polled in the order in which they were woken, a new one
// counting as woken when spawned. A future that is ready is destroyed at once and its slot is free
// again. What is left when the executor is destroyed is dropped in the order of the slots.
//
// A waker is the address of a slot and owns nothing: clones and drops are free, and a wake from an
// interrupt or another thread is fine (it takes two locked instructions and no lock). One that
// comes too late, when its future is gone, does nothing, or polls whoever has the slot now once
// more than needed.
//
// What breaks it: wakers that outlive the executor, hence the static object; running it from
// inside one of its own tasks (panics, kReentered, "StaticExecutor"). A future that throws is
// destroyed, and the exception goes to whoever runs the executor, which may be run again.
//
// Example:
//
//     #include "pinprick/future/map.h"
//     #include "pinprick/future/yield_n.h"
//
//     constinit StaticExecutor<2, 48> executor;
//
//     int main() {
//       static int sum = 0;
//       for (const int n : {1, 2}) {
//         assert(executor.spawn(map(yield_n(n, n), [](int got) { return sum += got; })).is_ok());
//       }
//       assert(executor.spawn(yield_n(1, 1)).error() == SpawnError::kFull);
//       executor.run_until_stalled();  // the main loop; here one would sleep until an interrupt
//       assert(sum == 3 && executor.task_count() == 0);
//     }

#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "pinprick/executor/spawn_error.h"
#include "pinprick/future.h"
#include "pinprick/internal/ready_queue.h"
#include "pinprick/result.h"
#include "pinprick/unit.h"

namespace pinprick {

template <std::size_t kCapacity, std::size_t kSlotBytes>
class StaticExecutor final {
  using Queue = internal::ReadyQueue<internal::StdMemory>;

 public:
  // An executor of zero bytes only, which costs a program image nothing.
  constexpr StaticExecutor() noexcept = default;
  StaticExecutor(const StaticExecutor&) = delete;
  StaticExecutor& operator=(const StaticExecutor&) = delete;
  ~StaticExecutor() {
    for (Slot& slot : slots_) {
      if (slot.is_taken()) end(slot);
    }
  }

  // Moves `future`, not pinned yet, into a free slot and queues it, unless there is none.
  template <class F>
  Result<Unit, SpawnError> spawn(F future) {
    static_assert(Future<F>, "StaticExecutor::spawn needs a Future: a type with Output and poll");
    static_assert(sizeof(F) <= kSlotBytes,
                  "StaticExecutor::spawn: the future is bigger than a slot (slot_bytes)");
    static_assert(alignof(F) <= alignof(std::max_align_t),
                  "StaticExecutor::spawn: the future is aligned more strictly than a slot");
    for (Slot& slot : slots_) {
      if (slot.is_taken()) continue;
      slot.take(std::move(future), *this);
      ++size_;
      // A wake that came too late may have queued it already.
      if (slot.claim()) queue_.push_back(slot);
      return Result<Unit, SpawnError>::ok({});
    }
    return Result<Unit, SpawnError>::err(SpawnError::kFull);
  }

  // Polls until no task is woken, or `max_polls` polls were made. Returns the number of polls.
  std::size_t run_until_stalled(std::size_t max_polls = std::numeric_limits<std::size_t>::max()) {
    const Running running(is_running_);
    std::size_t polls = 0;
    while (polls < max_polls) {
      Slot* const slot = next_woken();
      if (slot == nullptr) break;
      // Before the poll, so that a wake during the poll counts.
      slot->unclaim();
      if (!slot->is_taken()) continue;
      ++polls;
      poll(*slot);
    }
    return polls;
  }

  // The number of tasks that are not ready yet.
  [[nodiscard]] std::size_t task_count() const noexcept { return size_; }
  // The number of tasks that it can hold.
  [[nodiscard]] static constexpr std::size_t capacity() noexcept { return kCapacity; }

 private:
  static_assert(kCapacity > 0 && kSlotBytes > 0, "StaticExecutor needs a slot, and bytes in it");

  // What can be done with a future whose type only its slot knows.
  struct FutureTable {
    // Says whether it is ready.
    bool (*poll)(void* future, Context& cx);
    void (*drop)(void* future) noexcept;
  };

  template <class F>
  static bool poll_future(void* future, Context& cx) {
    auto pinned = Pin<F&>::new_unchecked(*static_cast<F*>(future), Unsafe("slots do not move"));
    return F::poll(pinned, cx).is_ready();
  }
  template <class F>
  static void drop_future(void* future) noexcept {
    std::destroy_at(static_cast<F*>(future));
  }
  template <class F>
  static constexpr FutureTable kTableOf{&poll_future<F>, &drop_future<F>};

  class Slot final : public internal::ReadyLink<internal::StdMemory> {
   public:
    constexpr Slot() noexcept : internal::ReadyLink<internal::StdMemory>(false) {}

    [[nodiscard]] bool is_taken() const noexcept { return table_ != nullptr; }

    // Only a future that was built takes the slot: a move may throw.
    template <class F>
    void take(F&& future, StaticExecutor& executor) {
      ::new (static_cast<void*>(bytes_)) F(std::forward<F>(future));
      executor_ = &executor;
      table_ = &kTableOf<F>;
    }

    [[nodiscard]] bool poll(Context& cx) { return table_->poll(bytes_, cx); }

    // The slot is free once the future is gone: its destructor may spawn.
    void drop() noexcept {
      table_->drop(bytes_);
      table_ = nullptr;
    }

    [[nodiscard]] Waker waker() const noexcept {
      return Waker::from_raw({this, &kWakerTable}, Unsafe("the executor outlives its wakers"));
    }

   private:
    static RawWaker raw_clone(const void* data) { return {data, &kWakerTable}; }
    static void raw_wake(const void* data) {
      Slot& slot = *const_cast<Slot*>(static_cast<const Slot*>(data));
      if (slot.claim()) (void)slot.executor_->queue_.push(slot);
    }
    static void raw_drop(const void*) {}

    static constexpr RawWakerVTable kWakerTable{&raw_clone, &raw_wake, &raw_wake, &raw_drop};

    const FutureTable* table_ = nullptr;
    StaticExecutor* executor_ = nullptr;
    alignas(std::max_align_t) std::byte bytes_[kSlotBytes] = {};
  };

  class Running {
   public:
    explicit Running(bool& flag) : flag_(flag) {
      if (flag_) panic(PanicReason::kReentered, "StaticExecutor");
      flag_ = true;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { flag_ = false; }

   private:
    bool& flag_;
  };

  Slot* next_woken() noexcept {
    if (auto* const link = queue_.pop()) return static_cast<Slot*>(link);
    queue_.take();
    return static_cast<Slot*>(queue_.pop());
  }

  void poll(Slot& slot) {
    const Waker waker = slot.waker();
    Context cx(waker);
    try {
      if (!slot.poll(cx)) return;
    } catch (...) {
      end(slot);
      throw;
    }
    end(slot);
  }

  void end(Slot& slot) noexcept {
    slot.drop();
    --size_;
  }

  Queue queue_;
  std::size_t size_ = 0;
  bool is_running_ = false;
  Slot slots_[kCapacity];
};

}  // namespace pinprick
