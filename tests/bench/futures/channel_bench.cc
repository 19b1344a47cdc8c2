// Two tasks that send a message to and fro, and channels for one value.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "pinprick/async.h"
#include "pinprick/stream/futures_unordered.h"
#include "pinprick/sync/mpsc.h"
#include "pinprick/sync/oneshot.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

#if __has_include(<boost/asio.hpp>)
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#endif

namespace pinprick::bench {
namespace {

constexpr std::size_t kMessages = 1000;

// Receives and sends on, as often as it is told.
template <class Sender, class Receiver>
class Player {
 public:
  using Output = std::uint64_t;
  using PinnedFields = Fields<>;

  Player(Sender sender, Receiver receiver, std::size_t left)
      : sender_(std::move(sender)), receiver_(std::move(receiver)), left_(left) {}

  static Poll<std::uint64_t> poll(Pin<Player&> self, Context& cx) {
    Player& me = self.get_mut();
    for (;;) {
      auto answer = Receiver::poll_next(Pin<Receiver&>::make(me.receiver_), cx);
      if (answer.is_pending()) return kPending;
      const std::optional<std::uint64_t> ball = answer.value();
      if (!ball.has_value()) return poll_ready(std::uint64_t{0});
      --me.left_;
      (void)me.sender_.send(*ball + 1);
      if (me.left_ == 0) return poll_ready(*ball);
    }
  }

 private:
  Sender sender_;
  Receiver receiver_;
  std::size_t left_;
};

template <class Sender, class Receiver>
Co<std::uint64_t> play(Sender sender, Receiver receiver, std::size_t left) {
  std::uint64_t ball = 0;
  for (; left > 0; --left) {
    const std::optional<std::uint64_t> received = co_await receiver.recv();
    if (!received.has_value()) co_return 0;
    ball = *received;
    (void)sender.send(ball + 1);
  }
  co_return ball;
}

struct MakePlayer {
  template <class Sender, class Receiver>
  static auto make(Sender sender, Receiver receiver) {
    return Player<Sender, Receiver>(std::move(sender), std::move(receiver), kMessages / 2);
  }
};

struct MakeAsync {
  template <class Sender, class Receiver>
  static auto make(Sender sender, Receiver receiver) {
    return async<512>(play<Sender, Receiver>, std::move(sender), std::move(receiver),
                      kMessages / 2);
  }
};

struct OneThread {
  template <class F>
  using Set = LocalFuturesUnordered<F>;
  static auto channel() { return mpsc::local_unbounded<std::uint64_t>(); }
  static auto oneshot() { return oneshot::local_channel<std::uint64_t>(); }
};

struct Threads {
  template <class F>
  using Set = FuturesUnordered<F>;
  static auto channel() { return mpsc::unbounded<std::uint64_t>(); }
  static auto oneshot() { return oneshot::channel<std::uint64_t>(); }
};

template <class Kind, class Maker>
void ping_pong(benchmark::State& state) {
  measure(state, kMessages, [] {
    auto [a, to_a] = Kind::channel();
    auto [b, to_b] = Kind::channel();
    (void)a.send(0);
    using Set = typename Kind::template Set<decltype(Maker::make(std::move(b), std::move(to_a)))>;
    Set set;
    set.push(Maker::make(std::move(b), std::move(to_a)));
    set.push(Maker::make(std::move(a), std::move(to_b)));
    const Waker noop = opaque_noop();
    Context cx(noop);
    auto pinned = Pin<Set&>::make(set);
    for (;;) {
      const auto answer = Set::poll_next(pinned, cx);
      if (answer.is_ready() && !answer.value().has_value()) return;
    }
  });
}
BENCHMARK(ping_pong<OneThread, MakePlayer>)->Name("ping_pong_local/pinprick");
BENCHMARK(ping_pong<Threads, MakePlayer>)->Name("ping_pong_threads/pinprick");
BENCHMARK(ping_pong<OneThread, MakeAsync>)->Name("async_ping_pong_local/pinprick");
BENCHMARK(ping_pong<Threads, MakeAsync>)->Name("async_ping_pong_threads/pinprick");

template <class Kind>
void one_value(benchmark::State& state) {
  const Waker noop = opaque_noop();
  Context cx(noop);
  measure(state, 1, [&] {
    auto [sender, receiver] = Kind::oneshot();
    using Receiver = std::remove_reference_t<decltype(receiver)>;
    auto pinned = Pin<Receiver&>::make(receiver);
    if (Receiver::poll(pinned, cx).is_ready()) state.SkipWithError("ready");
    expose(sender);
    (void)std::move(sender).send(1);
    auto answer = Receiver::poll(pinned, cx);
    expose(answer);
  });
}
BENCHMARK(one_value<OneThread>)->Name("oneshot_local/pinprick");
BENCHMARK(one_value<Threads>)->Name("oneshot_threads/pinprick");

// --- Heap coroutines, and a channel of one place
// --------------------------------------------------

class HeapChannel {
 public:
  explicit HeapChannel(RunQueue& queue) noexcept : queue_(queue) {}

