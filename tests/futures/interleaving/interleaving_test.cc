// The cores whose memory orderings matter, in every interleaving of a few threads, as they are and
// with each ordering and step got wrong in turn: all of them are needed, and no more than they are.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "pinprick/internal/owner_count.h"
#include "pinprick/internal/ready_queue.h"
#include "pinprick/internal/task_set.h"
#include "pinprick/sync/atomic_waker.h"
#include "tests/futures/interleaving/relacy_memory.h"

// Relacy counts what is allocated, and knows one way only by which it goes.
void operator delete(void* object, std::size_t) noexcept { ::operator delete(object); }

namespace pinprick {
namespace {

using tests::Fault;
using tests::Operation;
using tests::Outcome;
using tests::RelacyMemory;
using tests::simulate;

using std::memory_order;

// All is well as it is, and not with any of `faults`.
template <class... Suites>
void expect_each_is_needed(const std::vector<Fault>& faults) {
  const auto expect_well = [](const Outcome& outcome) {
    EXPECT_TRUE(outcome.is_ok) << outcome.log;
    // Otherwise nothing was tried.
    EXPECT_GT(outcome.iterations, 10U);
  };
  (expect_well(simulate<Suites>()), ...);
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EXPECT_FALSE((simulate<Suites>(faults[i]).is_ok && ...)) << "fault " << i;
  }
}

// What one thread does and another looks for, with no ordering of its own.
struct Part {
  [[nodiscard]] bool is_done() const { return done.load(memory_order::relaxed) != 0; }

  RelacyMemory::Atomic<int> done{0};
};

// A thread's way to sleep until it is woken, and wakers for it. Two wakers of it that differ by
// `tag` are not known to be for the same task.
class Sleeper {
 public:
  Sleeper() { woken_.init(false, false, RL_INFO); }
  ~Sleeper() { woken_.deinit(RL_INFO); }

  Waker waker(unsigned tag) {
    return Waker::from_raw({&tags_[tag], &kVTable}, Unsafe("outlives its wakers"));
  }
  void wake() { woken_.set(RL_INFO); }
  void wait() {
    // Who waits for ever for another thread's next step lets it make one, in the end. Not from the
    // beginning: Relacy then shows this thread no stale values any more.
    if (++waits_ > kWaitsInHaste) rl::yield(1, RL_INFO);
    woken_.wait(false, false, RL_INFO);
  }

  // Where the wakers are woken, one of these is seen to be done, if there are any.
  std::span<Part> parts;

 private:
  static constexpr int kWaitsInHaste = 2;

  struct Tag {
    Sleeper* sleeper;
  };

  static RawWaker clone(const void* data) { return {data, &kVTable}; }
  static void wake_it(const void* data) {
    Sleeper& me = *static_cast<const Tag*>(data)->sleeper;
    RL_ASSERT(me.parts.empty() || std::ranges::any_of(me.parts, &Part::is_done));
    me.wake();
  }
  static void drop(const void*) {}
  static constexpr RawWakerVTable kVTable{&clone, &wake_it, &wake_it, &drop};

  std::array<Tag, 2> tags_{Tag{this}, Tag{this}};
  rl::generic_event woken_;
  int waits_ = 0;
};

// A task that waits until everybody has done his part, by an AtomicWaker. A wake that is lost, or
// that leads to a poll which does not see what was done before it, ends in a deadlock.
template <unsigned kWakers>
struct AtomicWakerSuite : rl::test_suite<AtomicWakerSuite<kWakers>, 1 + kWakers> {
  void thread(unsigned index) {
    if (index > 0) {
      parts[index - 1].done.store(1, memory_order::relaxed);
      place.wake();
      return;
    }
    sleeper.parts = parts;
    for (unsigned poll = 0; !is_ready(poll); ++poll) sleeper.wait();
  }

  bool is_ready(unsigned poll) {
    place.register_waker(sleeper.waker(poll % 2));
    return std::ranges::all_of(parts, &Part::is_done);
  }

