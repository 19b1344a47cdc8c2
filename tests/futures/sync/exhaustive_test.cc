// Every short program over each primitive, beside a model that is written from what its header
// promises and knows nothing of lists: who is ready, who was woken and how often, what is left.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "pinprick/sync/event.h"
#include "pinprick/sync/mutex.h"
#include "pinprick/sync/notify.h"
#include "pinprick/sync/semaphore.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using tests::Waiter;

constexpr int kFutures = 3;

// What a model knows of one future.
struct ModelFuture {
  enum class State : std::uint8_t { kNew, kWaiting, kGranted, kReady };
  State state = State::kNew;
  int wakes = 0;
  std::uint64_t calls = 0;
};

using State = ModelFuture::State;

// Runs every program of `length` operations on a Pair: the real thing and its model, side by side.
// It has:
//   kOps                 how many operations there are beside those on futures
//   on_future(i, what)   makes, polls or drops the i-th future; says whether it could
//   act(op)              another operation, likewise
//   check()              compares what can be seen
// At first all futures are made. An operation that could not be done cuts off all programs that
// begin in the same way: a shorter one was that program.
template <class Pair>
void exhaust(int length) {
  constexpr std::uint64_t kKinds = kFutures * 3 + Pair::kOps;
  std::uint64_t first_digit = 1;
  for (int i = 1; i < length; ++i) first_digit *= kKinds;
  std::uint64_t complete = 0;
  for (std::uint64_t program = 0; program < first_digit * kKinds;) {
    Pair pair;
    for (int i = 0; i < kFutures; ++i) pair.on_future(i, 0);
    std::uint64_t digit = first_digit;
    for (; digit != 0; digit /= kKinds) {
      const int op = static_cast<int>(program / digit % kKinds);
      const int other = op - 3 * kFutures;
      if (!(other < 0 ? pair.on_future(op / 3, op % 3) : pair.act(other))) break;
      pair.check();
      ASSERT_FALSE(testing::Test::HasFailure()) << "program " << program << ", digit " << digit;
    }
    complete += digit == 0 ? 1 : 0;
    program += std::max<std::uint64_t>(digit, 1);
  }
  // The model has not forbidden everything.
  EXPECT_GT(complete, 1'000U);
}

template <class F>
struct Side {
  std::optional<Waiter<F>> real[kFutures];
  std::optional<ModelFuture> model[kFutures];
  std::deque<int> queue;  // who waits

  // Takes the first off the queue, for the model to tell it something.
  int pop() {
    const int first = queue.front();
    queue.pop_front();
    ++model[first]->wakes;
    return first;
  }
  void leave(int i) { std::erase(queue, i); }

  void check_wakes() {
    for (int i = 0; i < kFutures; ++i) {
      if (model[i].has_value()) {
        EXPECT_EQ(real[i]->wakes(), model[i]->wakes) << "future " << i;
      }
    }
  }
};

// --- Notify ---

struct NotifyPair : Side<LocalNotified> {
  static constexpr int kOps = 2;

  bool on_future(int i, int what) {
    if (what == 0) {
      if (model[i].has_value()) return false;
      real[i].emplace(notify.notified());
      model[i].emplace().calls = calls;
    } else if (!model[i].has_value()) {
      return false;
    } else if (what == 1) {
      if (model[i]->state == State::kReady) return false;
      EXPECT_EQ(real[i]->poll(), poll_model(i)) << "future " << i;
    } else {
      real[i]->drop();
      drop_model(i);
      check_wakes();
      real[i].reset();
      model[i].reset();
    }
    return true;
  }
  bool act(int op) {
    if (op == 0) {
      notify.notify_one();
      one();
    } else {
      notify.notify_waiters();
      ++calls;
      while (!queue.empty()) pop();
    }
    return true;
  }
  void check() { check_wakes(); }

  void one() {
    if (queue.empty()) {
      permit = true;
    } else {
      model[pop()]->state = State::kGranted;
    }
  }
  bool poll_model(int i) {
    ModelFuture& me = *model[i];
    bool ready = me.state == State::kGranted || me.calls != calls;
    if (me.state == State::kNew && permit) {
      permit = false;
      ready = true;
    }
    if (ready) {
      me.state = State::kReady;
    } else if (me.state == State::kNew) {
      me.state = State::kWaiting;
      queue.push_back(i);
    }
    return ready;
  }
  void drop_model(int i) {
    leave(i);
    if (model[i]->state == State::kGranted) one();
  }

  LocalNotify notify;
  std::uint64_t calls = 0;
  bool permit = false;
};

// The primitive, declared in the derived class, would go before the futures do.
template <class Pair>
struct Emptied : Pair {
  ~Emptied() {
    for (auto& place : this->real) place.reset();
  }
};

TEST(Exhaustive, Notify) { exhaust<Emptied<NotifyPair>>(5); }

// --- Mutex ---

struct MutexPair : Side<LocalMutexLock<int>> {
  static constexpr int kOps = 2;

  bool on_future(int i, int what) {
    if (what == 0) {
      if (model[i].has_value()) return false;
      real[i].emplace(mutex.lock());
      model[i].emplace();
    } else if (!model[i].has_value()) {
      return false;
    } else if (what == 1) {
      if (model[i]->state == State::kReady) return false;
      EXPECT_EQ(real[i]->poll(), poll_model(i)) << "future " << i;
    } else {
      // Along with its guard, if it gave one: the future goes first.
      real[i]->drop();
      real[i]->output.reset();
      leave(i);
      const State state = model[i]->state;
      if (state == State::kGranted || state == State::kReady) unlock();
      check_wakes();
      real[i].reset();
      model[i].reset();
    }
    return true;
  }
  bool act(int op) {
    if (op == 0) {
      if (held.has_value()) return false;
      held = mutex.try_lock();
      EXPECT_EQ(held.has_value(), !locked);
      locked = true;
    } else {
      if (!held.has_value()) return false;
      held.reset();
      unlock();
    }
    return true;
  }
  void check() {
    check_wakes();
    EXPECT_EQ(mutex.try_lock().has_value(), !locked);
  }

  void unlock() {
    if (queue.empty()) {
      locked = false;
    } else {
      model[pop()]->state = State::kGranted;
    }
  }
  bool poll_model(int i) {
    ModelFuture& me = *model[i];
    if (me.state == State::kGranted || (me.state == State::kNew && !locked)) {
      me.state = State::kReady;
      locked = true;
      return true;
    }
    if (me.state == State::kNew) {
      me.state = State::kWaiting;
      queue.push_back(i);
    }
    return false;
  }

  LocalMutex<int> mutex;
  std::optional<LocalMutexGuard<int>> held;
  bool locked = false;
};

TEST(Exhaustive, Mutex) { exhaust<Emptied<MutexPair>>(5); }

// --- Semaphore: the futures want 1, 2 and 3 permits ---

struct SemaphorePair : Side<LocalAcquire> {
  static constexpr int kOps = 2;

  static std::size_t wanted(int i) { return static_cast<std::size_t>(i) + 1; }

  bool on_future(int i, int what) {
    if (what == 0) {
      if (model[i].has_value()) return false;
      real[i].emplace(semaphore.acquire(wanted(i)));
      model[i].emplace();
    } else if (!model[i].has_value()) {
      return false;
    } else if (what == 1) {
      if (model[i]->state == State::kReady) return false;
      const bool ready = poll_model(i);
      EXPECT_EQ(real[i]->poll(), ready) << "future " << i;
      if (ready) {
        EXPECT_EQ(real[i]->output->is_ok(), has[i]) << "future " << i;
      }
    } else {
      real[i]->drop();
      real[i]->output.reset();
      leave(i);
      if (has[i]) permits += wanted(i);
      has[i] = false;
      grant();
      check_wakes();
      real[i].reset();
      model[i].reset();
    }
    return true;
  }
  bool act(int op) {
    if (op == 0) {
      semaphore.add_permits(2);
      permits += 2;
      grant();
    } else {
      semaphore.close();
      closed = true;
      while (!queue.empty()) pop();
    }
    return true;
  }
  void check() {
    check_wakes();
    EXPECT_EQ(semaphore.available_permits(), permits);
    EXPECT_EQ(semaphore.try_acquire(1).is_ok(), !closed && queue.empty() && permits >= 1);
  }

  void grant() {
    while (!queue.empty() && permits >= wanted(queue.front())) {
      const int first = pop();
      permits -= wanted(first);
      has[first] = true;
    }
  }
  bool poll_model(int i) {
    ModelFuture& me = *model[i];
    if (closed) {
      if (has[i]) permits += wanted(i);
      has[i] = false;
    } else if (me.state == State::kNew && queue.empty() && permits >= wanted(i)) {
      permits -= wanted(i);
      has[i] = true;
    }
    if (closed || has[i]) {
      me.state = State::kReady;
      return true;
    }
    if (me.state == State::kNew) {
      me.state = State::kWaiting;
      queue.push_back(i);
    }
    return false;
  }

  LocalSemaphore semaphore{1};
  std::size_t permits = 1;
  bool has[kFutures] = {};
  bool closed = false;
};

TEST(Exhaustive, Semaphore) { exhaust<Emptied<SemaphorePair>>(5); }

// --- ManualResetEvent ---

struct EventPair : Side<LocalEventWait> {
  static constexpr int kOps = 2;

  bool on_future(int i, int what) {
    if (what == 0) {
      if (model[i].has_value()) return false;
      real[i].emplace(event.wait());
      model[i].emplace();
    } else if (!model[i].has_value()) {
      return false;
    } else if (what == 1) {
      if (model[i]->state == State::kReady) return false;
      EXPECT_EQ(real[i]->poll(), poll_model(i)) << "future " << i;
    } else {
      real[i]->drop();
      leave(i);
      check_wakes();
      real[i].reset();
      model[i].reset();
    }
    return true;
  }
  bool act(int op) {
    if (op == 0) {
      event.set();
      is_set = true;
      while (!queue.empty()) model[pop()]->state = State::kGranted;
    } else {
      event.reset();
      is_set = false;
    }
    return true;
  }
  void check() {
    check_wakes();
    EXPECT_EQ(event.is_set(), is_set);
  }

  bool poll_model(int i) {
    ModelFuture& me = *model[i];
    if (is_set || me.state == State::kGranted) {
      me.state = State::kReady;
      return true;
    }
    if (me.state == State::kNew) {
      me.state = State::kWaiting;
      queue.push_back(i);
    }
    return false;
  }

  LocalManualResetEvent event;
  bool is_set = false;
};

TEST(Exhaustive, ManualResetEvent) { exhaust<Emptied<EventPair>>(5); }

}  // namespace
}  // namespace pinprick
