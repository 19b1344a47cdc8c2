// What each idea of the minimiser is there for, text in and text out. The predicates look for
// operations and know nothing of what those mean.
#include "harness/minimizer/passes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::passes_test {
namespace {

// Whether the text holds all of these, in this order.
Watched::Keeps holds_in_order(std::vector<std::string> wanted) {
  return [wanted](const Program& program) {
    const std::string text = to_text(program);
    std::size_t at = 0;
    for (const std::string& each : wanted) {
      at = text.find(each, at);
      if (at == std::string::npos) return false;
      at += each.size();
    }
    return true;
  };
}

// One pass alone, as often as it finds something.
std::string after(void (*pass)(Search&), absl::string_view text, const Watched::Keeps& keeps) {
  const Program program = program_of(text);
  const MinimizerOptions options;
  const auto ask = [&keeps](const Program& each) { return keeps(each); };
  Search search(program, ask, options);
  Program before;
  do {
    before = search.best();
    pass(search);
  } while (search.best() != before);
  return to_text(search.best());
}

TEST(Truncate, EndsBehindWhatIsNeeded) {
  EXPECT_EQ(after(truncate,
                  "let f = make example\n{\nlet b = box f\nlet c = move b\nlet d = move c\n}\n"
                  "let g = make ready\nlet h = make ready\n",
                  holds_in_order({"box"})),
            "let f0 = make example\n{\n  let b2 = box f0\n}\n");
}

TEST(DropUnused, OtherThingsAndUnusedValues) {
  EXPECT_EQ(after(drop_unused,
                  "let s = source event\nlet f = make example\nlet w = wait s\nlet b = box f\n"
                  "let p = into_pin b\npoll p\nlet q = move p\nlet v = vec w\n",
                  holds_in_order({"poll p"})),
            "let f0 = make example\nlet b1 = box f0\nlet p2 = into_pin b1\npoll p2\n");
}

TEST(DropUnused, KeepsTwoThingsWhereBothAreNeeded) {
  EXPECT_EQ(after(drop_unused,
                  "let f = make example\nlet g = make ready\nlet h = make liar\npoll_unpinned f\n"
                  "poll_unpin h\npoll_unpin g\n",
                  holds_in_order({"poll_unpinned", "poll_unpin "})),
            "let f0 = make example\nlet f1 = make liar\npoll_unpinned f0\npoll_unpin f1\n");
}

TEST(DropRuns, LongOnesAndSingleOnes) {
  EXPECT_EQ(after(drop_runs,
                  "let a = make ready\nlet b = make ready\npoll_unpin a\nlet c = make ready\n"
                  "poll_unpin a\nlet d = make ready\npoll_unpin a\nlet e = make ready\n",
                  holds_in_order({"poll_unpin", "poll_unpin"})),
            "let f0 = make ready\npoll_unpin f0\npoll_unpin f0\n");
}

TEST(DropPairs, WhatCannotGoAlone) {
  const Watched::Keeps is_even = [](const Program& program) { return program.ops.size() % 2 == 0; };
  EXPECT_EQ(after(drop_pairs, "{\n{\nlet f = make ready\npoll_unpin f\n}\n}\n", is_even), "");
  EXPECT_EQ(after(drop_pairs,
                  "let f = make ready\n{\nlet g = make ready\nlet h = move g\n}\npoll_unpin f\n",
                  [&](const Program& program) {
                    return is_even(program) && holds_in_order({"poll"})(program);
                  }),
            "let f0 = make ready\npoll_unpin f0\n");
}

TEST(Bypass, MovesAndRoundTrips) {
  const Watched::Keeps keeps = holds_in_order({"make", "poll_unpinned"});
  EXPECT_EQ(after(bypass,
                  "let f = make example\nlet g = move f\nlet h = pass g\nlet i = relocate h\n"
                  "poll_unpinned i\n",
                  keeps),
            "let f0 = make example\npoll_unpinned f0\n");
  EXPECT_EQ(after(bypass, "let f = make example\nlet b = box f\nlet g = unbox b\npoll_unpinned g\n",
                  keeps),
            "let f0 = make example\npoll_unpinned f0\n");
  EXPECT_EQ(
      after(bypass,
            "let f = make example\nlet v = vec f\nlet g = pop v\nlet o = option g\nlet h = take o\n"
            "poll_unpinned h\n",
            keeps),
      "let f0 = make example\npoll_unpinned f0\n");
}

TEST(Bypass, PollsByAnotherName) {
  EXPECT_EQ(after(bypass,
                  "let f = make example\nlet o = option f\nlet p = pin_element_unchecked o 0\n"
                  "poll p\nforget o\n",
                  holds_in_order({"poll", "forget"})),
            "let f0 = make example\npoll_unpinned f0\nforget f0\n");
}

TEST(Bypass, MakesTheLaterTypeAtOnce) {
  EXPECT_EQ(
      after(bypass,
            "let f = make example\nlet p = box_pin f\npoll p\nlet b = into_inner_unchecked p\n"
            "let g = unbox b\n",
            holds_in_order({"poll", "unbox"})),
      "let f0 = make example\nlet b1 = box f0\npoll_unpinned b1\nlet f3 = unbox b1\n");
}

TEST(UseOlderOperands, TheOldestThatFits) {
  EXPECT_EQ(after(use_older_operands,
                  "let f = make ready\nlet g = make ready\nlet h = make ready\npoll_unpin h\n",
                  holds_in_order({"make", "make", "make", "poll_unpin"})),
            "let f0 = make ready\nlet f1 = make ready\nlet f2 = make ready\npoll_unpin f0\n");
}

TEST(Replace, OneForTwo) {
  EXPECT_EQ(after(replace, "let f = make example\nlet b = box f\nlet p = into_pin b\npoll p\n",
                  holds_in_order({"example", "pin", "poll "})),
            "let f0 = make example\nlet p1 = box_pin f0\npoll p1\n");
  EXPECT_EQ(after(replace, "let f = make example\nlet p = pin_unchecked f\npoll p\nlet b = box f\n",
                  holds_in_order({"example", "poll_unpin", "box"})),
            "let f0 = make example\npoll_unpinned f0\nlet b2 = box f0\n");
}

// Who took the option takes what was in it.
TEST(Replace, OperandsAreHeirs) {
  EXPECT_EQ(after(replace,
                  "let f = make example\nlet o = option f\nlet p = pin_element_unchecked o 0\n"
                  "forget o\n",
                  holds_in_order({"example", "_unchecked", "forget"})),
            "let f0 = make example\nlet p1 = pin_unchecked f0\nforget f0\n");
}

TEST(Replace, OneForOne) {
  EXPECT_EQ(after(replace, "let f = make ready\nlet p = pin_unchecked f\npoll p\n",
                  holds_in_order({"make ready", "pin", "poll p"})),
            "let f0 = make ready\nlet p1 = box_pin f0\npoll p1\n");
}

TEST(SimplifyKinds, LeavesCombinatorsAndNumbers) {
  const auto needs = [](const char* word) { return holds_in_order({word}); };
  const char* const join =
      "let f = make join(example(len=9, first=200), keeper)\npoll_unpinned f\n";
  EXPECT_EQ(after(simplify_kinds, join, needs("poll_unpinned")),
            "let f0 = make yield_n\npoll_unpinned f0\n");
  EXPECT_EQ(after(simplify_kinds, join, needs("join")),
            "let f0 = make join(yield_n, yield_n)\npoll_unpinned f0\n");
  EXPECT_EQ(after(simplify_kinds, join, needs("keeper")),
            "let f0 = make keeper\npoll_unpinned f0\n");
  EXPECT_EQ(after(simplify_kinds, join, needs("first=")),
            "let f0 = make example(first=0)\npoll_unpinned f0\n");
}

// Both operands of a swap are of one shape, so both change.
TEST(SimplifyKinds, AllOfAShapeAtOnce) {
  EXPECT_EQ(
      after(simplify_kinds, "let f = make map(keeper)\nlet g = make map(keeper(len=3))\nswap f g\n",
            holds_in_order({"swap"})),
      "let f0 = make yield_n\nlet f1 = make yield_n\nswap f0 f1\n");
}

TEST(SimplifyKinds, SourcesAndWhatWaits) {
  const char* const text =
      "let s = source semaphore(permits=3)\nlet f = wait s join(acquire, example)\n"
      "poll_unpinned f\nsignal s close\n";
  EXPECT_EQ(after(simplify_kinds, text, holds_in_order({"poll_unpinned"})),
            "let f0 = make yield_n\npoll_unpinned f0\n");
  EXPECT_EQ(after(simplify_kinds, text, holds_in_order({"poll_unpinned", "signal"})),
            "let s0 = source event\nlet f1 = wait s0\npoll_unpinned f1\nsignal s0 notify\n");
}

TEST(SimplifyBodies, ToTheStatementsThatCount) {
  EXPECT_EQ(after(simplify_bodies,
                  "let f = make machine(a = text 30; b = bytes 9; c = deref a; await; read c; "
                  "d = node 3; skip 2; read b; await; drop d)\npoll_unpinned f\n",
                  holds_in_order({"ref", "read"})),
            "let f0 = make machine(a = int 0; b = ref a; read a)\npoll_unpinned f0\n");
}

TEST(Reorder, WhatComesFirstInTheTables) {
  EXPECT_EQ(after(reorder,
                  "let t = task\nlet f = make yield_n\nlet g = make yield_n\nlet b = box g\n"
                  "poll_unpin f\nlet h = make yield_n\n",
                  [](const Program& program) { return program.ops.size() == 6; }),
            "let f0 = make yield_n\nlet f1 = make yield_n\nlet f2 = make yield_n\n"
            "let b3 = box f0\npoll_unpin f1\nlet t5 = task\n");
}

TEST(DropAndReorder, IntoAScope) {
  EXPECT_EQ(after(drop_and_reorder, "let f = make ready\n{\nlet g = move f\npoll_unpin g\n}\n",
                  [](const Program& program) {
                    // What is polled was made in the scope.
                    bool open = false;
                    bool made = false;
                    for (const Op& op : program.ops) {
                      if (op.code == OpCode::kOpenScope) open = true;
                      if (op.code == OpCode::kMake || op.code == OpCode::kMove) made = open;
                      if (op.code == OpCode::kPollUnpin) return made;
                    }
                    return false;
                  }),
            "{\n  let f1 = make ready\n  poll_unpin f1\n}\n");
}

TEST(TrySubsets, TheSmallestOfAll) {
  const Program program = program_of(
      "let a = make ready\nlet b = make ready\nlet c = make ready\nlet d = make ready\n"
      "poll_unpin a\npoll_unpin b\npoll_unpin c\npoll_unpin d\n");
  // Any two polls of different futures may go only together with the other two.
  const auto keeps = [](const Program& each) {
    return each.ops.size() == 8 || each.ops.size() == 3;
  };
  const MinimizerOptions options;
  Search search(program, keeps, options);
  EXPECT_TRUE(try_subsets(search));
  EXPECT_EQ(search.best().ops.size(), 3U);
}

}  // namespace
}  // namespace pinprick::harness::passes_test
