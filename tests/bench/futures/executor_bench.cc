// What an executor adds to a future that is ready at once, and a waker's clone and drop.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <utility>

#include "pinprick/executor/block_on.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/executor/park_on.h"
#include "pinprick/future/map.h"
#include "pinprick/future/ready.h"
#include "pinprick/wake.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

#if __has_include(<boost/asio.hpp>)
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#endif

namespace pinprick::bench {
namespace {

// Ready with a value that the compiler does not know, and cannot leave away.
auto one_value() {
  int one = 1;
  expose(one);
  return ready(one);
}

auto consumed() {
  return map(ready(1), [](int value) {
    expose(value);
    return 0;
  });
}

void spawn_complete(benchmark::State& state) {
  LocalPool pool;
  const auto batch = static_cast<std::size_t>(state.range(0));
  measure(state, batch, [&] {
    for (std::size_t i = 0; i < batch; ++i) pool.spawn(consumed());
    (void)pool.run_until_stalled();
  });
}
BENCHMARK(spawn_complete)->Name("spawn_complete/pinprick")->Arg(1);
BENCHMARK(spawn_complete)->Name("spawn_complete_100/pinprick")->Arg(100);

void block_on_ready(benchmark::State& state) {
  measure(state, 1, [] {
    int value = block_on(one_value());
    expose(value);
  });
}
BENCHMARK(block_on_ready)->Name("block_on/pinprick");

void park_on_ready(benchmark::State& state) {
  measure(state, 1, [] {
    int value = park_on(one_value());
    expose(value);
  });
}
BENCHMARK(park_on_ready)->Name("park_on/pinprick");

struct Silent final : Wake {
  void wake() override {}
};

void waker_clone(benchmark::State& state) {
  const auto owner = WakeRef<Silent>::make();
  const Waker waker = owner.waker();
  measure(state, 1, [&] {
    expose(waker);
    const Waker second = waker.clone();
    expose(second);
  });
}
BENCHMARK(waker_clone)->Name("waker_clone/pinprick");

// --- Heap coroutines
// ------------------------------------------------------------------------------

// One that is queued, runs, and ends its own frame.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }

    Suspended suspended;
  };

  std::coroutine_handle<promise_type> handle;
};

Detached heap_one() {
  int value = 1;
  expose(value);
  co_return;
}

void heap_spawn_complete(benchmark::State& state) {
  RunQueue queue;
  const auto batch = static_cast<std::size_t>(state.range(0));
  measure(state, batch, [&] {
    for (std::size_t i = 0; i < batch; ++i) {
      const auto handle = heap_one().handle;
      handle.promise().suspended.handle = handle;
      queue.push(handle.promise().suspended);
    }
    queue.run();
  });
}
BENCHMARK(heap_spawn_complete)->Name("spawn_complete/coroutine")->Arg(1);
BENCHMARK(heap_spawn_complete)->Name("spawn_complete_100/coroutine")->Arg(100);

#if __has_include(<boost/asio.hpp>)
namespace asio = boost::asio;

asio::awaitable<void> asio_one() {
  int value = 1;
  expose(value);
  co_return;
}

void asio_spawn_complete(benchmark::State& state) {
  asio::io_context context(1);
  const auto batch = static_cast<std::size_t>(state.range(0));
  measure(state, batch, [&] {
    for (std::size_t i = 0; i < batch; ++i) asio::co_spawn(context, asio_one(), asio::detached);
    context.run();
    context.restart();
  });
}
BENCHMARK(asio_spawn_complete)->Name("spawn_complete/asio")->Arg(1);
BENCHMARK(asio_spawn_complete)->Name("spawn_complete_100/asio")->Arg(100);
#endif

}  // namespace
}  // namespace pinprick::bench
