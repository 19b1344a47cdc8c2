// The futures that cross threads, on threads. Worth most under ThreadSanitizer.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "pinprick/box.h"
#include "pinprick/future/abortable.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/remote_handle.h"
#include "pinprick/future/shared.h"
#include "pinprick/sync/atomic_waker.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

// Lets a thread sleep until it is woken. Throws if that takes too long: then a wake was lost.
class Sleeper : public Wake {
 public:
  void wake() override {
    const std::lock_guard guard(mutex_);
    is_woken_ = true;
    woken_.notify_one();
  }

  void sleep() {
    std::unique_lock lock(mutex_);
    if (!woken_.wait_for(lock, std::chrono::seconds(60), [this] { return is_woken_; })) {
      panic(PanicReason::kStalled, "Sleeper");
    }
    is_woken_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_woken_ = false;
};

// Polls `future` on this thread, each time only after a wake, until it is ready.
template <class F>
typename F::Output sleep_until_ready(F future) {
  auto sleeper = WakeRef<Sleeper>::make();
  const Waker waker = sleeper.waker();
  Context cx(waker);
  auto pinned = box_pin(std::move(future));
  for (;;) {
    auto answer = pinned.poll(cx);
    if (answer.is_ready()) return std::move(answer).value();
    sleeper->sleep();
  }
}

// Calls `run(i)` for each i below `count`, each on a thread of its own, all at once.
template <class Run>
void on_threads(int count, Run run) {
  std::atomic<int> to_start = count;
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      --to_start;
      while (to_start != 0) std::this_thread::yield();
      run(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Ready with the number that somebody sets, once it is `target`.
class Gauge {
 public:
  void add() {
    number_.fetch_add(1, std::memory_order_release);
    waker_.wake();
  }

  class Reaches {
   public:
    using PinnedFields = Fields<>;
    using Output = int;

    Reaches(Gauge& gauge, int target) : gauge_(&gauge), target_(target) {}

    static Poll<int> poll(Pin<Reaches&> self, Context& cx) {
      Reaches& me = self.get_mut();
      me.gauge_->waker_.register_waker(cx.waker());
      const int number = me.gauge_->number_.load(std::memory_order_acquire);
      return number >= me.target_ ? Poll<int>::ready(number) : kPending;
    }

   private:
    Gauge* gauge_;
    int target_;
  };

 private:
  std::atomic<int> number_ = 0;
  AtomicWaker waker_;
};

constexpr int kRounds = 300;

TEST(Threads, AbortReachesWhoSleeps) {
  for (int round = 0; round < kRounds; ++round) {
    auto [future, handle] = abortable(pending<int>());
    on_threads(3, [&](int i) {
      if (i == 0) {
        EXPECT_TRUE(sleep_until_ready(std::move(future)).is_err());
      } else {
        const AbortHandle mine = handle.clone();
        mine.abort();
      }
    });
  }
}

TEST(Threads, AbortAndReadinessCross) {
  for (int round = 0; round < kRounds; ++round) {
    Gauge gauge;
    auto [future, handle] = abortable(Gauge::Reaches(gauge, 1));
    on_threads(3, [&](int i) {
      if (i == 0) (void)sleep_until_ready(std::move(future));
      if (i == 1) handle.abort();
      if (i == 2) gauge.add();
    });
  }
}

TEST(Threads, RemoteOutputReachesItsHandle) {
  for (int round = 0; round < kRounds; ++round) {
    Gauge gauge;
    auto [remote, handle] = remote_handle(Gauge::Reaches(gauge, 1));
    on_threads(3, [&](int i) {
      if (i == 0) (void)sleep_until_ready(std::move(remote));
      if (i == 1) {
        EXPECT_EQ(sleep_until_ready(std::move(handle)), 1);
      }
      if (i == 2) gauge.add();
    });
  }
}

TEST(Threads, DroppedHandleCancelsItsRemote) {
  for (int round = 0; round < kRounds; ++round) {
    auto [remote, handle] = remote_handle(pending<int>());
    on_threads(2, [&](int i) {
      if (i == 0) {
        (void)sleep_until_ready(std::move(remote));
      } else {
        const auto dropped = std::move(handle);
      }
    });
  }
}

TEST(Threads, DroppedRemoteIsNoticedByItsHandle) {
  for (int round = 0; round < kRounds; ++round) {
    auto [remote, handle] = remote_handle(pending<int>());
    on_threads(2, [&](int i) {
      if (i == 0) {
        tests::expect_panic(PanicReason::kAbandoned, "RemoteHandle",
                            [&] { (void)sleep_until_ready(std::move(handle)); });
      } else {
        const auto dropped = std::move(remote);
      }
    });
  }
}

TEST(Threads, BothEndsOfARemoteGoAtOnce) {
  for (int round = 0; round < kRounds; ++round) {
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watch = value;
    {
      auto [remote, handle] = remote_handle(ready(std::move(value)));
      on_threads(2, [&](int i) {
        if (i == 0) {
          (void)sleep_until_ready(std::move(remote));
        } else if (round % 2 == 0) {
          const auto dropped = std::move(handle);
        } else {
          std::move(handle).forget();
        }
      });
    }
    EXPECT_TRUE(watch.expired());
  }
}

TEST(Threads, SharedReachesAllWhoSleep) {
  for (int round = 0; round < kRounds; ++round) {
    Gauge gauge;
    auto handle = shared(Gauge::Reaches(gauge, 3));
    std::vector<Shared<Gauge::Reaches>> handles;
    for (int i = 0; i < 3; ++i) handles.push_back(handle.clone());
    on_threads(4, [&](int i) {
      if (i < 3) {
        EXPECT_EQ(sleep_until_ready(std::move(handles[static_cast<std::size_t>(i)])), 3);
      } else {
        for (int n = 0; n < 3; ++n) gauge.add();
      }
    });
  }
}

TEST(Threads, SharedHandlesThatComeAndGoLoseNoWake) {
  for (int round = 0; round < kRounds; ++round) {
    Gauge gauge;
    const auto handle = shared(Gauge::Reaches(gauge, 2));
    on_threads(4, [&](int i) {
      if (i == 0) {
        EXPECT_EQ(sleep_until_ready(handle.clone()), 2);
      }
      if (i == 1) {
        gauge.add();
        gauge.add();
      }
      if (i >= 2) {
        // Polls once, and is dropped without waiting for its wake.
        auto sleeper = WakeRef<Sleeper>::make();
        const Waker waker = sleeper.waker();
        Context cx(waker);
        for (int n = 0; n < 3; ++n) (void)box_pin(handle.clone()).poll(cx);
      }
    });
  }
}

TEST(Threads, SharedOutputGoesWithTheLastHandle) {
  for (int round = 0; round < kRounds; ++round) {
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watch = value;
    {
      auto handle = shared(ready(std::move(value)));
      std::vector<decltype(handle)> handles;
      for (int i = 0; i < 3; ++i) handles.push_back(handle.clone());
      {
        const auto dropped = std::move(handle);
      }
      on_threads(3, [&](int i) {
        auto mine = std::move(handles[static_cast<std::size_t>(i)]);
        if (i != 0) {
          EXPECT_EQ(*sleep_until_ready(std::move(mine)), 1);
        }
      });
      EXPECT_TRUE(watch.expired());
    }
  }
}

// Keeps its waker, and says where.
struct ShowsItsWaker {
  using Output = int;

  static Poll<int> poll(Pin<ShowsItsWaker&> self, Context& cx) {
    ShowsItsWaker& me = self.get_mut();
    me.waker.emplace(cx.waker().clone());
    *me.place = &*me.waker;
    return kPending;
  }

  std::optional<Waker> waker;
  const Waker** place;
};

class Calls : public Wake {
 public:
  void wake() override { call(); }

  std::function<void()> call;
};

// On one thread; but a mutex that is locked after its end is seen by ThreadSanitizer only.
TEST(Threads, SharedOutlivesTheWakeThatDropsItsLastHandle) {
  const Waker* place = nullptr;
  auto handle = std::make_unique<Pin<Box<Shared<ShowsItsWaker>>>>(
      box_pin(shared(ShowsItsWaker{std::nullopt, &place})));
  auto task = WakeRef<Calls>::make();
  task->call = [&] { handle.reset(); };
  const Waker waker = task.waker();
  Context cx(waker);
  EXPECT_TRUE(handle->poll(cx).is_pending());
  // The waker goes with the future while it wakes, and with both all that was shared.
  place->wake_by_ref();
  EXPECT_EQ(handle, nullptr);
}

}  // namespace
}  // namespace pinprick
