// What the types of the library and the frames of coroutines take, a line each: NAME,BYTES for the
// library and NAME/coroutine,BYTES for the frame of a heap coroutine. The futures below them are
// YieldN<uint64_t>, of 24 bytes here and in Rust.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>
#include <utility>

#include "pinprick/async.h"
#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/future/either.h"
#include "pinprick/future/flatten.h"
#include "pinprick/future/fuse.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/join.h"
#include "pinprick/future/join_all.h"
#include "pinprick/future/map.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/future/optional_future.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/select.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/stream/futures_unordered.h"
#include "pinprick/sync/mpsc.h"
#include "pinprick/sync/mutex.h"
#include "pinprick/sync/oneshot.h"
#include "pinprick/sync/semaphore.h"
#include "tests/bench/futures/heap_coroutine.h"

namespace {

std::size_t last_size = 0;

}  // namespace

void* operator new(std::size_t size) {
  last_size = size;
  void* const place = std::malloc(size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace pinprick::bench {
namespace {

using T = std::uint64_t;
using F = YieldN<T>;

struct PlusOne {
  T operator()(T value) const noexcept { return value + 1; }
};
struct YieldAgain {
  F operator()(T value) const { return yield_n(1, value); }
};
struct Look {
  void operator()(const T&) const noexcept {}
};

template <std::size_t kDepth>
struct Nest {
  using Type = Map<typename Nest<kDepth - 1>::Type, PlusOne>;
};
template <>
struct Nest<0> {
  using Type = F;
};

template <class U>
void print(const char* name) {
  std::printf("%s,%zu\n", name, sizeof(U));
}

// --- Frames
// ---------------------------------------------------------------------------------------

Co<T> awaits_one() { co_return co_await yield_n(1, T{1}); }

Co<T> awaits_two() {
  const T first = co_await yield_n(1, T{1});
  co_return first + co_await yield_n(1, first);
}

constexpr std::size_t kFrame = 160;

template <std::size_t kDepth>
Co<T> level() {
  if constexpr (kDepth == 0) {
    co_return co_await yield_n(1, T{1});
  } else {
    co_return 1 + co_await async<kFrame * kDepth>(level<kDepth - 1>);
  }
}

// A YieldN for the other kind of coroutine.
struct HeapYield {
  bool await_ready() const noexcept { return value == 0; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() const noexcept { return value; }

  std::size_t left;
  std::optional<T> yielded;
  T value;
};

Task<T> heap_awaits_one() { co_return co_await HeapYield{1, 1, 1}; }

Task<T> heap_awaits_two() {
  const T first = co_await HeapYield{1, 1, 1};
  co_return first + co_await HeapYield{1, first, first};
}

Task<T> heap_level() { co_return 1 + co_await heap_awaits_one(); }

// Whoever inlined this could do without the frame.
[[gnu::noinline]] std::size_t heap_frame(Task<T> (*coroutine)()) {
  const Task<T> task = coroutine();
  return last_size;
}

void print_all() {
  print<Waker>("Waker");
  print<Context>("Context");
  print<Poll<T>>("Poll of a 64-bit number");
  print<Ready<T>>("Ready");
  print<Pending<T>>("Pending");
  print<F>("YieldN (hand-written)");
  print<Map<F, PlusOne>>("Map");
  print<Nest<100>::Type>("Map, 100 deep");
  print<Then<F, YieldAgain>>("Then");
  print<Inspect<F, Look>>("Inspect");
  print<Flatten<Ready<F>>>("Flatten of Ready of YieldN");
  print<Fuse<F>>("Fuse");
  print<MaybeDone<F>>("MaybeDone");
  print<Join<F, F>>("Join of two");
  print<JoinArray<F, 1000>>("Join of an array of 1,000");
  print<JoinAll<F>>("Join of a vector");
  print<Select<F, F>>("Select of two");
  print<Either<F, Ready<T>>>("Either YieldN or Ready");
  print<OptionFuture<F>>("OptionFuture");
  print<Pin<Box<F>>>("Pin of a Box");
  print<BoxFuture<T>>("BoxFuture");
  print<FuturesUnordered<F>>("FuturesUnordered");
  print<oneshot::LocalReceiver<T>>("oneshot receiver");
  print<mpsc::LocalReceiver<T>>("mpsc receiver");
  print<mpsc::Recv<T, internal::LocalLock>>("mpsc receive");
  print<LocalMutex<T>>("Mutex of a 64-bit number, one thread");
  print<Mutex<T>>("Mutex of a 64-bit number, threads");
  print<MutexLock<T>>("lock of a Mutex");
  print<LocalSemaphore>("Semaphore, one thread");
  print<Semaphore>("Semaphore, threads");
  print<Acquire>("acquire of a Semaphore");

  std::printf("async, awaits one YieldN,%zu\n", async_frame_size(awaits_one));
  std::printf("async, awaits two YieldN in turn,%zu\n", async_frame_size(awaits_two));
  std::printf("async, awaits such a one,%zu\n", async_frame_size(level<1>));
  std::printf("async, 100 deep,%zu\n", async_frame_size(level<100>));
  std::printf("async, awaits one YieldN/coroutine,%zu\n", heap_frame(heap_awaits_one));
  std::printf("async, awaits two YieldN in turn/coroutine,%zu\n", heap_frame(heap_awaits_two));
  std::printf("async, awaits such a one/coroutine,%zu\n",
              heap_frame(heap_level) + heap_frame(heap_awaits_one));
  std::printf("async, 100 deep/coroutine,%zu\n",
              100 * heap_frame(heap_level) + heap_frame(heap_awaits_one));
}

}  // namespace
}  // namespace pinprick::bench

int main() { pinprick::bench::print_all(); }
