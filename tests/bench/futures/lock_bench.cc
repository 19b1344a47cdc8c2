// A mutex that eight tasks on one thread contend for, each yielding while it has it; a semaphore
// that nobody else wants, and one that two wait for.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "pinprick/stream/futures_unordered.h"
#include "pinprick/sync/mutex.h"
#include "pinprick/sync/semaphore.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

namespace pinprick::bench {
namespace {

constexpr std::size_t kWorkers = 8;
constexpr std::size_t kTurns = 1000;

// Takes the lock, yields once while it has it, and again, `left` times.
template <class Mutex, class Lock, class Guard>
class Worker {
 public:
  using Output = std::uint64_t;

  Worker(Mutex& mutex, std::size_t left) noexcept : mutex_(&mutex), left_(left) {}

  static Poll<std::uint64_t> poll(Pin<Worker&> self, Context& cx) {
    Worker& me = self.get_unchecked_mut(Unsafe("the lock stays where it is"));
    if (me.guard_.has_value()) {
      me.guard_.reset();
      --me.left_;
    }
    if (me.left_ == 0) return poll_ready(std::uint64_t{0});
    if (!me.lock_.has_value()) me.lock_.emplace(me.mutex_->lock());
    auto lock = Pin<Lock&>::new_unchecked(*me.lock_, Unsafe("pinned as its Worker is"));
    auto answer = Lock::poll(lock, cx);
    if (answer.is_pending()) return kPending;
    me.guard_.emplace(std::move(answer).value());
    me.lock_.reset();
    ++**me.guard_;
    cx.waker().wake_by_ref();
    return kPending;
  }

 private:
  Mutex* mutex_;
  std::optional<Lock> lock_;
  std::optional<Guard> guard_;
  std::size_t left_;
};

template <class Set, class Worker, class Mutex>
void contend(benchmark::State& state, Mutex& mutex) {
  measure(state, kTurns, [&] {
    Set set;
    for (std::size_t i = 0; i < kWorkers; ++i) set.push(Worker(mutex, kTurns / kWorkers));
    const Waker noop = opaque_noop();
    Context cx(noop);
    auto pinned = Pin<Set&>::make(set);
    for (;;) {
      const auto answer = Set::poll_next(pinned, cx);
      if (answer.is_ready() && !answer.value().has_value()) return;
    }
  });
}

void mutex_local(benchmark::State& state) {
  using T = std::uint64_t;
  using Contender = Worker<LocalMutex<T>, LocalMutexLock<T>, LocalMutexGuard<T>>;
  LocalMutex<T> mutex;
  contend<LocalFuturesUnordered<Contender>, Contender>(state, mutex);
}
BENCHMARK(mutex_local)->Name("mutex_local/pinprick");

void mutex_threads(benchmark::State& state) {
  using T = std::uint64_t;
  using Contender = Worker<Mutex<T>, MutexLock<T>, MutexGuard<T>>;
  Mutex<T> mutex;
  contend<FuturesUnordered<Contender>, Contender>(state, mutex);
}
BENCHMARK(mutex_threads)->Name("mutex_threads/pinprick");

template <class F>
Poll<typename F::Output> poll_at_place(F& future, Context& cx) {
  return F::poll(Pin<F&>::new_unchecked(future, Unsafe("a local, moved no more")), cx);
}

template <class Semaphore>
void semaphore(benchmark::State& state) {
  Semaphore semaphore(2);
  const Waker noop = opaque_noop();
  Context cx(noop);
  measure(state, 1, [&] {
    expose(semaphore);
    auto future = semaphore.acquire(1);
    auto answer = poll_at_place(future, cx);
    expose(answer);
  });
}
BENCHMARK(semaphore<LocalSemaphore>)->Name("semaphore_local/pinprick");
BENCHMARK(semaphore<Semaphore>)->Name("semaphore_threads/pinprick");

template <class Semaphore>
void semaphore_wait(benchmark::State& state) {
  Semaphore semaphore(2);
  const Waker noop = opaque_noop();
  Context cx(noop);
  measure(state, 3, [&] {
    expose(semaphore);
    auto zeroth = semaphore.acquire(2);
    auto first = semaphore.acquire(2);
    auto second = semaphore.acquire(2);
    {
      const auto permit = poll_at_place(zeroth, cx);
      if (permit.is_pending() || poll_at_place(first, cx).is_ready() ||
          poll_at_place(second, cx).is_ready()) {
        state.SkipWithError("not in turn");
      }
    }
    for (auto* future : {&first, &second}) {
      if (poll_at_place(*future, cx).is_pending()) state.SkipWithError("not in turn");
    }
  });
}
BENCHMARK(semaphore_wait<LocalSemaphore>)->Name("semaphore_wait_local/pinprick");
BENCHMARK(semaphore_wait<Semaphore>)->Name("semaphore_wait_threads/pinprick");

// --- Heap coroutines, and a mutex that is a list of them
// ------------------------------------------

class HeapMutex {
 public:
  explicit HeapMutex(RunQueue& queue) noexcept : queue_(queue) {}

  auto lock() noexcept {
    struct Lock {
      bool await_ready() const noexcept { return !std::exchange(mutex.is_locked_, true); }
      void await_suspend(std::coroutine_handle<> handle) noexcept {
        suspended.handle = handle;
        mutex.waiting_.push(suspended);
      }
      void await_resume() const noexcept {}

      HeapMutex& mutex;
      Suspended suspended;
    };
    return Lock{*this, {}};
  }

  void unlock() noexcept {
    Suspended* const first = waiting_.pop();
    if (first == nullptr) {
      is_locked_ = false;
    } else {
      queue_.push(*first);
    }
  }

 private:
  RunQueue& queue_;
  RunQueue waiting_;
  bool is_locked_ = false;
};

Task<std::uint64_t> heap_worker(RunQueue& queue, HeapMutex& mutex, std::uint64_t& value) {
  for (std::size_t left = kTurns / kWorkers; left > 0; --left) {
    co_await mutex.lock();
    ++value;
    co_await queue.yield();
    mutex.unlock();
  }
  co_return value;
}

void heap_mutex(benchmark::State& state) {
  measure(state, kTurns, [] {
    RunQueue queue;
    HeapMutex mutex(queue);
    std::uint64_t value = 0;
    std::vector<Task<std::uint64_t>> tasks;
    tasks.reserve(kWorkers);
    for (std::size_t i = 0; i < kWorkers; ++i) tasks.push_back(heap_worker(queue, mutex, value));
    for (const auto& task : tasks) task.handle().resume();
    queue.run();
    expose(value);
  });
}
BENCHMARK(heap_mutex)->Name("mutex_local/coroutine");

}  // namespace
}  // namespace pinprick::bench