  Sleeper sleeper;
  std::array<Part, kWakers> parts;
  BasicAtomicWaker<RelacyMemory> place;
};

TEST(Interleaving, AtomicWaker) {
  expect_each_is_needed<AtomicWakerSuite<1>, AtomicWakerSuite<2>>({
      {Operation::kCompareExchange, memory_order::acquire, memory_order::relaxed},
      {Operation::kFailedCompareExchange, memory_order::acquire, memory_order::relaxed},
      {Operation::kFetchOr, memory_order::acq_rel, memory_order::release},
      {Operation::kFetchOr, memory_order::acq_rel, memory_order::acquire},
      {Operation::kFetchAnd, memory_order::release, memory_order::relaxed},
      {Operation::kCompareExchange, memory_order::release, memory_order::relaxed},
      {Operation::kExchange, memory_order::acq_rel, memory_order::release},
      {Operation::kExchange, memory_order::acq_rel, memory_order::acquire},
      {Operation::kCompareExchange, memory_order::acquire, memory_order::acquire, true},
      {Operation::kCompareExchange, memory_order::release, memory_order::release, true},
      {Operation::kFetchOr, memory_order::acq_rel, memory_order::acq_rel, true},
      {Operation::kFetchAnd, memory_order::release, memory_order::release, true},
      {Operation::kExchange, memory_order::acq_rel, memory_order::acq_rel, true},
  });
}

// Owners that write to the object and let go; one of them first makes one more.
struct OwnerCountSuite : rl::test_suite<OwnerCountSuite, 3> {
  OwnerCountSuite() {
    owners.add();
    owners.add();
  }

  void thread(unsigned index) {
    if (index == 0) {
      owners.add();
      drop();
    }
    parts[index](RL_INFO) = 1;
    drop();
  }
  void drop() {
    if (!owners.drop()) return;
    for (auto& part : parts) part(RL_INFO) = 2;
    ends(RL_INFO) = ends(RL_INFO) + 1;
  }
  void after() { RL_ASSERT(ends(RL_INFO) == 1); }

  internal::BasicOwnerCount<RelacyMemory> owners;
  std::array<rl::var<int>, 3> parts{0, 0, 0};
  rl::var<int> ends{0};
};

TEST(Interleaving, OwnerCount) {
  expect_each_is_needed<OwnerCountSuite>({
      {Operation::kFetchSub, memory_order::acq_rel, memory_order::release},
      {Operation::kFetchSub, memory_order::acq_rel, memory_order::acquire},
      {Operation::kFetchSub, memory_order::acq_rel, memory_order::acq_rel, true},
  });
}

// A task that is woken through the queue of its executor until everybody has done his part. Both
// the task and the wakers come at any time: the claim, the push and the parking are all in play.
template <unsigned kWakers>
struct ReadyQueueSuite : rl::test_suite<ReadyQueueSuite<kWakers>, 1 + kWakers> {
  using Queue = internal::ReadyQueue<RelacyMemory>;
  using Link = internal::ReadyLink<RelacyMemory>;
  struct Task : Link {
    Task() : Link(true) {}
  };

  void thread(unsigned index) {
    if (index > 0) {
      parts[index - 1].done.store(1, memory_order::relaxed);
      if (task.claim() && queue.push(task) == Queue::Taker::kParked) {
        place(RL_INFO) = 2;
        sleeper.wake();
      }
      return;
    }
    queue.push_back(task);
    for (;;) {
      queue.take();
      if (is_ready()) return;
      place(RL_INFO) = 1;
      (void)queue.become(Queue::Taker::kParked);
      if (is_ready()) return;
      sleeper.wait();
    }
  }

  // Polls the task if it is queued.
  bool is_ready() {
    if (queue.pop() == nullptr) return false;
    task.unclaim();
    return std::ranges::all_of(parts, &Part::is_done);
  }

