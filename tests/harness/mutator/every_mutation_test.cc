// What holds of every mutation, on random programs: the result is sound, it does what its name
// says, it mostly changes something, it keeps to its swarm, and it chooses by nothing but its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/limits.h"
#include "harness/generator/generator.h"
#include "harness/mutator/rename.h"
#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::every_mutation_test {
namespace {

using mutator_kit::count_ops;
using mutator_kit::count_unsafe;
using mutator_kit::expect_sound;
using mutator_kit::named;

constexpr std::size_t kPrograms = 2'000;

// Programs as a campaign has them: what became of random ones by some mutations. Each ends with a
// machine, so that every mutation finds something.
const std::vector<Program>& programs() {
  static const std::vector<Program> all = [] {
    constexpr std::size_t kOps = 16;
    constexpr std::size_t kSteps = 8;
    const Swarm all_there_is;
    Generator generator(1);
    Random random(1);
    Mutator mutator;
    std::vector<Program> made;
    for (std::size_t i = 0; i < kPrograms; ++i) {
      Program program = generator.next(kOps);
      // By those that leave something of it.
      for (std::size_t step = 0; step < kSteps; ++step) {
        const Mutation& mutation = kMutations[random.below(kMutationCount)];
        if (mutation.name != "anew") mutator.apply(mutation, program, all_there_is, random);
      }
      Op make;
      make.kind = standard_kind(shape_of(Combinator::kNone, Leaf::kMachine));
      program.ops.push_back(make);
      made.push_back(program);
    }
    return made;
  }();
  return all;
}

// Another one, to splice from.
std::vector<Part> donor_of(std::size_t i) {
  return take_apart(programs()[(i + kPrograms / 2) % kPrograms]);
}

// Of so many programs it should change so many.
std::size_t least_changes(const Mutation& mutation) {
  // Many programs are safe, many have no poll that anything could pass, and in many no operation
  // has a choice.
  const bool is_choosy =
      mutation.name == "make_safe" || mutation.name == "shift_poll" || mutation.name == "operand";
  return is_choosy ? kPrograms / 4 : kPrograms / 2;
}

class EveryMutation : public testing::TestWithParam<Mutation> {};

TEST_P(EveryMutation, GivesSoundProgramsAndMostlyOthers) {
  Mutator mutator;
  const Swarm all;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < kPrograms && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "program " << i);
    const Program& before = programs()[i];
    const std::vector<Part> donor = donor_of(i);
    Program program = before;
    Random random(i);
    const bool has_changed = mutator.apply(GetParam(), program, all, random, donor);
    EXPECT_EQ(has_changed, program != before) << to_text(before);
    changed += has_changed ? 1 : 0;
    expect_sound(program);
    EXPECT_FALSE(program.ops.empty());
  }
  EXPECT_GE(changed, least_changes(GetParam()));
}

TEST_P(EveryMutation, LetsNothingInFromOutsideOfItsSwarm) {
  Mutator mutator;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < kPrograms && !HasFatalFailure(); ++i) {
    Random random(i);
    const Swarm swarm(random);
    const Program& before = programs()[i];
    const std::vector<Part> donor = donor_of(i);
    Program program = before;
    changed += mutator.apply(GetParam(), program, swarm, random, donor) ? 1 : 0;
    const auto is_outside = [&swarm](const Op& op) { return !swarm.has(op); };
    ASSERT_LE(count_ops(program, is_outside), count_ops(before, is_outside))
        << "program " << i << "\n"
        << to_text(before) << "became\n"
        << to_text(program);
  }
  EXPECT_GE(changed, kPrograms / 20);
}

// Otherwise the next one would find parts that are no valid program.
TEST_P(EveryMutation, HasChangedNothingWhereItSaysSo) {
  for (std::size_t i = 0; i < kPrograms; ++i) {
    Random random(i);
    const Swarm swarm(random);
    const std::vector<Part> before = take_apart(programs()[i]);
    const std::vector<Part> donor = donor_of(i);
    std::vector<Part> parts = before;
    Buffers buffers;
    if (!GetParam().apply(parts, {random, swarm, buffers, donor})) {
      ASSERT_TRUE(parts == before) << to_text(programs()[i]);
    }
  }
}

