// A join of 1,000 that each yield once: made, polled twice, and gone.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "pinprick/boxed_future.h"
#include "pinprick/future/join_all.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/internal/row.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

#if __has_include(<boost/asio.hpp>)
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#endif

namespace pinprick::bench {
namespace {

constexpr std::size_t kSize = 1000;

YieldN<std::uint64_t> yield_once(std::size_t i) {
  std::size_t once = 1;
  expose(once);
  return yield_n(once, std::uint64_t{i});
}

template <class F>
void drive(F future) {
  const Waker waker = opaque_noop();
  Context cx(waker);
  auto pinned = Pin<F&>::new_unchecked(future, Unsafe("a local that is not named again"));
  for (;;) {
    expose(future);
    auto answer = F::poll(pinned, cx);
    if (answer.is_pending()) continue;
    expose(answer.value());
    return;
  }
}

void join_array(benchmark::State& state) {
  measure(state, 1,
          [] { drive(join_all(internal::make_array<YieldN<std::uint64_t>, kSize>(yield_once))); });
}
BENCHMARK(join_array)->Name("join_array/pinprick");

void join_vector(benchmark::State& state) {
  measure(state, 1, [] {
    std::vector<YieldN<std::uint64_t>> futures;
    futures.reserve(kSize);
    for (std::size_t i = 0; i < kSize; ++i) futures.push_back(yield_once(i));
    drive(join_all(std::move(futures)));
  });
}
BENCHMARK(join_vector)->Name("join_vector/pinprick");

void join_boxed(benchmark::State& state) {
  measure(state, 1, [] {
    std::vector<BoxFuture<std::uint64_t>> futures;
    futures.reserve(kSize);
    for (std::size_t i = 0; i < kSize; ++i) futures.push_back(boxed(yield_once(i)));
    drive(join_all(std::move(futures)));
  });
}
BENCHMARK(join_boxed)->Name("join_boxed/pinprick");

// --- Heap coroutines, and a count of those that are not through
// -----------------------------------

// What is queued when the last of them has said that it is through.
struct Latch {
  bool await_ready() const noexcept { return left == 0; }
  void await_suspend(std::coroutine_handle<> handle) noexcept { waiting.handle = handle; }
  void await_resume() const noexcept {}

  std::size_t left;
  Suspended waiting;
};

Task<std::uint64_t> yielding(RunQueue& queue, Latch& latch, std::uint64_t value) {
  co_await queue.yield();
  if (--latch.left == 0) queue.push(latch.waiting);
  co_return value;
}

Task<std::vector<std::uint64_t>> joined(RunQueue& queue) {
  Latch latch{kSize, {}};
  std::vector<Task<std::uint64_t>> tasks;
  tasks.reserve(kSize);
  for (std::size_t i = 0; i < kSize; ++i) tasks.push_back(yielding(queue, latch, i));
  for (const auto& task : tasks) task.handle().resume();
  co_await latch;
  std::vector<std::uint64_t> values;
  values.reserve(kSize);
  for (const auto& task : tasks) values.push_back(task.result());
  co_return values;
}

void heap_join(benchmark::State& state) {
  measure(state, 1, [] {
    RunQueue queue;
    const auto task = joined(queue);
    task.handle().resume();
    queue.run();
    expose(*task.result().data());
  });
}
BENCHMARK(heap_join)->Name("join_array/coroutine");
BENCHMARK(heap_join)->Name("join_vector/coroutine");
BENCHMARK(heap_join)->Name("join_boxed/coroutine");

#if __has_include(<boost/asio.hpp>)
namespace asio = boost::asio;

asio::awaitable<std::uint64_t> asio_yielding(std::uint64_t value) {
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  co_return value;
}

void asio_join(benchmark::State& state) {
  measure(state, 1, [] {
    asio::io_context context(1);
    using Operation = decltype(asio::co_spawn(context, asio_yielding(0), asio::deferred));
    std::vector<Operation> operations;
    operations.reserve(kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
      operations.push_back(asio::co_spawn(context, asio_yielding(i), asio::deferred));
    }
    asio::experimental::make_parallel_group(std::move(operations))
        .async_wait(asio::experimental::wait_for_all(),
                    [](const std::vector<std::size_t>&, const std::vector<std::exception_ptr>&,
                       const std::vector<std::uint64_t>& values) { expose(*values.data()); });
    context.run();
  });
}
BENCHMARK(asio_join)->Name("join_array/asio");
BENCHMARK(asio_join)->Name("join_vector/asio");
BENCHMARK(asio_join)->Name("join_boxed/asio");
#endif

}  // namespace
}  // namespace pinprick::bench
