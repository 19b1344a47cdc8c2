// A chain of 100 that each await the next: what a poll of it takes that reaches the innermost, and
// what its whole life takes with one poll that is pending.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

#include "pinprick/async.h"
#include "pinprick/future/map.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

#if __has_include(<boost/asio.hpp>)
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#endif

namespace pinprick::bench {
namespace {

constexpr std::size_t kLength = 100;
constexpr std::uint64_t kForever = std::numeric_limits<std::uint64_t>::max();

// Pending as long as the number that it looks at is not zero.
class Leaf {
 public:
  using Output = std::uint64_t;

  explicit Leaf(std::uint64_t& left) noexcept : left_(&left) {}

  static Poll<std::uint64_t> poll(Pin<Leaf&> self, Context&) {
    std::uint64_t& left = *self.get_unchecked_mut(Unsafe("nothing is moved")).left_;
    if (left == 0) return poll_ready(std::uint64_t{1});
    --left;
    return kPending;
  }

 private:
  std::uint64_t* left_;
};

// Polls to the end. As an executor would: what state the future is in cannot be known here.
template <class F>
std::uint64_t run(std::uint64_t& left, F& future) {
  left = 1;
  expose(left);
  const Waker waker = opaque_noop();
  Context cx(waker);
  auto pinned = Pin<F&>::new_unchecked(future, Unsafe("a local that is not named again"));
  for (;;) {
    expose(future);
    auto answer = F::poll(pinned, cx);
    if (answer.is_ready()) return answer.value();
  }
}

template <class F>
void measure_poll(benchmark::State& state, F& future) {
  const Waker waker = opaque_noop();
  Context cx(waker);
  auto pinned = Pin<F&>::new_unchecked(future, Unsafe("a local that is not named again"));
  measure(state, 1, [&] {
    expose(future);
    if (F::poll(pinned, cx).is_ready()) state.SkipWithError("ready");
  });
}

// --- Combinators
// ----------------------------------------------------------------------------------

struct PlusOne {
  std::uint64_t operator()(std::uint64_t value) const noexcept { return value + 1; }
};

template <std::size_t kDepth>
auto nest(std::uint64_t& left) {
  if constexpr (kDepth == 0) {
    return Leaf(left);
  } else {
    return map(nest<kDepth - 1>(left), PlusOne());
  }
}

void chain_poll(benchmark::State& state) {
  std::uint64_t left = kForever;
  auto future = nest<kLength>(left);
  measure_poll(state, future);
}
BENCHMARK(chain_poll)->Name("chain_poll/pinprick");

void chain_run(benchmark::State& state) {
  measure(state, 1, [] {
    std::uint64_t left = 0;
    auto future = nest<kLength>(left);
    auto value = run(left, future);
    expose(value);
  });
}
BENCHMARK(chain_run)->Name("chain_run/pinprick");

// --- Coroutines, each in the one that awaits it
// ---------------------------------------------------

// What a frame takes besides the one in it, and what the innermost takes: enough for both
// compilers.
constexpr std::size_t kFrame = 160;

template <std::size_t kDepth>
Co<std::uint64_t> level(std::uint64_t* left) {
  if constexpr (kDepth == 0) {
    co_return co_await Leaf(*left);
  } else {
    co_return 1 + co_await async<kFrame * kDepth>(level<kDepth - 1>, left);
  }
}

constexpr std::size_t kOutermost = kFrame * (kLength + 1);

void async_chain_poll(benchmark::State& state) {
  std::uint64_t left = kForever;
  auto future = async<kOutermost>(level<kLength>, &left);
  measure_poll(state, future);
}
BENCHMARK(async_chain_poll)->Name("async_chain_poll/pinprick");

void async_chain_run(benchmark::State& state) {
  measure(state, 1, [] {
    std::uint64_t left = 0;
    auto future = async<kOutermost>(level<kLength>, &left);
    auto value = run(left, future);
    expose(value);
  });
}
BENCHMARK(async_chain_run)->Name("async_chain_run/pinprick");

// --- Coroutines, each in a box
// --------------------------------------------------------------------

constexpr std::size_t kBoxedFrame = 208;

Co<std::uint64_t> boxed_level(std::size_t depth, std::uint64_t* left) {
  if (depth == 0) co_return co_await Leaf(*left);
  co_return 1 + co_await boxed_async<kBoxedFrame>(boxed_level, depth - 1, left);
}

void boxed_async_chain_poll(benchmark::State& state) {
  std::uint64_t left = kForever;
  auto future = boxed_async<kBoxedFrame>(boxed_level, kLength - 1, &left);
  measure_poll(state, future);
}
BENCHMARK(boxed_async_chain_poll)->Name("boxed_async_chain_poll/pinprick");

void boxed_async_chain_run(benchmark::State& state) {
  measure(state, 1, [] {
    std::uint64_t left = 0;
    auto future = boxed_async<kBoxedFrame>(boxed_level, kLength - 1, &left);
    auto value = run(left, future);
    expose(value);
  });
}
BENCHMARK(boxed_async_chain_run)->Name("boxed_async_chain_run/pinprick");

// --- Heap coroutines
// ------------------------------------------------------------------------------

// What the innermost waits for: to be resumed until the number is zero.
struct Turnstile {
  std::coroutine_handle<> waiting;
  std::uint64_t left;
};

struct Pass {
  bool await_ready() const noexcept { return turnstile.left == 0; }
  void await_suspend(std::coroutine_handle<> handle) const noexcept {
    turnstile.waiting = handle;
    --turnstile.left;
  }
  void await_resume() const noexcept {}