TEST_P(EveryMutation, DependsOnNothingButItsSeed) {
  const Swarm all;
  Mutator used;
  for (std::size_t i = 0; i < 500; ++i) {
    const Program& before = programs()[i];
    const std::vector<Part> donor = donor_of(i);
    Program one = before;
    Program other = before;
    Random random(i);
    Random again(i);
    used.apply(GetParam(), one, all, random, donor);
    Mutator fresh;
    fresh.apply(GetParam(), other, all, again, donor);
    ASSERT_TRUE(one == other) << to_text(before);
  }
}

// As long and as deep as a program may be: what comes in must push something out.
TEST_P(EveryMutation, KeepsWithinTheLimitsOfPrograms) {
  const auto ops = [](OpCode code, std::size_t count) {
    Op op;
    op.code = code;
    return std::vector<Op>(count, op);
  };
  Program longest;
  for (const auto& [code, count] : {std::pair(OpCode::kOpenScope, kMaxScopeDepth),
                                    std::pair(OpCode::kTask, kMaxOps - 2 * kMaxScopeDepth),
                                    std::pair(OpCode::kCloseScope, kMaxScopeDepth)}) {
    const std::vector<Op> more = ops(code, count);
    longest.ops.insert(longest.ops.end(), more.begin(), more.end());
  }
  ASSERT_TRUE(validate(longest).ok());
  const std::vector<Part> donor = donor_of(0);
  Mutator mutator;
  const Swarm all;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Program program = longest;
    Random random(seed);
    mutator.apply(GetParam(), program, all, random, donor);
    const absl::Status status = validate(program);
    ASSERT_TRUE(status.ok()) << status;
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryMutation, testing::ValuesIn(kMutations),
                         [](const testing::TestParamInfo<Mutation>& each) {
                           return std::string(each.param.name);
                         });

// Calls `check` with programs before and after the mutation, where it changed something.
template <class Check>
void for_each_change(absl::string_view name, Check check) {
  Mutator mutator;
  const Swarm all;
  for (std::size_t i = 0; i < kPrograms; ++i) {
    const Program& before = programs()[i];
    const std::vector<Part> donor = donor_of(i);
    Program program = before;
    Random random(i);
    if (mutator.apply(named(name), program, all, random, donor)) {
      check(before, program);
    }
  }
}

// How often each operation occurs; a poll is a poll, whatever it takes.
std::array<std::size_t, kOpCount> census(const Program& program) {
  std::array<std::size_t, kOpCount> counts{};
  for (const Op& op : program.ops) {
    ++counts[static_cast<std::size_t>(is_poll(op.code) ? OpCode::kPoll : op.code)];
  }
  return counts;
}

TEST(Mutations, RemoveMakesShorter) {
  for_each_change("remove", [](const Program& before, const Program& after) {
    EXPECT_LT(after.ops.size(), before.ops.size()) << to_text(before) << "\n" << to_text(after);
  });
}

TEST(Mutations, InsertAndDuplicateMostlyMakeLonger) {
  for (const char* name : {"insert", "duplicate"}) {
    std::size_t longer = 0;
    std::size_t all = 0;
    for_each_change(name, [&](const Program& before, const Program& after) {
      ++all;
      longer += after.ops.size() > before.ops.size() ? 1 : 0;
    });
    EXPECT_GE(longer, all * 9 / 10) << name;
  }
}

TEST(Mutations, ReorderKeepsAllAndTheirNumber) {
  for_each_change("reorder", [](const Program& before, const Program& after) {
    std::array<std::size_t, kOpCount> counts{};
    for (const Op& op : before.ops) ++counts[static_cast<std::size_t>(op.code)];
    for (const Op& op : after.ops) --counts[static_cast<std::size_t>(op.code)];
    EXPECT_TRUE(std::all_of(counts.begin(), counts.end(), [](std::size_t n) { return n == 0; }))
        << to_text(before) << "\n"
        << to_text(after);
  });
}

