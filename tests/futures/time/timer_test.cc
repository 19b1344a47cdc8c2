#include "pinprick/time/timer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/internal/timer_heap.h"
#include "pinprick/time/clock.h"
#include "pinprick/time/sleep.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using namespace std::chrono_literals;  // NOLINT: the test is full of them

using internal::TimerHeap;
using internal::TimerNode;
using tests::Log;
using tests::Waiter;

using Sleeper = Waiter<Sleep<LocalVirtualClock>>;

static_assert(!std::is_move_constructible_v<TimerList>);
static_assert(std::is_move_constructible_v<TimerNode> && !std::is_copy_constructible_v<TimerNode>);
static_assert(sizeof(TimerNode) == 56);

TEST(TimerHeap, GivesTheEarliestAndOfEqualOnesTheFirst) {
  TimerHeap heap;
  std::deque<TimerNode> nodes;
  for (const int at : {5, 3, 5, 1, 3, 1}) nodes.emplace_back(Instant(Duration(at)));
  for (TimerNode& node : nodes) heap.push(node);
  for (const int i : {3, 5, 1, 4, 0, 2}) {
    ASSERT_EQ(heap.first(), &nodes[i]);
    heap.remove(*heap.first());
    EXPECT_FALSE(nodes[i].is_linked());
  }
  EXPECT_EQ(heap.first(), nullptr);
}

// Against a set, with removals from anywhere; few deadlines, so that many are equal.
TEST(TimerHeap, IsASortedSet) {
  std::mt19937 random(1);  // NOLINT: the same every time
  for (int round = 0; round < 50; ++round) {
    TimerHeap heap;
    std::deque<TimerNode> nodes;
    std::set<std::tuple<Instant, std::uint64_t, TimerNode*>> model;
    std::uint64_t pushed = 0;
    for (int i = 0; i < 40; ++i) nodes.emplace_back(Instant(Duration(random() % 8)));
    std::vector<decltype(model)::iterator> where(nodes.size());
    for (int step = 0; step < 400; ++step) {
      const std::size_t i = random() % nodes.size();
      TimerNode& node = random() % 4 == 0 && !model.empty() ? *heap.first() : nodes[i];
      const std::size_t at = static_cast<std::size_t>(
          std::ranges::find(nodes, &node, [](TimerNode& n) { return &n; }) - nodes.begin());
      if (node.is_linked()) {
        heap.remove(node);
        model.erase(where[at]);
      } else {
        heap.push(node);
        where[at] = model.emplace(node.deadline(), pushed++, &node).first;
      }
      ASSERT_EQ(heap.first(), model.empty() ? nullptr : std::get<2>(*model.begin()));
    }
    while (!model.empty()) {
      ASSERT_EQ(heap.first(), std::get<2>(*model.begin()));
      heap.remove(*heap.first());
      model.erase(model.begin());
    }
    EXPECT_EQ(heap.first(), nullptr);
  }
}

// A million in one row would overflow the stack of anything that recurs.
TEST(TimerHeap, ManyDoNotRecur) {
  TimerHeap heap;
  std::deque<TimerNode> nodes;
  for (int i = 0; i < 300'000; ++i) nodes.emplace_back(Instant(Duration(i)));
  for (TimerNode& node : nodes) heap.push(node);
  for (TimerNode& node : nodes) {
    ASSERT_EQ(heap.first(), &node);
    heap.remove(node);
  }
}

TEST(TimerList, FiresWhatIsDueInOrder) {
  LocalVirtualClock clock;
  Log log;
  std::deque<Sleeper> sleepers;
  const auto start = [&](Duration when, const char* name) {
    sleepers.emplace_back(sleep(clock, when), [&log, name] { log.emplace_back(name); });
    EXPECT_FALSE(sleepers.back().poll());
  };
  start(2ms, "two");
  start(3ms, "three");
  start(1ms, "one");
  start(2ms, "two again");
  start(4ms, "four");
  EXPECT_EQ(clock.timers().next_deadline(), Instant(1ms));
  clock.timers().fire(Instant(999us));
  EXPECT_EQ(log, Log());
  clock.timers().fire(Instant(3ms));
  EXPECT_EQ(log, Log({"one", "two", "two again", "three"}));
  EXPECT_EQ(clock.timers().next_deadline(), Instant(4ms));
  clock.timers().fire(Instant(4ms));
  clock.timers().fire(Instant(4ms));
  EXPECT_EQ(log.size(), 5U);
  EXPECT_FALSE(clock.timers().next_deadline().has_value());
}

TEST(TimerList, EqualDeadlinesGoByTheirFirstPoll) {
  LocalVirtualClock clock;
  Log log;
  Sleeper a(sleep(clock, 1ms), [&] { log.emplace_back("a"); });
  Sleeper b(sleep(clock, 1ms), [&] { log.emplace_back("b"); });
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  clock.advance(1ms);
  EXPECT_EQ(log, Log({"b", "a"}));
}

// --- Wakes that interfere ---

TEST(TimerWake, DropsAndPollsOthersThatAreDue) {
  LocalVirtualClock clock;
  Sleeper b(sleep(clock, 2ms));
  Sleeper c(sleep(clock, 2ms));
  Sleeper d(sleep(clock, 2ms));
  Sleeper a(sleep(clock, 2ms), [&] {
    b.drop();
    EXPECT_TRUE(c.poll());
    a.drop();
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_FALSE(c.poll());
  EXPECT_FALSE(d.poll());
  clock.advance(2ms);
  EXPECT_EQ(b.wakes() + c.wakes(), 0);
  EXPECT_EQ(d.wakes(), 1);
  EXPECT_TRUE(d.poll());
}

TEST(TimerWake, WhoeverComesMeanwhileIsLeftToTheNextFire) {
  LocalVirtualClock clock;
  std::optional<Sleeper> late;
  Sleeper a(sleep(clock, 5ms), [&] {
    late.emplace(sleep(clock, 1ms));  // by the clock it is not due
    EXPECT_FALSE(late->poll());
  });
  EXPECT_FALSE(a.poll());
  clock.timers().fire(Instant(5ms));
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(late->wakes(), 0);
  clock.timers().fire(Instant(5ms));
  EXPECT_EQ(late->wakes(), 1);
}

TEST(TimerWake, OneThatThrowsKeepsNobodyFromBeingWoken) {
  LocalVirtualClock clock;
  Sleeper a(sleep(clock, 1ms), [] { throw std::runtime_error("no"); });
  Sleeper b(sleep(clock, 1ms));
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_THROW(clock.timers().fire(Instant(1ms)), std::runtime_error);
  EXPECT_EQ(b.wakes(), 1);
}

}  // namespace
}  // namespace pinprick
