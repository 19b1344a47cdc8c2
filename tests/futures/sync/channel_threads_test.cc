// The channels on threads. Worth most under ThreadSanitizer.

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "pinprick/executor/park_on.h"
#include "pinprick/sync/atomic_waker.h"
#include "pinprick/sync/mpsc.h"
#include "pinprick/sync/oneshot.h"
#include "pinprick/sync/watch.h"

namespace pinprick {
namespace {

constexpr int kChannelRounds = 300;
constexpr int kSenders = 3;
constexpr int kMessages = 200;

// Polls once, gives what came of it, and is dropped then, wherever the future stands.
template <class F>
class PollOnce {
 public:
  using PinnedFields = Fields<F>;
  using Output = std::optional<typename F::Output>;

  explicit PollOnce(F future) : future_(std::move(future)) {}

  static Poll<Output> poll(Pin<PollOnce&> self, Context& cx) {
    PollOnce& me = self.get_unchecked_mut(Unsafe("the future is only reached through a Pin"));
    auto answer =
        F::poll(Pin<F&>::new_unchecked(me.future_, Unsafe("pinned as its PollOnce is")), cx);
    if (answer.is_pending()) return Poll<Output>::ready(std::nullopt);
    return Poll<Output>::ready(std::move(answer).value());
  }

 private:
  F future_;
};

// Runs `work(i)` on kSenders threads while `meanwhile` runs on this one.
template <class Work, class Meanwhile>
void beside_senders(Work work, Meanwhile meanwhile) {
  std::vector<std::thread> threads;
  threads.reserve(kSenders);
  for (int i = 0; i < kSenders; ++i) threads.emplace_back([&work, i] { work(i); });
  meanwhile();
  for (auto& thread : threads) thread.join();
}

TEST(ChannelThreads, AtomicWakerLosesNoWake) {
  struct Gathering {
    using Output = Unit;
    static Poll<Unit> poll(Pin<Gathering&> self, Context& cx) {
      Gathering& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
      me.waker->register_waker(cx.waker());
      // Relaxed: the waker is what makes them visible.
      const bool all = std::ranges::all_of(
          *me.arrived, [](const auto& one) { return one.load(std::memory_order_relaxed); });
      return all ? poll_ready(Unit()) : kPending;
    }
    AtomicWaker* waker;
    std::array<std::atomic<bool>, kSenders>* arrived;
  };
  for (int round = 0; round < kChannelRounds; ++round) {
    AtomicWaker waker;
    std::array<std::atomic<bool>, kSenders> arrived{};
    beside_senders(
        [&](int i) {
          arrived[static_cast<std::size_t>(i)].store(true, std::memory_order_relaxed);
          waker.wake();
        },
        [&] { park_on(Gathering{&waker, &arrived}); });
  }
}

TEST(ChannelThreads, OneshotDeliversOrCancels) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = oneshot::channel<std::vector<int>>();
    std::thread other([round, end = std::move(sender)]() mutable {
      if (round % 3 != 0) (void)std::move(end).send({round});
    });
    const auto answer = park_on(std::move(receiver));
    EXPECT_EQ(answer.is_ok(), round % 3 != 0);
    if (answer.is_ok()) {
      EXPECT_EQ(answer.value(), std::vector<int>{round});
    }
    other.join();
  }
}

TEST(ChannelThreads, OneshotIsSentOnceOrGivenBack) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = oneshot::channel<std::vector<int>>();
    bool is_sent = false;
    std::thread other([&is_sent, end = std::move(sender)]() mutable {
      auto sent = std::move(end).send({7});
      is_sent = sent.is_ok();
      if (!is_sent) {
        EXPECT_EQ(sent.error(), std::vector<int>{7});
      }
    });
    receiver.close();
    const auto answer = park_on(std::move(receiver));
    other.join();
    EXPECT_EQ(answer.is_ok(), is_sent);
  }
}

TEST(ChannelThreads, OneshotBothEndsGoAtOnce) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = oneshot::channel<std::vector<int>>();
    std::thread other([end = std::move(sender)]() mutable { (void)std::move(end).send({7}); });
    (void)park_on(PollOnce(std::move(receiver)));
    other.join();
  }
}

TEST(ChannelThreads, OneshotCancellationIsNoticed) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = oneshot::channel<int>();
    std::thread other([end = std::move(receiver)] {});
    park_on(sender.cancellation());
    EXPECT_TRUE(sender.is_canceled());
    other.join();
  }
}

// A message: who sent it, and his how many it is.
using Numbered = std::pair<int, int>;

TEST(ChannelThreads, MpscLosesNothingAndKeepsTheOrderOfEach) {
  auto [sender, receiver] = mpsc::channel<Numbered>(2);
  std::vector<mpsc::Sender<Numbered>> ends;
  for (int i = 0; i < kSenders; ++i) ends.push_back(sender.clone());
  {
    auto first = std::move(sender);
  }
  std::array<int, kSenders> next{};
  beside_senders(
      [&](int i) {
        auto end = std::move(ends[static_cast<std::size_t>(i)]);
        for (int n = 0; n < kMessages; ++n) EXPECT_TRUE(park_on(end.send({i, n})).is_ok());
      },
      [&] {
        while (const auto message = park_on(receiver.recv())) {
          EXPECT_EQ(message->second, next[static_cast<std::size_t>(message->first)]++);
        }
      });
  for (const int count : next) EXPECT_EQ(count, kMessages);
}

