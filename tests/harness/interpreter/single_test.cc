// Combinators of one future at a time or one after the other, structs as users write them, the test
// kit's two, and the leaves that are functions: traces of small programs, worked out by hand from
// what the headers promise.
#include <gtest/gtest.h>

#include <string>

#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct SingleCase {
  const char* about;
  const char* program;
  const char* seen;
};

constexpr SingleCase kSingleCases[] = {
    // Leaves.
    {"lazy calls its function once", "let f = make lazy(value=7)\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 Ready(7)\n3: poll:1.0 panic:lazy\n4: drop:1.0\n"},
    {"poll_fn calls its function at each poll, and is never done",
     "let f = make poll_fn(n=1, value=4)\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 Ready(4)\n4: poll:1.0 Ready(4)\n5: drop:1.0\n"},
    {"yield_now", "let f = make yield_now\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 Ready(0)\n4: poll:1.0 panic:yield_now\n5: drop:1.0\n"},
    {"thrower", "let f = make thrower(n=1)\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 threw:thrower\n4: poll:1.0 panic:thrower\n"
     "5: drop:1.0\n"},
    {"the functions inside a map",
     "let f = make map(lazy(value=2), add=3)\npoll_unpin f\nlet g = make map(poll_fn(n=0, "
     "value=2), add=4)\npoll_unpin g\npoll_unpin g\nlet h = make map(yield_now, add=5)\nblock_on "
     "h\n",
     "2: poll:1.0 drop:1.0 Ready(5)\n4: poll:3.0 drop:3.0 Ready(6)\n5: panic:map\n"
     "7: poll:6.0 poll:6.0 drop:6.0 Ready(5)\n"},
    {"a map that was thrown through keeps its child",
     "let f = make map(thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0\n"},
    {"a then whose second future throws",
     "let f = make then(yield_n(n=0), thrower(n=1))\nblock_on f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 poll:1.1 drop:1.1 threw:thrower\n"},
    {"a join whose first throws does not get to its second",
     "let f = make join(thrower(n=0), yield_n(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0 drop:1.1\n"},
    {"a join whose second throws keeps the output of its first",
     "let f = make join(yield_n(n=0), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1\n"},

    {"a join is destroyed the first first, and assigned the second first",
     "let f = make join(yield_n, yield_n)\nlet g = make join(yield_n, yield_n)\nassign f g\n",
     "3: drop:1.1 drop:1.0\n4: drop:2.0 drop:2.1\n"},

    // One after the other.
    {"flatten",
     "let f = make flatten(yield_n(n=1, value=4), yield_n(n=1, value=5))\npoll_unpin "
     "f\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 poll:1.1 woke Pending\n"
     "4: poll:1.1 drop:1.1 Ready(9)\n5: panic:flatten\n"},
    {"flatten, dropped in its second future, which moves with it",
     "let f = make flatten(yield_n(n=0), yield_n(n=3))\npoll_unpin f\nlet f = move f\ndrop f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n4: drop:1.1\n"},
    {"flatten, whose first throws",
     "let f = make flatten(thrower(n=0), yield_n)\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0\n"},
    {"flatten, whose second throws",
     "let f = make flatten(yield_n(n=0), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1\n"},
    {"and_then, two values",
     "let f = make and_then(yield_n(n=0, value=4), yield_n(n=1, value=2))\npoll_unpin "
     "f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(6)\n"
     "4: panic:and_then\n"},
    {"and_then, an error first",
     "let f = make and_then(yield_n(n=0, value=5), yield_n)\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 Ready(-5)\n3: panic:and_then\n"},
    {"and_then, an error second",
     "let f = make and_then(yield_n(n=0, value=4), yield_n(n=0, value=1))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(-5)\n"},
    {"and_then, whose first throws", "let f = make and_then(thrower(n=0), yield_n)\nblock_on f\n",
     "2: poll:1.0 drop:1.0 threw:thrower\n"},
    {"or_else, a value first",
     "let f = make or_else(yield_n(n=0, value=4), yield_n)\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 Ready(4)\n3: panic:or_else\n"},
    {"or_else, an error and a value made of it",
     "let f = make or_else(yield_n(n=0, value=5), yield_n(n=1, value=7))\npoll_unpin "
     "f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(2)\n"
     "4: panic:or_else\n"},
    {"or_else, two errors",
     "let f = make or_else(yield_n(n=0, value=5), yield_n(n=0, value=2))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(-253)\n"},

    // One at a time.
    {"fuse is pending for ever",
     "let f = make fuse(yield_n(n=1, value=3))\npoll_unpin f\npoll_unpin f\npoll_unpin "
     "f\nblock_on f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 Ready(3)\n4: Pending\n5: stalled:block_on\n"},
    {"fuse is not over by an exception",
     "let f = make fuse(thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0\n"},
    {"inspect calls its function when the future is gone",
     "let f = make inspect(yield_n(n=1, value=3))\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(3)\n"
     "4: panic:inspect\n"},
    {"inspect drops its future before its function",
     "let f = make inspect(keeper)\nlet f = move f\nlet p = box_pin f\npoll p\ndrop p\n",
     "4: poll:1.0 woke Pending\n5: drop:1.0 drop:1.1\n"},
    {"inspect does not call its function for an exception",
     "let f = make inspect(thrower(n=0))\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: drop:1.0 drop:1.1\n"},
    {"catch", "let f = make catch(thrower(n=1))\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 Ready(-1)\n4: panic:catch\n"},
    {"catch of what does not throw", "let f = make catch(keeper(len=1, first=3))\nblock_on f\n",
     "2: poll:1.0 poll:1.0 poll:1.0 drop:1.0 Ready(6)\n"},
    {"either, the first",
     "let f = make either(yield_n(n=0, value=4), thrower)\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 Ready(4)\n3: poll:1.0 panic:yield_n\n4: drop:1.0\n"},
    {"either, the second",
     "let f = make either(keeper, yield_n(n=0, value=6), right=1)\nlet f = move f\npoll_unpinned "
     "f\n",
     "3: poll:1.1 Ready(6)\n4: drop:1.1\n"},
    {"either, the one put in the place of the other",
     "let f = make either(yield_n, yield_n)\nlet g = make either(yield_n, yield_n(n=0, value=6), "
     "right=1)\nassign f g\npoll_unpin f\n",
     "3: drop:1.0\n4: poll:2.1 Ready(6)\n5: drop:2.1\n"},
    {"optional, there",
     "let f = make optional(yield_n(n=1, value=3))\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 Ready(3)\n4: panic:optional\n"},
    {"optional, not there",
     "let f = make optional(thrower, some=0)\nlet f = move f\npoll_unpin f\npoll_unpin f\n",
     "3: Ready(-1)\n4: panic:optional\n"},
    {"poll_immediate, too early",
     "let f = make poll_immediate(yield_n(n=1))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke drop:1.0 Ready(-1)\n3: panic:poll_immediate\n"},
    {"poll_immediate, in time", "let f = make poll_immediate(yield_n(n=0, value=3))\nblock_on f\n",
     "2: poll:1.0 drop:1.0 Ready(3)\n"},
    {"poll_immediate, and an exception",
     "let f = make poll_immediate(thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0\n"},
    {"maybe_done keeps an output, which moves with it",
     "let f = make maybe_done(yield_n(n=1, value=3))\npoll_unpin f\npoll_unpin f\nlet f = move "
     "f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 woke Pending\n5: Ready(3)\n"
     "6: panic:maybe_done\n"},
    {"maybe_done, dropped with its output, and thrown through",
     "let f = make maybe_done(yield_n(n=0))\npoll_unpin f\ndrop f\nlet g = make "
     "maybe_done(thrower(n=0))\npoll_unpin g\npoll_unpin g\n",
     "2: poll:1.0 drop:1.0 woke Pending\n5: poll:4.0 threw:thrower\n6: poll:4.0 panic:thrower\n"
     "7: drop:4.0\n"},

    // Structs of a user's.
    {"projected",
     "let f = make projected(yield_n(n=1, value=3), yield_n(n=1, value=4))\npoll_unpin "
     "f\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 poll:1.1 woke Pending\n4: poll:1.1 Ready(7)\n"
     "5: poll:1.1 panic:yield_n\n6: drop:1.1 drop:1.0\n"},
    {"projected, assigned member by member",
     "let f = make projected(yield_n, yield_n)\nlet g = make projected(yield_n, yield_n)\n"
     "assign f g\n",
     "3: drop:1.0 drop:1.1\n4: drop:2.1 drop:2.0\n"},
    {"projected, thrown through",
     "let f = make projected(yield_n(n=0), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1 drop:1.0\n"},
    {"pinned_drop runs once, before the future goes",
     "let f = make pinned_drop(yield_n)\nlet f = move f\nlet b = box f\npoll_unpin b\nlet f = "
     "unbox b\ndrop f\n",
     "4: poll:1.0 woke Pending\n6: drop:1.1 drop:1.0\n"},
    {"pinned_drop, where a future is replaced",
     "let f = make pinned_drop(keeper)\nlet p = box_pin f\npoll p\nlet g = make "
     "pinned_drop(keeper)\nset p g\npoll p\n",
     "3: poll:1.0 woke Pending\n5: drop:1.1 drop:1.0\n6: poll:4.0 woke Pending\n"
     "7: drop:4.1 drop:4.0\n"},
    {"pinned_drop of what an exception unwinds",
     "let f = make pinned_drop(thrower(n=1))\nblock_on f\n",
     "2: poll:1.0 poll:1.0 drop:1.1 drop:1.0 threw:thrower\n"},
    {"pinned_drop of what was forgotten",
     "let f = make pinned_drop(keeper)\nlet b = box_pin f\nforget b\n", "leaks 1\n"},

    // The test kit.
    {"pending_once",
     "let f = make pending_once(yield_n(n=1, value=3))\npoll_unpin f\npoll_unpin f\nlet f = move "
     "f\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: woke Pending\n3: poll:1.0 woke Pending\n5: woke Pending\n6: poll:1.0 Ready(3)\n"
     "7: poll:1.0 panic:yield_n\n8: drop:1.0\n"},
    {"pending_once, thrown through",
     "let f = make pending_once(thrower(n=0))\npoll_unpin f\npoll_unpin f\npoll_unpin "
     "f\npoll_unpin f\n",
     "2: woke Pending\n3: poll:1.0 threw:thrower\n4: woke Pending\n5: poll:1.0 panic:thrower\n"
     "6: drop:1.0\n"},
    {"assert_unmoved, which stays",
     "let f = make assert_unmoved(yield_n(n=1, value=3))\nlet f = move f\nlet p = pin f\npoll "
     "p\npoll p\npoll p\n",
     "4: poll:1.0 woke Pending\n5: poll:1.0 Ready(3)\n6: poll:1.0 panic:yield_n\n7: drop:1.0\n"},
    {"assert_unmoved, moved, says so at each poll",
     "let f = make assert_unmoved(yield_n)\npoll_unpinned f\nlet f = move f\npoll_unpinned "
     "f\npoll_unpinned f\n",
     "2: poll:1.0 woke Pending\n4: moved:assert_unmoved\n5: moved:assert_unmoved\n6: drop:1.0\n"},
    {"assert_unmoved, copied byte by byte",
     "let f = make assert_unmoved(example)\npoll_unpinned f\nlet f = relocate f\npoll_unpinned "
     "f\n",
     "2: poll:1.0 woke Pending\n4: moved:assert_unmoved\n5: drop:1.0\n"},
    {"assert_unmoved, moved and only dropped",
     "let f = make assert_unmoved(yield_n)\npoll_unpinned f\nlet f = move f\ndrop f\n",
     "2: poll:1.0 woke Pending\n4: drop:1.0\n"},
    {"assert_unmoved, moved into a runtime",
     "let f = make assert_unmoved(yield_n)\npoll_unpinned f\nblock_on f\n",
     "2: poll:1.0 woke Pending\n3: drop:1.0 moved:assert_unmoved\n"},
    {"assert_unmoved, behind a pointer that moves it",
     "let f = make assert_unmoved(yield_n)\nlet p = pin_rogue f\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: moved:assert_unmoved\n5: drop:1.0\n"},
    {"assert_unmoved, set in the place of another before it was polled, and after",
     "let f = make assert_unmoved(yield_n)\nlet p = box_pin f\npoll p\nlet g = make "
     "assert_unmoved(yield_n)\nset p g\npoll p\nlet h = make assert_unmoved(yield_n)\n"
     "poll_unpinned h\nset p h\npoll p\n",
     "3: poll:1.0 woke Pending\n5: drop:1.0\n6: poll:4.0 woke Pending\n"
     "8: poll:7.0 woke Pending\n9: drop:4.0\n10: moved:assert_unmoved\n11: drop:7.0\n"},
    // What is inside reads its old home all the same when it is destroyed.
    {"assert_unmoved of a keeper, moved and dropped",
     "let f = make assert_unmoved(keeper)\npoll_unpinned f\nlet b = box f\ndrop b\n",
     "2: poll:1.0 woke Pending\nfault 4: use-after-poison of 1 by 3\n"},

    // Around one that waits.
    {"fuse of one that waits",
     "let e = source event\nlet f = wait e fuse(wait)\nlet p = box_pin f\npoll p\nsignal e "
     "notify\npoll p\npoll p\n",
     "4: poll:2.0 Pending\n5: woke\n6: poll:2.0 drop:2.0 Ready(1)\n7: Pending\n8: drop:1\n"},
    {"poll_immediate of one that waits leaves the list at once",
     "let e = source event\nlet f = wait e poll_immediate(wait)\nlet p = box_pin f\npoll p\n"
     "signal e notify\n",
     "4: poll:2.0 drop:2.0 Ready(-1)\n6: drop:1\n"},
    {"optional, without the one that would wait, has no share of the event",
     "let e = source event\nlet f = wait e optional(wait, some=0)\ndrop e\nlet p = box_pin f\n"
     "poll p\n",
     "3: drop:1\n5: Ready(-1)\n"},
    {"either, without the one that would wait",
     "let e = source event\nlet f = wait e either(wait, yield_n(n=0, value=6), right=1)\ndrop "
     "e\npoll_unpinned f\n",
     "3: drop:1\n4: poll:2.1 Ready(6)\n5: drop:2.1\n"},
    {"flatten, which waits first",
     "let e = source event\nlet f = wait e flatten(wait, yield_n(n=0, value=4))\ndrop e\nlet p = "
     "box_pin f\npoll p\ndrop p\n",
     "5: poll:2.0 Pending\n6: drop:1 drop:2.0\n"},
    {"pinned_drop, dropped in a list, leaves it",
     "let e = source event\nlet f = wait e pinned_drop(wait)\nlet p = box_pin f\npoll p\ndrop "
     "p\nsignal e notify\n",
     "4: poll:2.0 Pending\n5: drop:2.1 drop:2.0\n7: drop:1\n"},
    {"pending_once is woken for its own poll",
     "let e = source event\nlet f = wait e pending_once(wait)\nlet p = box_pin f\npoll p\npoll "
     "p\nsignal e notify\npoll p\npoll p\n",
     "4: woke Pending\n5: poll:2.0 Pending\n6: woke\n7: woke Pending\n8: poll:2.0 Ready(1)\n"
     "9: drop:2.0 drop:1\n"},
    {"assert_unmoved, moved in a list, says so, and its neighbours cannot know",
     "let e = source event\nlet f = wait e assert_unmoved(wait)\nlet p = box_pin f\npoll p\nlet f "
     "= move_out p\npoll_unpinned f\nsignal e notify\n",
     "4: poll:2.0 Pending\n6: moved:assert_unmoved\nfault 7: heap-use-after-free of 2 by 5\n"},
};

TEST(Singles, AsWorkedOutByHand) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const SingleCase& each : kSingleCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about << "\n"
                                                                << each.program;
    }
  }
}

// A drop elsewhere would end the process, again and again.
TEST(Singles, AssertUnmovedNeverEndsTheProgram) {
  Interpreter interpreter;
  const std::string moved =
      "let f = make assert_unmoved(yield_n)\npoll_unpinned f\nlet v = vec f\nlet g = make "
      "assert_unmoved(yield_n)\npush v g\ndrop v\n";
  for (int round = 0; round < 500; ++round) {
    ASSERT_EQ(observed(interpreter, moved), "2: poll:1.0 woke Pending\n6: drop:1.0 drop:4.0\n");
  }
}

}  // namespace
}  // namespace pinprick::harness
