// Streams and what drives them: traces of small programs, worked out by hand from what the headers
// of futures/pinprick/stream promise.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct StreamCase {
  const char* about;
  const char* program;
  const char* seen;
};

constexpr StreamCase kStreamCases[] = {
    // Two numbers answer for a vector: how many, and each times its place.
    {"map doubles each item",
     "let f = make stream_map(yield_n(n=0, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,22)\n3: panic:stream_merge\n"},
    {"filter refuses an odd item and asks on",
     "let f = make stream_filter(yield_n(n=0, value=3), yield_n(n=1, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(1,4)\n"},
    {"filter, with nothing left",
     "let f = make stream_filter(yield_n(n=0, value=3), yield_n(n=0, value=5))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(0,0)\n"},
    {"take drops the rest as soon as it has the last one",
     "let f = make stream_take(keeper, yield_n(n=0, value=4), n=1)\nlet p = box_pin f\npoll p\n"
     "poll p\n",
     "3: poll:1.0 woke poll:1.1 drop:1.1 drop:1.0 Ready(1,4)\n4: panic:stream_merge\n"},
    {"take of nothing polls nobody",
     "let f = make stream_take(yield_n, yield_n, n=0)\npoll_unpin f\n",
     "2: drop:1.0 drop:1.1 Ready(0,0)\n"},
    {"take of more than there is",
     "let f = make stream_take(yield_n(n=0, value=3), thrower(n=0), n=2)\npoll_unpin f\n"
     "poll_unpin f\ndrop f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1\n"},
    {"chunks, the last one full",
     "let f = make stream_chunks(yield_n(n=0, value=3), yield_n(n=1, value=4), n=2)\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(1,7)\n"
     "4: panic:stream_chunks\n"},
    {"chunks, the last one short",
     "let f = make stream_chunks(yield_n(n=0, value=3), yield_n(n=0, value=4), n=3)\npoll_unpin "
     "f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(1,7)\n"},
    {"chunks of one",
     "let f = make stream_chunks(yield_n(n=0, value=3), yield_n(n=0, value=4), n=1)\npoll_unpin "
     "f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,7)\n"},

    // Who gave the last item is not the first to be asked for the next.
    {"merge is fair",
     "let f = make stream_merge(yield_n(n=0, value=3), yield_n(n=0, value=4))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(3,17)\n"},
    {"merge comes back to the first, for the second gave an item in its place",
     "let f = make stream_merge(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(3,15)\n"},
    {"merge asks both when neither has an item",
     "let f = make stream_merge(yield_n(n=2), yield_n(n=2))\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 woke poll:1.0 woke poll:1.1 woke Pending\n3: drop:1.0 drop:1.1\n"},
    {"an exception passes, and the other one goes on beside it",
     "let f = make stream_merge(yield_n(n=2, value=3), thrower(n=0))\npoll_unpin f\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 threw:thrower\n3: poll:1.0 woke poll:1.1 panic:thrower\n"
     "4: poll:1.0 drop:1.0 poll:1.1 panic:thrower\n5: drop:1.1\n"},

    // A future for each item, built where it is polled, in the place of the one before.
    {"for_each finishes one before it asks for the next",
     "let f = make stream_for_each(yield_n(n=0, value=3), yield_n(n=1))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 poll:1.1 woke Pending\n"
     "4: poll:1.1 drop:1.1 Ready(4)\n5: panic:map\n"},
    {"for_each, the other item first",
     "let f = make stream_for_each(yield_n(n=1, value=3), yield_n(n=0))\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(4)\n"},
    {"for_each drops the stream before the future",
     "let f = make stream_for_each(example, example)\nlet p = box_pin f\npoll p\n",
     "3: poll:1.0 woke poll:1.1 woke Pending\n4: drop:1.0 drop:1.1\n"},
    {"for_each keeps a future that has thrown",
     "let f = make stream_for_each(yield_n(n=1), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.0 drop:1.1\n"},

    // Buffers: places on the heap, in which futures stay.
    {"buffered keeps an output for its turn",
     "let f = make buffered(yield_n(n=2, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 Pending\n3: poll:1.0 woke Pending\n"
     "4: poll:1.0 drop:1.0 Ready(2,11)\n5: panic:stream_merge\n"},
    {"buffered, one at a time",
     "let f = make buffered(yield_n(n=1, value=3), yield_n(n=0, value=4), n=1)\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,11)\n"},
    {"buffered: an exception comes out of turn",
     "let f = make buffered(yield_n(n=1, value=3), thrower(n=0))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 threw:thrower\n3: poll:1.0 drop:1.0 Ready(1,3)\n"},
    {"buffered goes on behind an exception",
     "let f = make buffered(thrower(n=0), yield_n(n=0, value=4), n=1)\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 drop:1.0 threw:thrower\n3: poll:1.1 drop:1.1 Ready(1,4)\n"},
    {"buffer_unordered gives what is ready",
     "let f = make buffer_unordered(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 poll:1.0 drop:1.0 Ready(2,10)\n"},
    {"buffer_unordered: an exception passes",
     "let f = make buffer_unordered(thrower(n=0), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 drop:1.0 threw:thrower\n3: poll:1.1 drop:1.1 Ready(1,4)\n"},
    {"who has not begun is dropped first",
     "let f = make buffered(example, keeper, n=1)\npoll_unpin f\nlet g = make buffer_unordered("
     "example, keeper)\npoll_unpin g\ndrop f\n",
     "2: poll:1.0 woke Pending\n4: poll:3.0 woke poll:3.1 woke Pending\n5: drop:1.1 drop:1.0\n"
     "6: drop:3.0 drop:3.1\n"},
    {"what is in a buffer does not move with it",
     "let f = make buffered(example(len=1, first=3), keeper(len=1, first=4))\npoll_unpin f\n"
     "let f = move f\npoll_unpin f\nlet f = relocate f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n4: poll:1.0 woke poll:1.1 woke Pending\n"
     "6: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,22)\n"},

    // What is in a stream otherwise does.
    {"a merge that is moved takes both along",
     "let f = make stream_merge(yield_n(n=8), example)\npoll_unpinned f\nlet f = move f\n"
     "poll_unpinned f\n",
     "2: poll:1.0 woke poll:1.1 woke poll:1.0 woke poll:1.1 woke Pending\n4: poll:1.0 woke "
     "poll:1.1\n"
     "fault 4: use-after-poison of 1 by 3\n"},
    {"the future of for_each points into its place",
     "let f = make stream_for_each(yield_n(n=0), example)\nlet p = box_pin f\npoll p\nlet f = "
     "move_out p\npoll_unpinned f\n",
     "3: poll:1.0 drop:1.0 poll:1.1 woke Pending\n5: poll:1.1\n"
     "fault 5: heap-use-after-free of 1 by 4\n"},

    // Blocks: what is collected, the chunk under way, the sum, the places and what is not in one.
    {"forgotten with nothing collected",
     "let f = make stream_map(yield_n, yield_n)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n"},
    {"forgotten with an item",
     "let f = make stream_map(yield_n(n=0), yield_n)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\nleaks 1\n"},
    {"forgotten with a chunk",
     "let f = make stream_chunks(yield_n, yield_n)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\nleaks 1\n"},
    {"forgotten with its sum", "let f = make stream_for_each(yield_n, yield_n)\nforget f\n",
     "leaks 1\n"},
    {"forgotten with its places",
     "let f = make buffered(yield_n, yield_n)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\nleaks 2\n"},
    {"forgotten with an item and a place",
     "let f = make buffer_unordered(yield_n(n=0), yield_n)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\nleaks 2\n"},
    {"forgotten when it is done",
     "let f = make buffered(yield_n(n=0), yield_n(n=0))\npoll_unpin f\nforget f\nlet g = make "
     "stream_for_each(yield_n(n=0), yield_n(n=0))\npoll_unpin g\nforget g\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(2,3)\n"
     "5: poll:4.0 drop:4.0 poll:4.1 drop:4.1 poll:4.1 drop:4.1 Ready(2)\n"},

    // Futures that wait for something.
    {"waits in a merge",
     "let e = source event\nlet f = wait e stream_merge(wait, yield_n(n=0, value=4))\nlet p = "
     "box_pin f\npoll p\nsignal e notify\npoll p\n",
     "4: poll:2.0 poll:2.1 drop:2.1 poll:2.0 Pending\n5: woke\n6: poll:2.0 drop:2.0 Ready(3,9)\n"
     "7: drop:1\n"},
    {"waits in a place of a buffer, wherever that moves",
     "let e = source event\nlet f = wait e buffered(wait, yield_n(n=0, value=4))\npoll_unpin f\n"
     "let f = move f\nsignal e notify\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n5: woke\n6: poll:2.0 drop:2.0 Ready(2,9)\n"
     "7: drop:1\n"},
    {"dropped while it waits in a stream",
     "let e = source event\nlet f = wait e stream_take(wait, yield_n(n=0), n=1)\nlet p = box_pin "
     "f\npoll p\nsignal e notify\n",
     "4: poll:2.0 poll:2.1 drop:2.1 drop:2.0 Ready(1,1)\n6: drop:1\n"},
};

TEST(Streams, AsWorkedOutByHand) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const StreamCase& each : kStreamCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