TEST(ChannelThreads, MpscUnboundedLosesNothing) {
  auto [sender, receiver] = mpsc::unbounded<Numbered>();
  std::vector<mpsc::UnboundedSender<Numbered>> ends;
  for (int i = 0; i < kSenders; ++i) ends.push_back(sender.clone());
  {
    auto first = std::move(sender);
  }
  std::array<int, kSenders> next{};
  beside_senders(
      [&](int i) {
        const auto end = std::move(ends[static_cast<std::size_t>(i)]);
        for (int n = 0; n < kMessages; ++n) EXPECT_TRUE(end.send({i, n}).is_ok());
      },
      [&] {
        while (const auto message = park_on(receiver.recv())) {
          EXPECT_EQ(message->second, next[static_cast<std::size_t>(message->first)]++);
        }
      });
  for (const int count : next) EXPECT_EQ(count, kMessages);
}

// Each sender gives up every other send at once, waiting or not, with or without room kept for it.
// Those that said they were ready arrive, the others do not, and nobody waits for ever.
TEST(ChannelThreads, MpscSendsMayBeGivenUpAtAnyTime) {
  auto [sender, receiver] = mpsc::channel<Numbered>(1);
  std::vector<mpsc::Sender<Numbered>> ends;
  for (int i = 0; i < kSenders; ++i) ends.push_back(sender.clone());
  {
    auto first = std::move(sender);
  }
  std::array<std::vector<int>, kSenders> sent;
  std::array<std::vector<int>, kSenders> received;
  beside_senders(
      [&](int i) {
        auto end = std::move(ends[static_cast<std::size_t>(i)]);
        for (int n = 0; n < kMessages; ++n) {
          const bool is_sent = n % 2 == 0 ? park_on(end.send({i, n})).is_ok()
                                          : park_on(PollOnce(end.send({i, n}))).has_value();
          if (is_sent) sent[static_cast<std::size_t>(i)].push_back(n);
        }
      },
      [&] {
        while (const auto message = park_on(receiver.recv())) {
          received[static_cast<std::size_t>(message->first)].push_back(message->second);
        }
      });
  EXPECT_EQ(sent, received);
}

TEST(ChannelThreads, MpscClosesUnderWhoeverWaits) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = mpsc::channel<int>(1);
    std::atomic<int> sent = 0;
    int received = 0;
    beside_senders(
        [&, &end = sender](int i) {
          if (park_on(end.send(i)).is_ok()) ++sent;
        },
        [&, &end = receiver] {
          if (round % 2 == 0) received += park_on(end.recv()).has_value() ? 1 : 0;
          end.close();
          while (park_on(end.recv())) ++received;
        });
    EXPECT_EQ(sent, received);
  }
}

TEST(ChannelThreads, MpscReceiverGoesWhileItIsSentTo) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = mpsc::channel<std::vector<int>>(1);
    beside_senders(
        [&end = sender](int i) {
          const auto mine = end.clone();
          (void)park_on(mine.send({i}));
        },
        [&end = receiver] { const auto last = std::move(end); });
  }
}

TEST(ChannelThreads, WatchersSeeTheLastValueAndThenTheEnd) {
  auto [sender, receiver] = watch::channel<int>(0);
  std::vector<watch::Receiver<int>> ends;
  for (int i = 0; i < kSenders; ++i) ends.push_back(receiver.clone());
  beside_senders(
      [&](int i) {
        auto end = std::move(ends[static_cast<std::size_t>(i)]);
        int last = 0;
        while (park_on(end.changed()).is_ok()) {
          const int value = end.get();
          EXPECT_GE(value, last);
          last = value;
        }
        EXPECT_EQ(last, kMessages);
        EXPECT_EQ(*end.borrow(), kMessages);
      },
      [&, &end = sender] {
        for (int n = 1; n <= kMessages; ++n) EXPECT_TRUE(end.send(n).is_ok());
        const auto last = std::move(end);
      });
}

TEST(ChannelThreads, WatchersGiveUpAndGoWhileTheyAreTold) {
  for (int round = 0; round < kChannelRounds; ++round) {
    auto [sender, receiver] = watch::channel<std::vector<int>>({0});
    std::vector<watch::Receiver<std::vector<int>>> ends;
    for (int i = 0; i < kSenders; ++i) ends.push_back(receiver.clone());
    {
      auto first = std::move(receiver);
    }
    beside_senders(
        [&](int i) {
          auto end = std::move(ends[static_cast<std::size_t>(i)]);
          (void)park_on(PollOnce(end.changed()));
          (void)end.get();
        },
        [&, &end = sender] {
          while (end.send({round}).is_ok()) std::this_thread::yield();
          park_on(end.closed());
          EXPECT_TRUE(end.is_closed());
        });
  }
}

}  // namespace
}  // namespace pinprick
