// Channels and the atomic waker as sources: traces of small programs, worked out by hand from what
// the headers of futures/pinprick/sync promise.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct ChannelCase {
  const char* about;
  const char* program;
  const char* seen;
};

constexpr ChannelCase kChannelCases[] = {
    // Oneshot: a channel each, and the senders in a row.
    {"oneshot: sent while it waits",
     "let s = source oneshot\nlet f = wait s\npoll_unpin f\nsignal s send\npoll_unpin f\n"
     "poll_unpin f\n",
     "3: poll:2.0 Pending\n4: woke\n5: poll:2.0 Ready(1)\n6: poll:2.0 panic:receive_one\n"
     "7: drop:2.0 drop:1\n"},
    {"oneshot: the sender is dropped",
     "let s = source oneshot\nlet f = wait s\npoll_unpin f\nsignal s drop_sender\npoll_unpin f\n",
     "3: poll:2.0 Pending\n4: woke\n5: poll:2.0 Ready(-1)\n6: drop:2.0 drop:1\n"},
    {"oneshot: the oldest first",
     "let s = source oneshot\nlet a = wait s\nlet b = wait s\nsignal s send\nsignal s send\n"
     "signal s send\npoll_unpin b\npoll_unpin a\n",
     "7: poll:3.0 Ready(2)\n8: poll:2.0 Ready(1)\n9: drop:3.0 drop:2.0 drop:1\n"},
    {"oneshot: sent to nobody",
     "let s = source oneshot\nlet a = wait s\nlet b = wait s\ndrop a\nsignal s send\n"
     "signal s send\npoll_unpin b\n",
     "4: drop:2.0\n7: poll:3.0 Ready(2)\n8: drop:3.0 drop:1\n"},
    {"oneshot: moved while it waits",
     "let s = source oneshot\nlet f = wait s\npoll_unpin f\nlet f = move f\nsignal s send\n"
     "let f = relocate f\npoll_unpin f\n",
     "3: poll:2.0 Pending\n5: woke\n7: poll:2.0 Ready(1)\n8: drop:2.0 drop:1\n"},
    {"oneshot: the waker goes with the receiver",
     "let s = source oneshot\nlet f = wait s\nlet p = box_pin f\nlet t = task\nlet w = waker t\n"
     "poll_with p w\ndrop w\ndrop t\ndrop p\n",
     "6: poll:2.0 Pending\n9: drop:4 drop:2.0\n10: drop:1\n"},
    {"oneshot: forgotten, with the channel, the sender and the source",
     "let s = source oneshot\nlet f = wait s\nforget f\n", "leaks 3\n"},
    {"oneshot: forgotten, and its sender sends all the same",
     "let s = source oneshot\nlet f = wait s\npoll_unpin f\nforget f\nsignal s send\n",
     "3: poll:2.0 Pending\n5: woke\nleaks 2\n"},

    // Unbounded: the sender stays.
    {"unbounded: the first of several",
     "let s = source unbounded\nlet f = wait s\nsignal s send\nsignal s send\npoll_unpin f\n"
     "poll_unpin f\n",
     "5: poll:2.0 Ready(1)\n6: poll:2.0 panic:receive\n7: drop:2.0 drop:1\n"},
    {"unbounded: woken once for two",
     "let s = source unbounded\nlet f = wait s\npoll_unpin f\nsignal s send\nsignal s send\n",
     "3: poll:2.0 Pending\n4: woke\n6: drop:2.0 drop:1\n"},
    {"unbounded: what was sent comes before the end",
     "let s = source unbounded\nlet f = wait s\nlet g = wait s\nsignal s send\n"
     "signal s drop_sender\npoll_unpin g\nsignal s drop_sender\npoll_unpin f\npoll_unpin g\n",
     "6: poll:3.0 Pending\n7: woke\n8: poll:2.0 Ready(1)\n9: poll:3.0 Ready(-1)\n"
     "10: drop:3.0 drop:2.0 drop:1\n"},
    {"unbounded: forgotten, with a queue",
     "let s = source unbounded\nlet f = wait s\nsignal s send\nlet f = move f\nforget f\n"
     "signal s send\nsignal s drop_sender\n",
     "leaks 3\n"},
    {"unbounded: a queue of five",
     "let s = source unbounded\nlet f = wait s\nsignal s send\nsignal s send\nsignal s send\n"
     "signal s send\nsignal s send\npoll_unpin f\ndrop f\nsignal s send\nlet f = wait s\n"
     "signal s drop_sender\nsignal s send\npoll_unpin f\n",
     "8: poll:2.0 Ready(1)\n9: drop:2.0\n14: poll:11.0 Ready(7)\n15: drop:11.0 drop:1\n"},

    // Mpsc: room is handed to the one that has waited longest.
    {"mpsc: waits for room",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\nlet b = wait s\nlet q = box_pin b\n"
     "poll p\npoll q\nsignal s receive\npoll q\npoll p\n",
     "6: poll:2.0 Ready(0)\n7: poll:4.0 Pending\n8: woke\n9: poll:4.0 Ready(0)\n"
     "10: poll:2.0 panic:send\n11: drop:4.0 drop:2.0 drop:1\n"},
    {"mpsc: room for two",
     "let s = source mpsc(capacity=2)\nlet a = wait s\nlet p = box_pin a\nblock_on p\nlet b = wait "
     "s\nlet p = box_pin b\nblock_on p\nlet c = wait s\nlet p = box_pin c\nblock_on p\n",
     "4: poll:2.0 drop:2.0 Ready(0)\n7: poll:5.0 drop:5.0 Ready(0)\n"
     "10: poll:8.0 drop:8.0 stalled:block_on\n11: drop:1\n"},
    {"mpsc: nobody overtakes",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\npoll p\nlet b = wait s\n"
     "let q = box_pin b\npoll q\nsignal s receive\nlet c = wait s\nlet r = box_pin c\npoll r\n",
     "4: poll:2.0 Ready(0)\n7: poll:5.0 Pending\n8: woke\n11: poll:9.0 Pending\n"
     "12: drop:9.0 drop:5.0 drop:2.0 drop:1\n"},
    {"mpsc: room that was kept is handed on",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\npoll p\nlet b = wait s\n"
     "let q = box_pin b\npoll q\nlet c = wait s\nlet r = box_pin c\npoll r\nsignal s receive\n"
     "drop q\npoll r\n",
     "4: poll:2.0 Ready(0)\n7: poll:5.0 Pending\n10: poll:8.0 Pending\n11: woke\n"
     "12: woke drop:5.0\n13: poll:8.0 Ready(0)\n14: drop:8.0 drop:2.0 drop:1\n"},
    {"mpsc: closed",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\npoll p\nlet b = wait s\n"
     "let q = box_pin b\npoll q\nsignal s close\npoll q\nlet c = wait s\nlet r = box_pin c\n"
     "poll r\nsignal s receive\nsignal s close\n",
     "4: poll:2.0 Ready(0)\n7: poll:5.0 Pending\n8: woke\n9: poll:5.0 Ready(-1)\n"
     "12: poll:10.0 Ready(-1)\n15: drop:10.0 drop:5.0 drop:2.0 drop:1\n"},
    {"mpsc: moved while it is linked",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\npoll p\nlet b = wait s\n"
     "let q = box_pin b\npoll q\nlet b = move_out q\nsignal s receive\n",
     "4: poll:2.0 Ready(0)\n7: poll:5.0 Pending\nfault 9: heap-use-after-free of 5 by 8\n"},
    {"mpsc: forgotten, with both blocks of the channel",
     "let s = source mpsc\nlet a = wait s\nlet p = box_pin a\nforget p\n", "leaks 4\n"},

    // Watch: the latest value, for each that has not seen it.
    {"watch: the next value",
     "let s = source watch\nsignal s send\nlet f = wait s\nlet p = box_pin f\npoll p\n"
     "signal s send\npoll p\npoll p\n",
     "5: poll:3.0 Pending\n6: woke\n7: poll:3.0 Ready(2)\n8: poll:3.0 panic:changed\n"
     "9: drop:3.0 drop:1\n"},
    {"watch: only the latest",
     "let s = source watch\nlet f = wait s\nlet p = box_pin f\nsignal s send\nsignal s send\n"
     "poll p\n",
     "6: poll:2.0 Ready(2)\n7: drop:2.0 drop:1\n"},
    {"watch: all that wait are woken, once",
     "let s = source watch\nlet f = wait s\nlet p = box_pin f\npoll p\nlet g = wait s\n"
     "let q = box_pin g\npoll q\npoll q\nsignal s send\nsignal s send\npoll q\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: poll:5.0 Pending\n9: woke woke\n"
     "11: poll:5.0 Ready(2)\n12: drop:5.0 drop:2.0 drop:1\n"},
    {"watch: the sender is gone, but not what it sent",
     "let s = source watch\nlet f = wait s\nlet p = box_pin f\nlet g = wait s\nlet q = box_pin g\n"
     "signal s send\npoll q\nlet h = wait s\nlet r = box_pin h\npoll r\nsignal s drop_sender\n"
     "poll p\npoll r\nsignal s send\n",
     "7: poll:4.0 Ready(1)\n10: poll:8.0 Pending\n11: woke\n12: poll:2.0 Ready(1)\n"
     "13: poll:8.0 Ready(-1)\n15: drop:8.0 drop:4.0 drop:2.0 drop:1\n"},
    {"watch: a receiver that was moved is looked for where it was",
     "let s = source watch\nlet f = wait s\nlet p = box_pin f\npoll p\nlet f = move_out p\n"
     "poll_unpinned f\n",
     "4: poll:2.0 Pending\n6: poll:2.0\nfault 6: heap-use-after-free of 2 by 5\n"},
    {"watch: moved, and dropped without a look",
     "let s = source watch\nlet f = wait s\nlet p = box_pin f\npoll p\nlet f = move_out p\ndrop f\n"
     "signal s send\n",
     "4: poll:2.0 Pending\n6: drop:2.0\n8: drop:1\n"},

    // The atomic waker: one waker, which stays with the source.
    {"atomic_waker: woken",
     "let s = source atomic_waker\nlet f = wait s\npoll_unpin f\nlet f = move f\nsignal s wake\n"
     "signal s wake\npoll_unpin f\npoll_unpin f\n",
     "3: poll:2.0 Pending\n5: woke\n7: poll:2.0 Ready(2)\n8: poll:2.0 panic:registered\n"
     "9: drop:2.0 drop:1\n"},
    {"atomic_waker: the later one is woken",
     "let s = source atomic_waker\nlet f = wait s\nlet p = box_pin f\nlet g = wait s\n"
     "let q = box_pin g\nlet t = task\nlet w = waker t\npoll_with q w\npoll p\npoll_with q w\n"
     "signal s wake\npoll p\npoll q\n",
     "8: poll:4.0 Pending\n9: poll:2.0 Pending\n10: poll:4.0 Pending\n11: woke:6\n"
     "12: poll:2.0 Ready(1)\n13: poll:4.0 Ready(1)\n14: drop:6 drop:4.0 drop:2.0 drop:1\n"},
    {"atomic_waker: the waker outlives its future",
     "let s = source atomic_waker\nlet f = wait s\nlet p = box_pin f\nlet t = task\n"
     "let w = waker t\npoll_with p w\ndrop w\ndrop t\ndrop p\nsignal s wake\n",
     "6: poll:2.0 Pending\n9: drop:2.0\n10: woke:4 drop:4\n11: drop:1\n"},
    {"atomic_waker: the waker goes with the source",
     "let s = source atomic_waker\nlet f = wait s\nlet p = box_pin f\nlet t = task\n"
     "let w = waker t\npoll_with p w\ndrop w\ndrop t\ndrop p\ndrop s\n",
     "6: poll:2.0 Pending\n9: drop:2.0\n10: drop:4 drop:1\n"},

    // In combinators.
    {"a stream of what a oneshot gives",
     "let s = source oneshot\nlet f = wait s stream_merge(receive_one, yield_n(n=0, value=4))\n"
     "poll_unpin f\nsignal s send\npoll_unpin f\n",
     "3: poll:2.0 poll:2.1 drop:2.1 poll:2.0 Pending\n4: woke\n"
     "5: poll:2.0 drop:2.0 Ready(3,9)\n6: drop:1\n"},
    {"a sender beside a future that points into itself",
     "let s = source mpsc\nlet f = wait s join(send, example(len=1))\nlet p = box_pin f\npoll p\n"
     "drop p\n",
     "4: poll:2.0 drop:2.0 poll:2.1 woke Pending\n5: drop:2.1\n6: drop:1\n"},
};

TEST(Channels, AsWorkedOutByHand) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const ChannelCase& each : kChannelCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
