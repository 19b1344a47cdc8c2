#include "pinprick/executor/join_set.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/future/lazy.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::Log;
using tests::Logged;

using Number = std::int64_t;
static_assert(Unpin<JoinSet<Number>> && Unpin<JoinNext<Number>>);
static_assert(std::is_same_v<OutputOf<JoinNext<int>>, std::optional<Result<int, JoinError>>>);

// One poll of join_next: the value, or what came instead.
std::string join_text(JoinSet<Number>& set, const Waker& waker) {
  Context cx(waker);
  auto next = set.join_next();
  auto answer = JoinNext<Number>::poll(Pin<JoinNext<Number>&>::make(next), cx);
  if (answer.is_pending()) return "pending";
  if (!answer.value().has_value()) return "none";
  const auto& outcome = *answer.value();
  if (outcome.is_ok()) return std::to_string(outcome.value());
  return outcome.error().is_cancelled() ? "cancelled" : "panic";
}
std::string join_text(JoinSet<Number>& set) {
  const Waker waker = Waker::noop();
  return join_text(set, waker);
}

TEST(JoinSet, GivesOutcomesAsTheyAreThere) {
  Log log;
  JoinSet<Number> set;
  EXPECT_EQ(join_text(set), "none");
  set.spawn(Logged(log, "a", 1, 1));
  set.spawn(Logged(log, "b", 0, 2));
  set.spawn(example(8, 1));
  EXPECT_EQ(set.len(), 3U);
  EXPECT_EQ(join_text(set), "2");
  EXPECT_EQ(log, Log({"a pending", "b ready", "b dropped"}));
  EXPECT_EQ(block_on(set.join_next())->value(), 1);
  EXPECT_EQ(block_on(set.join_next())->value(), 37);
  EXPECT_EQ(join_text(set), "none");
  EXPECT_TRUE(set.is_empty());
  set.spawn(ready(Number{4}));
  EXPECT_EQ(join_text(set), "4");
}

TEST(JoinSet, AnExceptionIsAnOutcome) {
  Log log;
  JoinSet<Number> set;
  set.spawn(lazy([](Context&) -> Number { throw std::runtime_error("task"); }));
  set.spawn(Logged(log, "a", 0, 1));
  auto outcome = block_on(set.join_next());
  EXPECT_THROW(outcome->error().resume(), std::runtime_error);
  EXPECT_EQ(set.len(), 1U);
  EXPECT_EQ(join_text(set), "1");
}

TEST(JoinSet, AbortDropsTheFutureInsteadOfAPoll) {
  Log log;
  const auto parent = WakeRef<Counter>::make();
  const Waker waker = parent.waker();
  JoinSet<Number> set;
  set.spawn(pending<Number>());
  const auto abort = set.spawn(Logged(log, "a", 0, 1));
  const auto idle = set.spawn(pending<Number>());
  const auto copy = abort;  // NOLINT(performance-unnecessary-copy-initialization): to be tested
  copy.abort();
  EXPECT_EQ(log, Log());
  EXPECT_EQ(join_text(set, waker), "cancelled");
  EXPECT_EQ(log, Log({"a dropped"}));
  EXPECT_TRUE(abort.is_finished());
  EXPECT_EQ(join_text(set, waker), "pending");
  EXPECT_FALSE(idle.is_finished());
  idle.abort();
  idle.abort();
  EXPECT_EQ(parent->wakes, 1);
  EXPECT_EQ(join_text(set, waker), "cancelled");
  EXPECT_EQ(join_text(set, waker), "pending");
  EXPECT_EQ(set.len(), 1U);
}

TEST(JoinSet, AbortingWhatIsFinishedDoesNothing) {
  JoinSet<Number> set;
  const auto first = set.spawn(ready(Number{1}));
  set.spawn(yield_n(1, Number{2}));
  EXPECT_EQ(join_text(set), "1");
  first.abort();
  EXPECT_EQ(join_text(set), "2");
  EXPECT_EQ(join_text(set), "none");
}

TEST(JoinSet, AbortAllWakesTheParentOnce) {
  Log log;
  const auto parent = WakeRef<Counter>::make();
  const Waker waker = parent.waker();
  JoinSet<Number> set;
  set.abort_all();
  set.spawn(pending<Number>());
  set.spawn(pending<Number>());
  EXPECT_EQ(join_text(set, waker), "pending");
  set.spawn(Logged(log, "c", 0, 1));
  set.abort_all();
  EXPECT_EQ(parent->wakes, 1);
  EXPECT_EQ(set.len(), 3U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(join_text(set, waker), "cancelled");
  EXPECT_EQ(log, Log({"c dropped"}));
  EXPECT_EQ(join_text(set, waker), "none");
}

TEST(JoinSet, DropsWhatIsLeftInTheOrderOfSpawning) {
  Log log;
  JoinSet<Number> set;
  for (const char* name : {"a", "b", "c"}) set.spawn(Logged(log, name, 1, 1));
  const auto handle = set.spawn(pending<Number>());
  EXPECT_EQ(join_text(set), "1");
  log.clear();
  set = JoinSet<Number>();
  EXPECT_EQ(log, Log({"b dropped", "c dropped"}));
  EXPECT_TRUE(handle.is_finished());
  handle.abort();  // outlives the set
}

TEST(JoinSet, MovesFreely) {
  JoinSet<Number> set;
  for (int i = 0; i < 20; ++i) set.spawn(example(8, 1));
  int joined = 0;
  while (!set.is_empty()) {
    JoinSet<Number> moved = std::move(set);
    EXPECT_TRUE(set.is_empty());  // NOLINT(bugprone-use-after-move): as promised
    if (join_text(moved) == "37") ++joined;
    set = std::move(moved);
  }
  EXPECT_EQ(joined, 20);
}

TEST(JoinSet, AllocatesOncePerTask) {
  JoinSet<Number> set;
  set.spawn(ready(Number{1}));
  const tests::HeapCount heap;
  for (int i = 0; i < 5; ++i) set.spawn(example(8, 1));
  EXPECT_EQ(heap.count(), 5U);
  int joined = 0;
  while (block_on(set.join_next()).has_value()) ++joined;
  EXPECT_EQ(joined, 6);
  EXPECT_EQ(heap.count(), 5U);
}

}  // namespace
}  // namespace pinprick
