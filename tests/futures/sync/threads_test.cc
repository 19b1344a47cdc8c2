// The forms that are fit for threads, on threads. ThreadSanitizer is who judges.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "pinprick/box.h"
#include "pinprick/executor/park_on.h"
#include "pinprick/sync/cancellation_token.h"
#include "pinprick/sync/event.h"
#include "pinprick/sync/mutex.h"
#include "pinprick/sync/notify.h"
#include "pinprick/sync/semaphore.h"
#include "pinprick/time/clock.h"
#include "pinprick/time/sleep.h"
#include "pinprick/wake.h"

namespace pinprick {
namespace {

using namespace std::chrono_literals;  // NOLINT: the timer test needs them

// Wakes a thread.
class Parker : public Wake {
 public:
  void wake() override {
    const std::lock_guard guard(mutex_);
    is_woken_ = true;
    condition_.notify_one();
  }
  void park() {
    std::unique_lock lock(mutex_);
    condition_.wait(lock, [this] { return std::exchange(is_woken_, false); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool is_woken_ = false;
};

// Polls `future` a few times and drops it, ready or not. Says whether it was ready.
template <class F>
bool poll_and_drop(F future, int polls) {
  const auto parker = WakeRef<Parker>::make();
  const Waker waker = parker.waker();
  Context cx(waker);
  auto pinned = box_pin(std::move(future));
  for (int i = 0; i < polls; ++i) {
    if (pinned.poll(cx).is_ready()) return true;
    std::this_thread::yield();
  }
  return false;
}

// Runs `body(i)` on `count` threads at once and waits for them.
void on_all_threads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

TEST(Threads, MutexLetsOneInAtATime) {
  Mutex<int> mutex(0);  // the int is not atomic
  on_all_threads(4, [&](int i) {
    for (int n = 0; n < 500; ++n) {
      ++*park_on(mutex.lock());
      // Somebody who gives up must not lose the lock that was handed over.
      if (n % 3 == i % 3) poll_and_drop(mutex.lock(), n % 4);
      if (auto guard = mutex.try_lock()) ++**guard, --**guard;
    }
  });
  EXPECT_EQ(**mutex.try_lock(), 2000);
}

TEST(Threads, SemaphoreLosesNoPermit) {
  Semaphore semaphore(3);
  std::atomic<int> inside = 0;
  on_all_threads(4, [&](int i) {
    for (int n = 0; n < 400; ++n) {
      const int wanted = 1 + (n + i) % 3;
      {
        const auto permit = park_on(semaphore.acquire(static_cast<std::size_t>(wanted))).value();
        EXPECT_LE(inside.fetch_add(wanted) + wanted, 3);
        inside.fetch_sub(wanted);
      }
      if (n % 4 == i) poll_and_drop(semaphore.acquire(2), n % 3);
    }
  });
  EXPECT_EQ(semaphore.available_permits(), 3U);
}

TEST(Threads, SemaphoreClosesUnderWhoeverWaits) {
  for (int round = 0; round < 50; ++round) {
    Semaphore semaphore(0);
    on_all_threads(3, [&](int i) {
      if (i == 0) {
        semaphore.add_permits(1);
        semaphore.close();
      } else {
        (void)park_on(semaphore.acquire());
      }
    });
    EXPECT_EQ(semaphore.available_permits(), 1U);
  }
}

// As many notifications as there are waits: none may be lost to those who give up.
TEST(Threads, NotifyOneReachesSomebodyWhoStays) {
  for (int round = 0; round < 100; ++round) {
    Notify notify;
    std::atomic<int> taken = 0;
    on_all_threads(3, [&](int i) {
      if (i == 0) {
        notify.notify_one();
      } else if (i == 1) {
        // If it was ready it has taken the only one, and has to give it back by hand.
        if (poll_and_drop(notify.notified(), 3)) {
          ++taken;
          notify.notify_one();
        }
      } else {
        park_on(notify.notified());
      }
    });
    EXPECT_LE(taken, 1);
  }
}

TEST(Threads, NotifyWaitersReachesAllThatWereMade) {
  for (int round = 0; round < 50; ++round) {
    Notify notify;
    std::vector<Notified> made;
    for (int i = 0; i < 3; ++i) made.push_back(notify.notified());
    on_all_threads(4, [&](int i) {
      if (i == 3) {
        notify.notify_waiters();
      } else {
        park_on(std::move(made[static_cast<std::size_t>(i)]));
      }
    });
  }
}

TEST(Threads, EventReleasesAllAndShowsWhatWasDoneBefore) {
  for (int round = 0; round < 50; ++round) {
    ManualResetEvent event;
    int written = 0;
    on_all_threads(4, [&](int i) {
      if (i == 3) {
        written = 5;
        event.set();
      } else {
        if (i == 2) poll_and_drop(event.wait(), 2);
        park_on(event.wait());
        EXPECT_EQ(written, 5);
      }
    });
  }
}

TEST(Threads, TokensAreMadeCancelledAndDroppedAtOnce) {
  for (int round = 0; round < 50; ++round) {
    auto root = std::make_optional<CancellationToken>();
    int written = 0;
    std::vector<CancellationToken> children;
    for (int i = 0; i < 3; ++i) children.push_back(root->child_token());
    on_all_threads(4, [&](int i) {
      if (i == 3) {
        written = 5;
        root->cancel();
        root.reset();
        return;
      }
      CancellationToken child = std::move(children[static_cast<std::size_t>(i)]);
      for (int n = 0; n < 10; ++n) {
        CancellationToken grandchild = child.child_token();
        poll_and_drop(grandchild.cancelled(), 2);
      }
      const CancellationToken leaf = child.child_token();
      child = CancellationToken();
      park_on(leaf.cancelled());
      EXPECT_EQ(written, 5);
    });
  }
}

TEST(Threads, TimersFireWhileOthersComeAndGo) {
  VirtualClock clock;
  std::atomic<int> asleep = 3;
  on_all_threads(4, [&](int i) {
    if (i == 3) {
      while (asleep > 0) clock.advance(1ms);
      return;
    }
    for (int n = 0; n < 100; ++n) {
      poll_and_drop(sleep(clock, 3ms), 2);
      park_on(sleep(clock, Duration(2ms) * (i + 1)));
    }
    --asleep;
  });
  EXPECT_FALSE(clock.timers().next_deadline().has_value());
}

}  // namespace
}  // namespace pinprick
