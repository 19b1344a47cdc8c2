#include "harness/generator/enumerator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "harness/program/op.h"
#include "harness/program/program.h"
#include "harness/program/source.h"
#include "harness/program/text.h"
#include "harness/program/typestate.h"
#include "tests/harness/generator/universes.h"

namespace pinprick::harness::enumerator_test {
namespace {

Universe universe(std::size_t ops, std::size_t futures, const std::vector<Leaf>& leaves,
                  bool reduced = false) {
  return universe_of(ops, futures, leaves, reduced);
}

std::vector<std::string> texts(const Universe& of) {
  std::vector<std::string> programs;
  Enumerator(of).each([&](const Program& program) {
    programs.push_back(to_text(program));
    return true;
  });
  return programs;
}

// --- A second enumerator, which knows nothing but validate()
// ----------------------------------------

// Tries every operation with every number that its fields might hold, and asks.
void try_all(Program& program, const Universe& of, std::set<std::string>& found) {
  if (!program.ops.empty() && validate(program).ok()) found.insert(to_text(program));
  if (program.ops.size() == of.ops) return;
  const auto made = static_cast<ValueId>(program.ops.size());
  for (const OpSpec& rules : kOps) {
    std::vector<Op> ops;
    if (rules.code == OpCode::kMake || rules.code == OpCode::kWait) {
      for (const Kind& kind : of.kinds) {
        Op op;
        op.code = rules.code;
        op.kind = kind;
        ops.push_back(op);
      }
    } else if (rules.code == OpCode::kSource) {
      for (std::size_t source = 0; source < kSourceCount; ++source) {
        Op op;
        op.code = rules.code;
        op.source = {static_cast<Source>(source),
                     spec(static_cast<Source>(source)).number.standard};
        for (const Kind& kind : of.kinds) {
          if (kind.first.leaf == waiter_of(op.source.source)) {
            ops.push_back(op);
            break;
          }
        }
      }
    } else if (rules.code != OpCode::kWaitCareless) {
      Op op;
      op.code = rules.code;
      ops.push_back(op);
    }
    for (Op op : ops) {
      const std::size_t firsts = rules.operands() > 0 ? made : 1;
      const std::size_t seconds = rules.operands() > 1 ? made : 1;
      for (ValueId first = 0; first < firsts; ++first) {
        for (ValueId second = 0; second < seconds; ++second) {
          for (std::uint8_t index = 0; index < 6; ++index) {
            op.first = rules.operands() > 0 ? first : kNoValue;
            op.second = rules.operands() > 1 ? second : kNoValue;
            op.index = index;
            const bool has_index = rules.takes_index || rules.code == OpCode::kSignal;
            if (index > 0 && !has_index) break;
            program.ops.push_back(op);
            std::size_t futures = 0;
            for (const Op& each : program.ops) {
              futures += each.code == OpCode::kMake || each.code == OpCode::kWait ? 1 : 0;
            }
            // As far as it goes: a scope may still be open.
            Typestate state;
            bool fits = futures <= of.futures;
            for (const Op& each : program.ops) {
              fits = fits && state.check(each) == Refusal::kNone;
              if (!fits) break;
              state.apply(each);
            }
            if (fits) try_all(program, of, found);
            program.ops.pop_back();
          }
        }
      }
    }
  }
}

void expect_all(const Universe& of) {
  Program program;
  std::set<std::string> naive;
  try_all(program, of, naive);
  const std::vector<std::string> found = texts(of);
  const std::set<std::string> distinct(found.begin(), found.end());
  EXPECT_EQ(found.size(), distinct.size()) << "a program came up twice";
  EXPECT_EQ(distinct, naive);
  EXPECT_EQ(Enumerator(of).count(), naive.size());
}

TEST(Enumerator, FindsWhatTryingEverythingFinds) {
  expect_all(universe(4, 1, {Leaf::kExample}));
  expect_all(universe(4, 1, {Leaf::kYieldN}));
  expect_all(universe(3, 2, {Leaf::kExample, Leaf::kReady}));
  expect_all(universe(4, 1, {Leaf::kNotified}));
  expect_all(universe(4, 1, {Leaf::kReceiveOne}));
}

// By hand, for the operations that need no future: task, {, and what can be done to a task. After
// `task` come: another task, a waker of it, a raw and a hasty one, its move, its drop, and `{ }` is
// too long for what is left.
TEST(Enumerator, CountsWhatCanBeCountedByHand) {
  const Universe none = universe(2, 0, {});
  EXPECT_THAT(texts(none),
              testing::UnorderedElementsAre(
                  "let t0 = task\n", "let t0 = task\nlet t1 = move t0\n",
                  "let t0 = task\ndrop t0\n", "let t0 = task\nlet t1 = task\n",
                  "let t0 = task\nlet w1 = waker t0\n", testing::HasSubstr("raw_waker"),
                  testing::HasSubstr("hasty_waker"), testing::StartsWith("{")));
}

TEST(Enumerator, ComesInTheSameOrderEachTime) {
  const Universe all = universe(4, 2, {Leaf::kExample}, true);
  EXPECT_EQ(texts(all), texts(all));
}

TEST(Enumerator, EndsWhenItIsTold) {
  std::size_t seen = 0;
  EXPECT_FALSE(Enumerator(universe(4, 1, {Leaf::kExample})).each([&](const Program&) {
    return ++seen < 10;
  }));
  EXPECT_EQ(seen, 10);
}

TEST(Enumerator, FallsIntoParts) {
  for (const bool reduced : {false, true}) {
    const Universe all = universe(5, 2, {Leaf::kExample, Leaf::kNotified}, reduced);
    Enumerator enumerator(all);
    const Enumerator::Parts parts = enumerator.parts(3);
    std::uint64_t count = parts.shorter.size();
    for (const Program& beginning : parts.beginnings) {
      EXPECT_EQ(beginning.ops.size(), 3);
      count += enumerator.count_from(beginning);
    }
    EXPECT_EQ(count, enumerator.count());
  }
}

// --- One order for all that commute
// ------------------------------------------------------------------

// Exchanges neighbours that have nothing to do with one another until none is left that is out of
// order, and so finds for each program the one that stands for it: by its own idea of what has to
// do with what, a whole program at a time.
std::vector<std::uint32_t> things_behind(const Program& program, std::size_t count) {
  // The thing of each operation: the smallest operation that a chain of operands leads to.
  std::vector<std::uint32_t> root(program.ops.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    root[i] = i;
    const Op& op = program.ops[i];
    for (const ValueId operand : {op.first, op.second}) {
      if (operand == kNoValue) continue;
      const std::uint32_t a = root[operand];
      const std::uint32_t b = root[i];
      for (std::uint32_t k = 0; k <= i; ++k) {
        if (root[k] == a || root[k] == b) root[k] = std::min(a, b);
      }
    }
  }
  return root;
}

bool makes_future(const Op& op) { return op.code == OpCode::kMake || op.code == OpCode::kWait; }
bool is_scope(const Op& op) {
  return op.code == OpCode::kOpenScope || op.code == OpCode::kCloseScope;
}

// The programs that come of exchanging two neighbours.
std::vector<Program> neighbours(const Program& program) {
  std::vector<Program> all;
  for (std::size_t i = 0; i + 1 < program.ops.size(); ++i) {
    const Op& a = program.ops[i];
    const Op& b = program.ops[i + 1];
    if (is_scope(a) || is_scope(b) || (makes_future(a) && makes_future(b))) continue;
    if (b.first == i || b.second == i) continue;
    // Of two alike, one is the first.
    if (a == b) continue;
    // What they have to do with one another before they are run.
    const std::vector<std::uint32_t> root = things_behind(program, i);
    bool apart = true;
    for (const ValueId x : {a.first, a.second}) {
      for (const ValueId y : {b.first, b.second}) {
        if (x != kNoValue && y != kNoValue && root[x] == root[y]) apart = false;
      }
    }
    if (!apart) continue;
    Program exchanged = program;
    std::swap(exchanged.ops[i], exchanged.ops[i + 1]);
    for (std::size_t k = i + 2; k < exchanged.ops.size(); ++k) {
      for (ValueId* operand : {&exchanged.ops[k].first, &exchanged.ops[k].second}) {
        if (*operand == i) {
          *operand = static_cast<ValueId>(i + 1);
        } else if (*operand == i + 1) {
          *operand = static_cast<ValueId>(i);
        }
      }
    }
    all.push_back(exchanged);
  }
  return all;
}

TEST(Enumerator, LeavesOneOfThoseThatCommute) {
  for (const Universe& base :
       {universe(4, 2, {Leaf::kExample}), universe(4, 1, {Leaf::kNotified, Leaf::kReady})}) {
    Universe reduced = base;
    reduced.reduced = true;
    std::set<std::string> kept;
    for (const std::string& text : texts(reduced)) kept.insert(text);
    std::size_t all = 0;
    std::set<std::string> seen;
    std::size_t classes = 0;
    Enumerator(base).each([&](const Program& program) {
      ++all;
      if (!seen.insert(to_text(program)).second) return true;
      // All that can be reached by exchanges.
      ++classes;
      std::vector<Program> open = {program};
      std::size_t kept_here = kept.count(to_text(program));
      while (!open.empty()) {
        const Program next = open.back();
        open.pop_back();
        for (const Program& neighbour : neighbours(next)) {
          EXPECT_TRUE(validate(neighbour).ok()) << to_text(neighbour);
          if (!seen.insert(to_text(neighbour)).second) continue;
          kept_here += kept.count(to_text(neighbour));
          open.push_back(neighbour);
        }
      }
      EXPECT_EQ(kept_here, 1) << to_text(program);
      return true;
    });
    EXPECT_EQ(kept.size(), classes);
    EXPECT_LT(kept.size(), all);
  }
}

}  // namespace
}  // namespace pinprick::harness::enumerator_test
