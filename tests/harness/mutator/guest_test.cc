// Mutation where a user's type is host: of nothing but guests, and of all that may be done to them.
#include "harness/program/guest.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/mutator/mutator.h"
#include "harness/program/text.h"
#include "tests/harness/mutator/kit.h"
#include "tests/harness/program/guest_programs.h"

namespace pinprick::harness::guest_mutator_test {
namespace {

using mutator_kit::expect_sound;

const Guest kParser = parser_guest(true, true);
const Guest kBound = parser_guest(true, false);
const Guest kRooted = parser_guest(false, false);

constexpr std::size_t kBytes = 120;

class GuestMutator : public testing::Test {
 protected:
  void TearDown() override { host(nullptr); }
};

void expect_guests_only(const Program& program) {
  for (const Op& op : program.ops) {
    ASSERT_TRUE(concerns_guests(op.code)) << spec(op.code).name << "\n" << to_text(program);
    const bool is_guest = op.kind.first.leaf == Leaf::kGuest && op.kind.arity() == 1;
    ASSERT_TRUE(op.code != OpCode::kWait || is_guest) << to_text(program);
    ASSERT_TRUE(op.code != OpCode::kSource || op.source.source == Source::kWorld)
        << to_text(program);
  }
}

TEST_F(GuestMutator, MakesProgramsOfGuestsOnly) {
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    Mutator mutator;
    std::map<OpCode, std::size_t> seen;
    std::set<std::pair<int, int>> calls;
    std::set<int> events;
    std::size_t ops = 0;
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      const Program& program = mutator.make(seed, kBytes);
      ASSERT_NO_FATAL_FAILURE(expect_sound(program));
      ASSERT_NO_FATAL_FAILURE(expect_guests_only(program));
      ops += program.ops.size();
      for (const Op& op : program.ops) {
        ++seen[op.code];
        if (op.code == OpCode::kCall) calls.insert({op.index, op.argument > 0 ? 1 : 0});
        if (op.code == OpCode::kSignal) events.insert(op.index);
      }
    }
    for (const OpSpec& rules : kOps) {
      EXPECT_EQ(seen[rules.code] > 0, concerns_guests(rules.code)) << rules.name;
    }
    EXPECT_GT(ops, 2'000U * 3) << "next to nothing";
    EXPECT_GT(seen[OpCode::kCall], 2'000U);
    EXPECT_EQ(calls, (std::set<std::pair<int, int>>{{0, 0}, {0, 1}, {1, 0}}));
    EXPECT_EQ(events, (std::set<int>{0, 1}));
  }
}

TEST_F(GuestMutator, WhatItChangesIsStillValid) {
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    Mutator mutator;
    Program program = mutator.make(1, kBytes);
    std::size_t changed = 0;
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      const Program before = program;
      if (mutator.mutate(program, seed, kBytes)) ++changed;
      ASSERT_NO_FATAL_FAILURE(expect_sound(program)) << to_text(before);
      ASSERT_LE(encode(program).size(), kBytes);
      if (program.ops.size() < 3) program = mutator.make(seed, kBytes);
      if (seed % 7 == 0) {
        const Program other = mutator.make(seed + 1, kBytes);
        program = mutator.cross(program, other, seed, kBytes);
        ASSERT_NO_FATAL_FAILURE(expect_sound(program));
      }
    }
    EXPECT_GT(changed, 1'000U);
  }
}

// Each by itself, so that none hides behind the others.
TEST_F(GuestMutator, EveryMutationKeepsThemValid) {
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    Mutator mutator;
    const Swarm swarm;
    Random random(7);
    for (const Mutation& mutation : kMutations) {
      SCOPED_TRACE(std::string(mutation.name));
      for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Program program = mutator.make(seed, kBytes);
        const std::vector<Part> donor = take_apart(mutator.make(seed + 1'000, kBytes));
        mutator.apply(mutation, program, swarm, random, donor);
        ASSERT_NO_FATAL_FAILURE(expect_sound(program));
      }
    }
  }
}

// What comes of mutation must not leave the guests for what no claim has a word on.
TEST_F(GuestMutator, WhatItChangesStaysWithTheGuests) {
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    Mutator mutator;
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      Program program = mutator.make(seed, kBytes);
      mutator.mutate(program, seed, kBytes);
      for (const Op& op : program.ops) {
        // A scope is all that mutation puts in besides.
        if (is_scope(op.code)) continue;
        ASSERT_TRUE(concerns_guests(op.code)) << spec(op.code).name << "\n" << to_text(program);
      }
    }
  }
}

// A guest that can do nothing, and around which nothing happens.
TEST_F(GuestMutator, OneWithoutCallsAndEventsIsMadeAndMoved) {
  Guest silent = kParser;
  silent.calls.clear();
  silent.events.clear();
  host(&silent);
  Mutator mutator;
  std::size_t ops = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Program& program = mutator.make(seed, kBytes);
    ASSERT_NO_FATAL_FAILURE(expect_sound(program));
    ops += program.ops.size();
  }
  EXPECT_GT(ops, 500U);
}

}  // namespace
}  // namespace pinprick::harness::guest_mutator_test