TEST(Mutations, ShiftPollKeepsAllWhereNoneIsLeftOut) {
  std::size_t kept = 0;
  std::size_t all = 0;
  for_each_change("shift_poll", [&](const Program& before, const Program& after) {
    ++all;
    if (after.ops.size() != before.ops.size()) return;
    ++kept;
    EXPECT_EQ(census(after), census(before)) << to_text(before) << "\n" << to_text(after);
  });
  EXPECT_GE(kept, all * 3 / 4);
}

TEST(Mutations, OperandKeepsTheOrderWhereNoneIsLeftOut) {
  for_each_change("operand", [](const Program& before, const Program& after) {
    if (after.ops.size() != before.ops.size()) return;
    for (std::size_t i = 0; i < before.ops.size(); ++i) {
      EXPECT_EQ(after.ops[i].code, before.ops[i].code) << to_text(before) << "\n" << to_text(after);
    }
  });
}

TEST(Mutations, NumberAndMachineChangeOneOperationAndNoOperand) {
  for (const char* name : {"number", "machine"}) {
    for_each_change(name, [&](const Program& before, const Program& after) {
      ASSERT_EQ(after.ops.size(), before.ops.size()) << name;
      std::size_t changed = 0;
      for (std::size_t i = 0; i < before.ops.size(); ++i) {
        changed += after.ops[i] == before.ops[i] ? 0 : 1;
        EXPECT_EQ(after.ops[i].code, before.ops[i].code);
        EXPECT_EQ(after.ops[i].first, before.ops[i].first);
        EXPECT_EQ(after.ops[i].kind.shape(), before.ops[i].kind.shape());
      }
      EXPECT_EQ(changed, 1U) << name << "\n" << to_text(before) << "\n" << to_text(after);
    });
  }
}

TEST(Mutations, MakeSafeLeavesFewerUnsafeOnes) {
  for_each_change("make_safe", [](const Program& before, const Program& after) {
    EXPECT_LT(count_unsafe(after), count_unsafe(before)) << to_text(before) << "\n"
                                                         << to_text(after);
  });
}

TEST(Mutations, MakeUnsafeMostlyGivesMoreUnsafeOnes) {
  std::size_t more = 0;
  std::size_t all = 0;
  for_each_change("make_unsafe", [&](const Program& before, const Program& after) {
    ++all;
    more += count_unsafe(after) > count_unsafe(before) ? 1 : 0;
  });
  EXPECT_GE(more, all * 8 / 10);
}

TEST(Mutations, AnewLeavesNothingOfWhatWasThere) {
  Mutator mutator;
  const Swarm all;
  std::size_t ops = 0;
  for (std::size_t i = 0; i < kPrograms; ++i) {
    Program program = programs()[i];
    Program nothing;
    Random random(i);
    Random the_same(i);
    mutator.apply(named("anew"), program, all, random);
    mutator.apply(named("anew"), nothing, all, the_same);
    ASSERT_EQ(program, nothing);
    ops += program.ops.size();
  }
  EXPECT_GE(ops, kPrograms * 8) << "it fills an input";
}

TEST(Mutations, ScopeAddsOneTakesOneOrMovesAnEnd) {
  const auto scopes = [](const Program& program) {
    return count_ops(program, [](const Op& op) { return op.code == OpCode::kOpenScope; });
  };
  std::array<std::size_t, 3> counts{};
  for_each_change("scope", [&](const Program& before, const Program& after) {
    const std::size_t was = scopes(before);
    const std::size_t is = scopes(after);
    ASSERT_LE(is, was + 1);
    ASSERT_GE(is + 1, was);
    ++counts[is + 1 - was];
  });
  for (const std::size_t count : counts) EXPECT_GE(count, kPrograms / 100);
}

TEST(Mutations, KindKeepsTheOperationsWhereNoneIsLeftOut) {
  std::size_t kept = 0;
  std::size_t all = 0;
  for_each_change("kind", [&](const Program& before, const Program& after) {
    ++all;
    if (after.ops.size() != before.ops.size()) return;
    ++kept;
    EXPECT_EQ(census(after), census(before));
  });
  EXPECT_GE(kept, all / 2);
}

}  // namespace
}  // namespace pinprick::harness::every_mutation_test
