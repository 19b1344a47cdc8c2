// A set of 100 and one of 10,000 that wait, woken at random: one wake and then a poll of the set,
// and 32 wakes and then a poll. What is measured is a wake with its share of the poll.
#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "pinprick/stream/futures_unordered.h"
#include "tests/bench/futures/heap_coroutine.h"
#include "tests/bench/futures/kit.h"

namespace pinprick::bench {
namespace {

// Leaves its waker in its place, and is never ready.
class Sleeper {
 public:
  using Output = std::uint64_t;
  using PinnedFields = Fields<>;

  explicit Sleeper(Waker& place) noexcept : place_(&place) {}

  static Poll<std::uint64_t> poll(Pin<Sleeper&> self, Context& cx) {
    Waker& place = *self.get_mut().place_;
    if (!place.will_wake(cx.waker())) place = cx.waker().clone();
    return kPending;
  }

 private:
  Waker* place_;
};

constexpr std::size_t kPlaces = 65536;

// The same numbers as in Rust.
std::vector<std::size_t> random_places(std::size_t size) {
  std::uint64_t state = 1;
  std::vector<std::size_t> places(kPlaces);
  for (std::size_t& place : places) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    place = static_cast<std::size_t>((state >> 33) % size);
  }
  return places;
}

template <template <class> class Set>
void set(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const auto burst = static_cast<std::size_t>(state.range(1));
  std::vector<Waker> wakers;
  wakers.reserve(size);
  Set<Sleeper> sleepers;
  for (std::size_t i = 0; i < size; ++i) {
    wakers.push_back(Waker::noop());
    sleepers.push(Sleeper(wakers[i]));
  }
  const Waker noop = opaque_noop();
  Context cx(noop);
  auto pinned = Pin<Set<Sleeper>&>::make(sleepers);
  if (Set<Sleeper>::poll_next(pinned, cx).is_ready()) state.SkipWithError("ready");
  const std::vector<std::size_t> places = random_places(size);
  std::size_t at = 0;
  measure(state, burst, [&] {
    for (std::size_t i = 0; i < burst; ++i) {
      at = (at + 1) % kPlaces;
      wakers[places[at]].wake_by_ref();
    }
    if (Set<Sleeper>::poll_next(pinned, cx).is_ready()) state.SkipWithError("ready");
  });
}
BENCHMARK(set<LocalFuturesUnordered>)->Name("set_local_100/pinprick")->Args({100, 1});
BENCHMARK(set<LocalFuturesUnordered>)->Name("set_local_100_burst/pinprick")->Args({100, 32});
BENCHMARK(set<LocalFuturesUnordered>)->Name("set_local_10000/pinprick")->Args({10000, 1});
BENCHMARK(set<LocalFuturesUnordered>)->Name("set_local_10000_burst/pinprick")->Args({10000, 32});
BENCHMARK(set<FuturesUnordered>)->Name("set_threads_100/pinprick")->Args({100, 1});
BENCHMARK(set<FuturesUnordered>)->Name("set_threads_100_burst/pinprick")->Args({100, 32});
BENCHMARK(set<FuturesUnordered>)->Name("set_threads_10000/pinprick")->Args({10000, 1});
BENCHMARK(set<FuturesUnordered>)->Name("set_threads_10000_burst/pinprick")->Args({10000, 32});

// --- Heap coroutines, each of which waits in its place
// --------------------------------------------

// A wake may come twice before its turn, and counts once.
struct Place {
  Suspended suspended;
  bool is_queued = false;
};

struct Sleep {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) const noexcept {
    place.suspended.handle = handle;
    place.is_queued = false;
  }
  void await_resume() const noexcept {}

  Place& place;
};

Task<std::uint64_t> sleeper(Place& place) {
  for (;;) co_await Sleep{place};
}

void heap_set(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const auto burst = static_cast<std::size_t>(state.range(1));
  RunQueue queue;
  std::vector<Place> waiting(size);
  std::vector<Task<std::uint64_t>> tasks;
  tasks.reserve(size);
  for (Place& place : waiting) tasks.push_back(sleeper(place));
  for (const auto& task : tasks) task.handle().resume();
  const std::vector<std::size_t> places = random_places(size);
  std::size_t at = 0;
  measure(state, burst, [&] {
    for (std::size_t i = 0; i < burst; ++i) {
      at = (at + 1) % kPlaces;
      Place& place = waiting[places[at]];
      if (!std::exchange(place.is_queued, true)) queue.push(place.suspended);
    }
    queue.run();
  });
}
BENCHMARK(heap_set)->Name("set_local_100/coroutine")->Args({100, 1});
BENCHMARK(heap_set)->Name("set_local_100_burst/coroutine")->Args({100, 32});
BENCHMARK(heap_set)->Name("set_local_10000/coroutine")->Args({10000, 1});
BENCHMARK(heap_set)->Name("set_local_10000_burst/coroutine")->Args({10000, 32});

}  // namespace
}  // namespace pinprick::bench