  Turnstile& turnstile;
};

Task<std::uint64_t> heap_level(std::size_t depth, Turnstile& turnstile) {
  if (depth > 0) co_return 1 + co_await heap_level(depth - 1, turnstile);
  while (turnstile.left > 0) co_await Pass{turnstile};
  co_return 1;
}

void heap_chain_poll(benchmark::State& state) {
  Turnstile turnstile{{}, kForever};
  const auto task = heap_level(kLength, turnstile);
  task.handle().resume();
  measure(state, 1, [&] {
    expose(turnstile);
    turnstile.waiting.resume();
  });
}
BENCHMARK(heap_chain_poll)->Name("async_chain_poll/coroutine");
BENCHMARK(heap_chain_poll)->Name("boxed_async_chain_poll/coroutine");
BENCHMARK(heap_chain_poll)->Name("chain_poll/coroutine");

void heap_chain_run(benchmark::State& state) {
  measure(state, 1, [] {
    Turnstile turnstile{{}, 1};
    expose(turnstile);
    const auto task = heap_level(kLength, turnstile);
    task.handle().resume();
    while (!task.is_done()) turnstile.waiting.resume();
    expose(task.result());
  });
}
BENCHMARK(heap_chain_run)->Name("async_chain_run/coroutine");
BENCHMARK(heap_chain_run)->Name("boxed_async_chain_run/coroutine");
BENCHMARK(heap_chain_run)->Name("chain_run/coroutine");

// --- Asio
// -----------------------------------------------------------------------------------------

#if __has_include(<boost/asio.hpp>)
namespace asio = boost::asio;

asio::awaitable<std::uint64_t> asio_level(std::size_t depth, std::uint64_t turns) {
  if (depth > 0) co_return 1 + co_await asio_level(depth - 1, turns);
  const auto executor = co_await asio::this_coro::executor;
  for (; turns > 0; --turns) co_await asio::post(executor, asio::use_awaitable);
  co_return 1;
}

asio::awaitable<void> asio_chain(std::uint64_t turns) {
  auto value = co_await asio_level(kLength, turns);
  expose(value);
}

void asio_chain_poll(benchmark::State& state) {
  constexpr std::uint64_t kTurns = 10000;  // so that making the chain does not count
  asio::io_context context(1);
  measure(state, kTurns, [&] {
    asio::co_spawn(context, asio_chain(kTurns), asio::detached);
    context.run();
    context.restart();
  });
}
BENCHMARK(asio_chain_poll)->Name("async_chain_poll/asio");
BENCHMARK(asio_chain_poll)->Name("boxed_async_chain_poll/asio");
BENCHMARK(asio_chain_poll)->Name("chain_poll/asio");

void asio_chain_run(benchmark::State& state) {
  asio::io_context context(1);
  measure(state, 1, [&] {
    asio::co_spawn(context, asio_chain(1), asio::detached);
    context.run();
    context.restart();
  });
}
BENCHMARK(asio_chain_run)->Name("async_chain_run/asio");
BENCHMARK(asio_chain_run)->Name("boxed_async_chain_run/asio");
BENCHMARK(asio_chain_run)->Name("chain_run/asio");
#endif

}  // namespace
}  // namespace pinprick::bench