  Sleeper sleeper;
  std::array<Part, kWakers> parts;
  Queue queue;
  Task task;
  // What the taker leaves for the one who finds it parked.
  rl::var<int> place{0};
};

TEST(Interleaving, ReadyQueue) {
  expect_each_is_needed<ReadyQueueSuite<1>, ReadyQueueSuite<2>>({
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::acquire},
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::release},
      {Operation::kExchange, memory_order::acq_rel, memory_order::acquire},
      {Operation::kExchange, memory_order::acq_rel, memory_order::release},
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::acq_rel, true},
      {Operation::kExchange, memory_order::acq_rel, memory_order::acq_rel, true},
  });
}

// A set with one task that has a waker on each of the other threads. The set is polled by a parent
// until everybody has done his part; or it gives up after its second poll. Then it is closed, and
// whoever lets go last of the task, and of the set, ends it.
template <unsigned kWakers, bool kGivesUp>
struct TaskSetSuite : rl::test_suite<TaskSetSuite<kWakers, kGivesUp>, 1 + kWakers> {
  // There is more to it than to the others, and many more interleavings.
  static constexpr unsigned kPreemptionsMax = kWakers == 1 ? 4 : 2;
  using Set = internal::TaskSet<RelacyMemory>;
  struct Task : internal::SetTask<RelacyMemory> {
    Task(Set& set, int& tasks) : internal::SetTask<RelacyMemory>(set), live(&++tasks) {}
    ~Task() override {
      place(RL_INFO) = 2;
      --*live;
    }
    void drop_future() noexcept override { place(RL_INFO) = 1; }
    int* live;
    rl::var<int> place{0};
  };

  void before() {
    set = new Set;
    auto* const task = new Task(*set, live);
    set->add(*task);
    for (std::optional<Waker>& waker : wakers) waker.emplace(task->lend().get().clone());
  }

  void thread(unsigned index) {
    if (index > 0) {
      parts[index - 1].done.store(1, memory_order::relaxed);
      Waker waker = *std::exchange(wakers[index - 1], std::nullopt);
      // One wakes by reference and then lets go, the others do both at once.
      if (index == 1) return waker.wake_by_ref();
      return std::move(waker).wake();
    }
    for (unsigned poll = 0; !is_ready(poll) && !(kGivesUp && poll == 1); ++poll) {
      if (!kGivesUp) sleeper.wait();
    }
    set->close();
    set->release();
  }
  bool is_ready(unsigned poll) {
    return set->poll_woken(sleeper.waker(poll % 2), [this](internal::SetTask<RelacyMemory>&) {
      return std::ranges::all_of(parts, &Part::is_done);
    });
  }
  void after() { RL_ASSERT(live == 0); }

  Sleeper sleeper;
  std::array<Part, kWakers> parts;
  Set* set = nullptr;
  int live = 0;
  std::array<std::optional<Waker>, kWakers> wakers;
};

// Neither the count nor the claim is torn here, as each was above: that would end a task twice, and
// for good.
TEST(Interleaving, TaskSet) {
  expect_each_is_needed<TaskSetSuite<1, true>, TaskSetSuite<1, false>, TaskSetSuite<2, true>,
                        TaskSetSuite<2, false>>({
      {Operation::kFetchSub, memory_order::acq_rel, memory_order::release},
      {Operation::kFetchSub, memory_order::acq_rel, memory_order::acquire},
      {Operation::kLoad, memory_order::acquire, memory_order::relaxed},
      {Operation::kStore, memory_order::release, memory_order::relaxed},
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::acquire},
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::release},
      {Operation::kFailedCompareExchange, memory_order::acquire, memory_order::relaxed},
      {Operation::kCompareExchange, memory_order::acq_rel, memory_order::acq_rel, true},
      {Operation::kExchange, memory_order::acq_rel, memory_order::acquire},
      {Operation::kExchange, memory_order::acq_rel, memory_order::release},
  });
}

}  // namespace
}  // namespace pinprick