  void send(std::uint64_t message) {
    message_ = message;
    if (waiting_.handle) queue_.push(waiting_);
  }

  auto receive() {
    struct Receive {
      bool await_ready() const noexcept { return channel.message_.has_value(); }
      void await_suspend(std::coroutine_handle<> handle) noexcept {
        channel.waiting_.handle = handle;
      }
      std::uint64_t await_resume() const noexcept {
        channel.waiting_.handle = nullptr;
        return *std::exchange(channel.message_, std::nullopt);
      }

      HeapChannel& channel;
    };
    return Receive{*this};
  }

 private:
  RunQueue& queue_;
  std::optional<std::uint64_t> message_;
  Suspended waiting_;
};

Task<std::uint64_t> heap_play(HeapChannel& to, HeapChannel& from, std::size_t left) {
  std::uint64_t ball = 0;
  for (; left > 0; --left) {
    ball = co_await from.receive();
    to.send(ball + 1);
  }
  co_return ball;
}

void heap_ping_pong(benchmark::State& state) {
  measure(state, kMessages, [] {
    RunQueue queue;
    HeapChannel a(queue);
    HeapChannel b(queue);
    a.send(0);
    const auto first = heap_play(b, a, kMessages / 2);
    const auto second = heap_play(a, b, kMessages / 2);
    first.handle().resume();
    second.handle().resume();
    queue.run();
    expose(second.result());
  });
}
BENCHMARK(heap_ping_pong)->Name("ping_pong_local/coroutine");
BENCHMARK(heap_ping_pong)->Name("async_ping_pong_local/coroutine");

#if __has_include(<boost/asio.hpp>)
namespace asio = boost::asio;

using AsioChannel = asio::experimental::channel<void(boost::system::error_code, std::uint64_t)>;

asio::awaitable<void> asio_play(AsioChannel& to, AsioChannel& from, std::size_t left) {
  for (; left > 0; --left) {
    const std::uint64_t ball = co_await from.async_receive(asio::use_awaitable);
    co_await to.async_send(boost::system::error_code(), ball + 1, asio::use_awaitable);
  }
}

void asio_ping_pong(benchmark::State& state) {
  asio::io_context context(1);
  measure(state, kMessages, [&] {
    AsioChannel a(context, 1);
    AsioChannel b(context, 1);
    a.try_send(boost::system::error_code(), std::uint64_t{0});
    asio::co_spawn(context, asio_play(b, a, kMessages / 2), asio::detached);
    asio::co_spawn(context, asio_play(a, b, kMessages / 2), asio::detached);
    context.run();
    context.restart();
  });
}
// Its channel for one thread; its executors lock all the same.
BENCHMARK(asio_ping_pong)->Name("ping_pong_local/asio");
BENCHMARK(asio_ping_pong)->Name("async_ping_pong_local/asio");
#endif

}  // namespace
}  // namespace pinprick::bench
