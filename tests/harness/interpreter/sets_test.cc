// Sets of futures, executors, and what shares one future: traces of small programs, worked out by
// hand from what their headers promise.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct SetCase {
  const char* about;
  const char* program;
  const char* seen;
};

constexpr SetCase kSetCases[] = {
    // A FuturesUnordered. Two numbers answer for a vector: how many, and each times its place.
    {"as they come, and a future that wakes itself comes again in the same poll",
     "let f = make unordered(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(2,10)\n3: panic:stream_merge\n"},
    {"two turns in a poll and no more: the next wake is for the next poll",
     "let f = make unordered(yield_n(n=2, value=3), yield_n(n=2, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 poll:1.0 woke poll:1.1 Pending\n"
     "3: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,11)\n"},
    {"who was not woken is not polled",
     "let e = source event\nlet f = wait e unordered(wait, yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\nsignal e notify\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n4: Pending\n5: woke\n"
     "6: poll:2.0 drop:2.0 Ready(2,6)\n7: drop:1\n"},
    {"the set moves, what is in it stays",
     "let e = source event\nlet f = wait e unordered(wait, example(len=1, first=3))\npoll_unpin f\n"
     "let f = move f\nlet f = relocate f\npoll_unpin f\nsignal e notify\nlet f = move f\n"
     "poll_unpin f\n",
     "3: poll:2.0 poll:2.1 poll:2.1 woke Pending\n6: poll:2.1 drop:2.1 Pending\n7: woke\n"
     "9: poll:2.0 drop:2.0 Ready(2,8)\n10: drop:1\n"},
    {"the waker of the parent keeps its task, until it is used",
     "let e = source event\nlet t = task\nlet w = waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop w\n"
     "drop t\nsignal e notify\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n9: woke:2 drop:2\n10: drop:4.0 drop:1\n"},
    {"... or until the set is gone, the futures first",
     "let e = source event\nlet t = task\nlet w = waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop w\n"
     "drop t\ndrop p\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n9: drop:4.0 drop:2\n10: drop:1\n"},
    {"the waker of the latest poll is the one that is woken",
     "let e = source event\nlet t = task\nlet w = waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\npoll p\n"
     "signal e notify\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: Pending\n8: woke\n9: drop:4.0 drop:2 drop:1\n"},
    {"... and is not cloned again if it is there already",
     "let e = source event\nlet t = task\nlet w = hasty_waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\n"
     "poll_with p w\nwake_by_ref w\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: Pending\n8: woke:2\n9: drop:4.0 drop:2\n"
     "fault 9: heap-use-after-free of 2 by 9\n"},
    {"a parent that is gone is woken",
     "let e = source event\nlet t = task\nlet w = raw_waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop t\n"
     "signal e notify\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: drop:2\nfault 8: heap-use-after-free of 2 by 7\n"},
    {"a parent that did not count is dropped",
     "let e = source event\nlet t = task\nlet w = hasty_waker t\n"
     "let f = wait e unordered(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop p\n"
     "drop w\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: drop:4.0 drop:2\n"
     "fault 8: heap-use-after-free of 2 by 7\n"},
    {"an exception passes, and the other one goes on",
     "let f = make unordered(thrower(n=0), yield_n(n=0, value=4))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 threw:thrower\n3: poll:1.1 drop:1.1 Ready(1,4)\n"},
    {"what is left goes in the order in which it came",
     "let f = make unordered(example, keeper)\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 poll:1.1 poll:1.0 woke poll:1.1 Pending\n3: drop:1.0 drop:1.1\n"},
    {"until it is ready, for block_on",
     "let f = make unordered(example, yield_n(n=5))\nblock_on f\n",
     "2: poll:1.0 poll:1.1 poll:1.0 poll:1.1 poll:1.0 drop:1.0 poll:1.1 poll:1.1 poll:1.1 "
     "poll:1.1 drop:1.1 Ready(2,39)\n"},
    {"a block for the set, one for each future, one for the items",
     "let f = make unordered(yield_n(n=0), yield_n(n=8))\npoll_unpin f\nforget f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 poll:1.1 woke Pending\nleaks 3\n"},
    {"a waker outlives the set, and wakes nobody",
     "let s = source atomic_waker\nlet f = wait s unordered(registered, yield_n(n=0))\n"
     "poll_unpin f\ndrop f\nsignal s wake\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n4: drop:2.0\n6: drop:1\n"},

    // A FuturesOrdered.
    {"an output waits for its turn",
     "let f = make ordered(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(2,11)\n3: panic:stream_merge\n"},
    {"an exception comes out of turn",
     "let f = make ordered(yield_n(n=3, value=3), thrower(n=0))\npoll_unpin f\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 threw:thrower\n3: poll:1.0 woke Pending\n"
     "4: poll:1.0 woke Pending\n5: poll:1.0 drop:1.0 Ready(1,3)\n"},
    {"an output that waits for the first one goes with the set",
     "let e = source event\nlet f = wait e ordered(wait, yield_n(n=0))\npoll_unpin f\ndrop f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n4: drop:2.0\n5: drop:1\n"},
    {"the block of a future goes with its output",
     "let e = source event\nlet f = wait e ordered(wait, yield_n(n=0))\npoll_unpin f\nforget f\n"
     "drop e\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\nleaks 4\n"},

    // A JoinSet.
    {"a failure is an outcome",
     "let f = make join_set(yield_n(n=1, value=3), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(-1,3)\n3: panic:join_set\n"},
    {"the first one aborted",
     "let f = make join_set(yield_n(n=0, value=3), yield_n(n=0, value=4), abort=1)\npoll_unpin f\n",
     "2: drop:1.0 poll:1.1 drop:1.1 Ready(-1,4)\n"},
    {"the second one aborted",
     "let f = make join_set(yield_n(n=0, value=3), yield_n(n=0, value=4), abort=2)\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 drop:1.1 Ready(3,-1)\n"},
    {"the waker of the last poll stays with the set",
     "let e = source event\nlet t = task\nlet w = waker t\n"
     "let f = wait e join_set(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\n"
     "signal e notify\npoll_with p w\ndrop w\ndrop t\ndrop p\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: woke:2\n8: poll:4.0 drop:4.0 Ready(1,1)\n"
     "11: drop:2\n12: drop:1\n"},
    {"a block for the set and one for each task",
     "let f = make join_set(yield_n, yield_n, abort=1)\nforget f\n", "leaks 3\n"},

    // A LocalPool, and a ThreadPool without threads.
    {"a pool runs until nobody is woken",
     "let f = make local_pool(yield_n(n=2, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 poll:1.0 drop:1.0 Ready(3,4)\n3: panic:join\n"},
    {"... on no thread of its own",
     "let f = make thread_pool(yield_n(n=2, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 poll:1.0 drop:1.0 Ready(3,4)\n3: panic:join\n"},
    {"an exception goes to the handle",
     "let f = make local_pool(thrower(n=0), yield_n(n=0, value=4))\npoll_unpin f\n"
     "let g = make thread_pool(thrower(n=1), thrower(n=0))\npoll_unpin g\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(-1,4)\n"
     "4: poll:3.0 poll:3.1 drop:3.1 poll:3.0 drop:3.0 Ready(-1,-1)\n"},
    {"who waits for a task hears of its end, not of its wakes",
     "let e = source event\nlet f = wait e local_pool(wait, yield_n(n=0, value=4))\npoll_unpin f\n"
     "signal e notify\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n5: poll:2.0 drop:2.0 woke Ready(1,4)\n6: drop:1\n"},
    {"... once, however often it asked",
     "let e = source event\nlet t = task\nlet w = hasty_waker t\n"
     "let f = wait e local_pool(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\n"
     "poll_with p w\nsignal e notify\npoll p\nforget w\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: Pending\n"
     "9: poll:4.0 drop:4.0 woke:2 drop:2 Ready(1,1)\n"
     "fault 11: heap-use-after-free of 2 by 9\n"},
    {"... and of nothing when it has gone",
     "let e = source event\nlet t = task\nlet w = waker t\n"
     "let f = wait e thread_pool(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop w\n"
     "drop t\ndrop p\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n9: drop:2 drop:4.0\n10: drop:1\n"},
    {"... but of its being cancelled, if the executor goes first",
     "let e = source event\nlet f = wait e local_pool(wait, yield_n(n=0))\npoll_unpin f\n"
     "let g = wait e local_pool(wait, yield_n(n=0))\nassign f g\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n5: drop:2.0 woke\n6: drop:4.0 drop:4.1 drop:1\n"},
    {"who waits for a task is gone when that comes to its end",
     "let e = source event\nlet t = task\nlet w = raw_waker t\n"
     "let f = wait e local_pool(wait, yield_n(n=0))\nlet p = box_pin f\npoll_with p w\ndrop t\n"
     "signal e notify\npoll p\n",
     "6: poll:4.0 poll:4.1 drop:4.1 Pending\n7: drop:2\n9: poll:4.0 drop:4.0\n"
     "fault 9: heap-use-after-free of 2 by 7\n"},
    {"a block for the pool, one for its tasks, one for each of them",
     "let f = make local_pool(yield_n, yield_n)\nforget f\nlet f = make thread_pool(yield_n, "
     "yield_n)\nforget f\n",
     "leaks 8\n"},
    {"what is in a pool does not move with it",
     "let e = source event\nlet f = wait e local_pool(wait, keeper)\npoll_unpin f\nlet f = move f\n"
     "signal e notify\nlet f = relocate f\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 poll:2.1 poll:2.1 drop:2.1 Pending\n"
     "7: poll:2.0 drop:2.0 woke Ready(1,37)\n8: drop:1\n"},

    // A StaticExecutor in a box.
    {"slots",
     "let f = make static_executor(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(3,4)\n3: panic:static_executor\n"},
    {"an exception goes to whoever runs the executor",
     "let f = make static_executor(thrower(n=0), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 drop:1.0 threw:thrower\n3: poll:1.1 drop:1.1 Ready(-1,4)\n"},
    {"a slot that is woken wakes nobody else",
     "let e = source event\nlet f = wait e static_executor(wait, yield_n(n=0, value=4))\n"
     "poll_unpin f\nsignal e notify\nlet f = move f\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n6: poll:2.0 drop:2.0 Ready(1,4)\n7: drop:1\n"},
    {"what is left goes in the order of the slots",
     "let e = source event\nlet f = wait e static_executor(wait, keeper)\ndrop f\n",
     "3: drop:2.0 drop:2.1\n4: drop:1\n"},
    {"one block", "let f = make static_executor(yield_n, yield_n)\nforget f\n", "leaks 1\n"},
    {"a waker outlives the executor, which it does not own",
     "let s = source atomic_waker\nlet f = wait s static_executor(registered, yield_n(n=0))\n"
     "poll_unpin f\ndrop f\nsignal s wake\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n4: drop:2.0\nfault 5: heap-use-after-free of 2 by "
     "4\n"},

    // Two handles of one future.
    {"whichever handle comes polls the future",
     "let f = make shared(yield_n(n=1, value=3))\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke poll:1.0 drop:1.0 Pending\n4: Ready(3,3)\n5: panic:join\n"},
    {"the second handle copies what the first one has got",
     "let f = make shared(yield_n(n=0, value=3))\nlet p = box_pin f\npoll p\n",
     "3: poll:1.0 drop:1.0 Ready(3,3)\n"},
    {"a handle that has thrown is done",
     "let f = make shared(thrower(n=0))\nlet p = box_pin f\npoll p\npoll p\n",
     "3: poll:1.0 drop:1.0 threw:thrower\n4: panic:shared\n"},
    {"the second handle hears of an exception as well",
     "let f = make shared(thrower(n=1))\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke poll:1.0 drop:1.0 threw:thrower\n4: threw:thrower\n5: panic:shared\n"},
    {"all handles that wait are woken",
     "let e = source event\nlet f = wait e shared(wait)\nlet p = box_pin f\npoll p\n"
     "signal e notify\npoll p\n",
     "4: poll:2.0 poll:2.0 Pending\n5: woke woke\n6: poll:2.0 drop:2.0 Ready(1,1)\n7: drop:1\n"},
    {"each keeps a waker of its own",
     "let e = source event\nlet t = task\nlet w = waker t\nlet f = wait e shared(wait)\n"
     "let p = box_pin f\npoll_with p w\ndrop w\ndrop t\nsignal e notify\n",
     "6: poll:4.0 poll:4.0 Pending\n9: woke:2 woke:2 drop:2\n10: drop:4.0 drop:1\n"},
    {"the last handle takes the future along",
     "let f = make shared(keeper)\nlet p = box_pin f\npoll p\ndrop p\n",
     "3: poll:1.0 woke poll:1.0 woke Pending\n4: drop:1.0\n"},
    {"a handle that is linked was moved, and the future is woken",
     "let e = source event\nlet f = wait e shared(wait)\nlet p = box_pin f\npoll p\n"
     "let g = move_out p\nsignal e notify\n",
     "4: poll:2.0 poll:2.0 Pending\nfault 6: heap-use-after-free of 2 by 5\n"},
    {"... and dropped",
     "let e = source event\nlet f = wait e shared(wait)\nlet p = box_pin f\npoll p\n"
     "let g = move_out p\ndrop g\n",
     "4: poll:2.0 poll:2.0 Pending\nfault 6: heap-use-after-free of 2 by 5\n"},
    {"... and polled, which is not looked at where it was",
     "let e = source event\nlet f = wait e shared(wait)\npoll_unpinned f\nlet f = move f\n"
     "poll_unpinned f\nsignal e notify\n",
     "3: poll:2.0 poll:2.0 Pending\n5: poll:2.0 poll:2.0 Pending\n"
     "fault 6: use-after-poison of 2 by 4\n"},
    {"a handle that is forgotten while it is linked",
     "let e = source event\nlet f = wait e shared(wait)\npoll_unpinned f\nforget f\n"
     "signal e notify\n",
     "3: poll:2.0 poll:2.0 Pending\nfault 5: use-after-poison of 2 by 4\n"},
    {"one block", "let f = make shared(yield_n)\nforget f\n", "leaks 1\n"},
};

TEST(Sets, AsWorkedOutByHand) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const SetCase& each : kSetCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
