// Everything that there is can come in.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <vector>

#include "harness/mutator/insertion.h"
#include "harness/program/genus.h"
#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::insert_test {
namespace {

using mutator_kit::expect_sound;
using mutator_kit::named;

TEST(Insert, ReachesEveryOperationEveryKindEverySourceAndEverySignal) {
  std::array<std::size_t, kOpCount> ops{};
  std::array<std::size_t, kGenusCount> genera{};
  std::array<std::size_t, kSourceCount> sources{};
  std::array<std::array<std::size_t, kMaxSignals>, kSourceCount> signals{};
  std::vector<bool> shapes(kShapeCount);
  Mutator mutator;
  const Swarm all;
  Random random(1);
  for (int i = 0; i < 6'000; ++i) {
    Program program;
    // Each from nothing: what comes in brings along what it needs.
    for (int step = 0; step < 12; ++step) {
      mutator.apply(named("insert"), program, all, random);
    }
    Typestate state;
    for (const Op& op : program.ops) {
      ++ops[static_cast<std::size_t>(op.code)];
      if (op.code == OpCode::kMake || op.code == OpCode::kWait) {
        ++genera[genus_of(op.kind)];
        shapes[op.kind.shape()] = true;
        if (op.kind.combinator != Combinator::kNone) ++genera[genus_of(op.kind.first.leaf)];
      }
      if (op.code == OpCode::kWaitCareless) ++genera[genus_of(Leaf::kCareless)];
      if (op.code == OpCode::kSource) ++sources[static_cast<std::size_t>(op.source.source)];
      if (op.code == OpCode::kSignal) {
        ++signals[static_cast<std::size_t>(state.value(op.first).source)][op.index];
      }
      state.apply(op);
    }
  }
  // Guests have tests of their own: without a host there are none.
  for (const OpSpec& each : kOps) {
    if (each.code == OpCode::kCall) continue;
    EXPECT_GE(ops[static_cast<std::size_t>(each.code)], 20U) << each.name;
  }
  for (std::size_t genus = 0; genus < kGenusCount; ++genus) {
    if (genus == genus_of(Leaf::kGuest)) continue;
    EXPECT_GE(genera[genus], 5U) << name_of(static_cast<Genus>(genus));
  }
  for (const SourceSpec& each : kSources) {
    if (each.code == Source::kWorld) continue;
    EXPECT_GE(sources[static_cast<std::size_t>(each.code)], 5U) << each.name;
    for (std::size_t signal = 0; signal < each.signal_count(); ++signal) {
      EXPECT_GE(signals[static_cast<std::size_t>(each.code)][signal], 3U)
          << each.name << " " << each.signals[signal].name;
    }
  }
  std::size_t reached = 0;
  for (const bool each : shapes) reached += each ? 1 : 0;
  EXPECT_GE(reached, kShapeCount / 2);
}

// Each operation by itself, into an empty program: what it lacks is made.
TEST(Insertion, MakesWhatAnOperationNeeds) {
  const Swarm all;
  for (const OpSpec& each : kOps) {
    if (each.code == OpCode::kCloseScope || each.code == OpCode::kCall) continue;
    std::size_t came = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Random random(seed);
      Buffers buffers;
      const Tools tools = {random, all, buffers, {}};
      std::vector<Part> parts;
      Insertion insertion(parts, 0, tools);
      const bool has_come = insertion.draw(each.code);
      insertion.finish(parts);
      if (!has_come) continue;
      ++came;
      EXPECT_EQ(parts.back().op.code, each.code);
      expect_sound(assemble(parts));
      EXPECT_EQ(assemble(parts).ops.size(),
                parts.size() + (each.code == OpCode::kOpenScope ? 1 : 0))
          << "all of it fits";
    }
    EXPECT_GE(came, 60U) << each.name;
  }
}

TEST(Insertion, FollowsWhatBecameOfAValue) {
  const std::vector<Part> parts = take_apart(
      mutator_kit::parsed("let f = make example\nlet b = box f\nlet p = into_pin b\npoll p\n"));
  const Swarm all;
  Random random(1);
  Buffers buffers;
  const Tools tools = {random, all, buffers, {}};
  const Insertion insertion(parts, parts.size(), tools);
  EXPECT_EQ(insertion.now(0), 2);
  EXPECT_EQ(insertion.now(1), 2);
  EXPECT_EQ(insertion.now(2), 2);
  EXPECT_EQ(insertion.next(), 4);
}

}  // namespace
}  // namespace pinprick::harness::insert_test
