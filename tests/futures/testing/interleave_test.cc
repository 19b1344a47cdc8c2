#include "pinprick/testing/interleave.h"

#include <set>
#include <stdexcept>

#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using testkit::for_each_interleaving;
using testkit::Interleave;
using testkit::InterleavingFailed;
using testkit::PollOrder;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

constexpr auto kAllIsWell = [](auto&) { return true; };

TEST(Interleave, PollsTheOneItIsToldToAndKeepsItsOutput) {
  Log log;
  Interleave run(Logged(log, "a", 1, 1), Logged(log, "b", 0, 2));
  EXPECT_EQ(run.size(), 2U);
  EXPECT_TRUE(run.poll(1));
  EXPECT_TRUE(run.is_ready(1));
  EXPECT_FALSE(run.is_ready(0));
  EXPECT_FALSE(run.all_ready());
  EXPECT_FALSE(run.poll(0));
  EXPECT_TRUE(run.poll(0));
  EXPECT_TRUE(run.all_ready());
  EXPECT_EQ(log, Log({"b ready", "b dropped", "a pending", "a ready", "a dropped"}));
  EXPECT_EQ(run.take_output<0>(), 1);
  EXPECT_EQ(run.take_output<1>(), 2);
  EXPECT_EQ(run.order(), PollOrder({1, 0, 0}));
}

TEST(Interleave, LeavesOutWhatIsReady) {
  Log log;
  Interleave run(Logged(log, "a", 0, 1));
  run.poll_in_order({0, 0, 0});
  EXPECT_EQ(log, Log({"a ready", "a dropped"}));
  EXPECT_EQ(run.order(), PollOrder({0}));
}

TEST(Interleave, DropsWhatIsLeftInOrder) {
  Log log;
  {
    const Interleave run(Logged(log, "a", 0, 1), Logged(log, "b", 0, 2));
  }
  EXPECT_EQ(log, Log({"a dropped", "b dropped"}));
}

TEST(Interleave, PanicsByName) {
  Interleave run(ready(1), ready(2));
  expect_panic(PanicReason::kBadArgument, "Interleave", [&] { run.poll(2); });
  expect_panic(PanicReason::kNotReady, "MaybeDone", [&] { (void)run.take_output<0>(); });
}

TEST(Interleave, TellsWhomAnExecutorWouldPoll) {
  Interleave run(pending<int>(), yield_n(1, 2), ready(3));
  EXPECT_EQ(run.woken(), PollOrder({0, 1, 2}));
  run.poll_in_order({0, 1, 2});
  EXPECT_EQ(run.woken(), PollOrder({1}));
  run.poll(1);
  EXPECT_EQ(run.woken(), PollOrder());
  EXPECT_FALSE(run.all_ready());
}

TEST(Interleave, PinsItsFutures) {
  Interleave run(example(8, 1), example(8, 2));
  run.poll_in_order({0, 1, 0, 1, 0, 1});
  EXPECT_EQ(run.take_output<0>(), 37);
  EXPECT_EQ(run.take_output<1>(), 46);
}

TEST(ForEachInterleaving, GoesThroughEveryOrderOnceInLexicographicalOrder) {
  std::vector<PollOrder> orders;
  const auto remember = [&](auto& run) {
    EXPECT_TRUE(run.all_ready());
    orders.push_back(run.order());
    return true;
  };
  EXPECT_EQ(
      for_each_interleaving([] { return Interleave(yield_n(1, 0), yield_n(1, 0)); }, remember), 6U);
  EXPECT_EQ(
      orders,
      std::vector<PollOrder>(
          {{0, 0, 1, 1}, {0, 1, 0, 1}, {0, 1, 1, 0}, {1, 0, 0, 1}, {1, 0, 1, 0}, {1, 1, 0, 0}}));
}

TEST(ForEachInterleaving, CountsAsMathematicsDoes) {
  // 3 futures of 1, 2 and 3 polls: 6! / (1! 2! 3!).
  const auto make = [] { return Interleave(ready(0), yield_n(1, 0), yield_n(2, 0)); };
  EXPECT_EQ(for_each_interleaving(make, kAllIsWell), 60U);
}

TEST(ForEachInterleaving, PollsOnlyWhatWasWoken) {
  const auto make = [] { return Interleave(pending<int>(), ready(1)); };
  const auto is_stalled = [](auto& run) { return run.woken().empty() && !run.all_ready(); };
  EXPECT_EQ(for_each_interleaving(make, is_stalled), 2U);
}

TEST(ForEachInterleaving, CutsWhatIsTooLong) {
  const auto make = [] { return Interleave(yield_n(1000, 0), yield_n(1000, 0)); };
  std::set<PollOrder> orders;
  const auto remember = [&](auto& run) {
    EXPECT_EQ(run.order().size(), 3U);
    orders.insert(run.order());
    return !run.all_ready();
  };
  EXPECT_EQ(for_each_interleaving(make, remember, 3), 8U);
  EXPECT_EQ(orders.size(), 8U);
}

TEST(ForEachInterleaving, ReportsTheOrderThatFailed) {
  const auto make = [] { return Interleave(yield_n(1, 0), yield_n(1, 0)); };
  const auto check = [](auto& run) { return run.order() != PollOrder({0, 1, 1, 0}); };
  try {
    for_each_interleaving(make, check);
    ADD_FAILURE() << "did not fail";
  } catch (const InterleavingFailed& failed) {
    EXPECT_EQ(failed.order(), PollOrder({0, 1, 1, 0}));
    EXPECT_STREQ(failed.what(), "the interleaving {0, 1, 1, 0} failed");
  }
}

TEST(ForEachInterleaving, ReportsTheOrderThatThrewAndWhy) {
  int polls = 0;
  const auto make = [&] {
    polls = 0;
    const auto third_throws = [&polls](int) {
      if (polls == 1) throw std::runtime_error("second came first");
      return ++polls;
    };
    return Interleave(map(ready(0), [&polls](int) { return ++polls; }),
                      map(yield_n(1, 0), third_throws));
  };
  try {
    for_each_interleaving(make, [](auto&) { return true; });
    ADD_FAILURE() << "did not fail";
  } catch (const InterleavingFailed& failed) {
    EXPECT_EQ(failed.order(), PollOrder({0, 1, 1}));
    EXPECT_STREQ(failed.what(), "the interleaving {0, 1, 1} failed: second came first");
    EXPECT_THROW(std::rethrow_if_nested(failed), std::runtime_error);
  }
}

}  // namespace
}  // namespace pinprick
