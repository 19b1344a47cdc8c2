#include <thread>
#include <utility>

#include "gtest/gtest.h"
#include "pinprick/async.h"
#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/yield_n.h"

namespace pinprick::async_threads_test {
namespace {

Co<int> after(std::size_t polls, int value) { co_return co_await yield_n(polls, value); }

Co<int> sum(int n) {
  int total = 0;
  for (int i = 0; i < n; ++i) total += co_await async(after, 1U, i);
  co_return total;
}

TEST(AsyncThreads, EachPollMayComeFromAnotherThread) {
  auto future = Box<decltype(async<1024>(sum, 3))>::pin(async<1024>(sum, 3));
  const Waker waker = Waker::noop();
  int output = 0;
  for (int i = 0; i < 4; ++i) {
    std::thread([&] {
      Context cx(waker);
      auto answer = future.poll(cx);
      EXPECT_EQ(answer.is_ready(), i == 3);
      if (answer.is_ready()) output = answer.value();
    }).join();
  }
  EXPECT_EQ(output, 3);
}

TEST(AsyncThreads, FramesAreBuiltOnTwoThreadsAtOnce) {
  const auto run = [] {
    for (int i = 0; i < 200; ++i) EXPECT_EQ(block_on(async<1024>(sum, 20)), 190);
  };
  std::thread other(run);
  run();
  other.join();
}

}  // namespace
}  // namespace pinprick::async_threads_test
