// Replaces operator new, for a whole binary, to see that nobody calls it: neither the compiler for
// a frame, nor the library.

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <new>
#include <utility>

#include "gtest/gtest.h"
#include "pinprick/async.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/join.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/yield_n.h"

namespace {

std::size_t calls = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++calls;
  // The size has to be a multiple of the alignment.
  void* place = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }

namespace pinprick::async_heap_test {
namespace {

// Counts the calls of operator new made while it lives.
class NewCount {
 public:
  [[nodiscard]] std::size_t count() const { return calls - start_; }

 private:
  std::size_t start_ = calls;
};

Co<int> leaf(int value) { co_return co_await yield_n(2, value); }

Co<int> middle(int value) {
  const int first = co_await async<512>(leaf, value);
  co_return first + co_await async<512>(leaf, value);
}

Co<int> outer(int value) {
  const auto [a, b] = co_await join(async<2048>(middle, value), async<512>(leaf, value));
  co_return a + b;
}

Co<int> throws(int value) {
  const int first = co_await async<512>(leaf, value);
  throw first;
}

Co<int> catches(int value) {
  int caught = 0;
  try {
    co_await async<2048>(throws, value);
  } catch (int thrown) {
    caught = thrown;
  }
  co_return caught;
}

Co<int> never(int value) {
  co_await pending<int>();
  co_return value;
}

TEST(OperatorNew, IsWhatIsCounted) {
  const NewCount news;
  // A new expression may be left out by the compiler, a call of the function may not.
  ::operator delete(::operator new(1));
  EXPECT_EQ(news.count(), 1U);
}

TEST(Async, CallsNoOperatorNewForNestedAwaits) {
  const NewCount news;
  const int output = block_on(async<8192>(outer, 3));
  const std::size_t count = news.count();
  EXPECT_EQ(output, 9);
  EXPECT_EQ(count, 0U);
}

TEST(Async, CallsNoOperatorNewForExceptions) {
  const NewCount news;
  const int output = block_on(async<8192>(catches, 3));
  const std::size_t count = news.count();
  EXPECT_EQ(output, 3);
  EXPECT_EQ(count, 0U);
}

TEST(Async, CallsNoOperatorNewWhenItIsDroppedHalfway) {
  const NewCount news;
  {
    auto future = async(never, 3);
    const Waker waker = Waker::noop();
    Context cx(waker);
    auto pin = Pin<decltype(future)&>::new_unchecked(future, Unsafe("a local, not named again"));
    EXPECT_TRUE(pin.poll(cx).is_pending());
  }
  EXPECT_EQ(news.count(), 0U);
}

TEST(Async, CallsNoOperatorNewWhenThereIsTooLittleRoom) {
  const NewCount news;
  const std::size_t needed = async_frame_size(outer, 3);
  bool thrown = false;
  try {
    (void)block_on(async<64>(outer, 3));
  } catch (const FrameTooLarge& error) {
    thrown = error.needed() == needed;
  }
  const std::size_t count = news.count();
  EXPECT_TRUE(thrown);
  EXPECT_EQ(count, 0U);
}

TEST(BoxedAsync, CallsItOnce) {
  const NewCount news;
  const int output = block_on(boxed_async<8192>(outer, 3));
  const std::size_t count = news.count();
  EXPECT_EQ(output, 9);
  EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace pinprick::async_heap_test
