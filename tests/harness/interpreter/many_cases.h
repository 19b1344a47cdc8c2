// Futures side by side, of which one may cancel the other, and what ends a future from outside:
// programs and what is seen of them, worked out by hand from what the headers of futures/pinprick
// promise.
#pragma once

namespace pinprick::harness {

struct ManyCase {
  const char* about;
  const char* program;
  const char* seen;
};

inline constexpr ManyCase kManyCases[] = {
    // --- try_join
    {"try_join, both values",
     "let f = make try_join(yield_n(n=0, value=2), yield_n(n=1, value=4))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(2,4)\n"
     "4: panic:try_join\n"},
    {"try_join, the first fails: the second is not polled",
     "let f = make try_join(yield_n(n=0, value=3), keeper)\nlet p = box_pin f\npoll p\npoll p\n",
     "3: poll:1.0 drop:1.0 drop:1.1 Ready(-3)\n4: panic:try_join\n"},
    {"try_join, the second fails: the first is dropped before it",
     "let f = make try_join(keeper, yield_n(n=0, value=5))\nlet p = box_pin f\npoll p\n",
     "3: poll:1.0 woke poll:1.1 drop:1.0 drop:1.1 Ready(-5)\n"},
    {"try_join, the second fails when the first has its value",
     "let f = make try_join(yield_n(n=0, value=2), yield_n(n=0, value=5))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(-5)\n"},
    {"try_join, an exception changes nothing",
     "let f = make try_join(thrower(n=0), yield_n(n=0, value=2))\npoll_unpin f\npoll_unpin f\n"
     "drop f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0 drop:1.1\n"},
    {"try_join, an exception of the second",
     "let f = make try_join(yield_n(n=0, value=2), thrower(n=0))\npoll_unpin f\npoll_unpin f\n"
     "drop f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1\n"},
    {"try_join, assigned to: its members go in their order, which is the other way round",
     "let f = make try_join(yield_n, yield_n)\nlet g = make try_join(yield_n, yield_n)\n"
     "assign f g\n",
     "3: drop:1.1 drop:1.0\n4: drop:2.0 drop:2.1\n"},
    {"try_join, a failure unlinks the one that waits",
     "let e = source event\nlet f = wait e try_join(wait, yield_n(n=1, value=3))\nlet p = pin f\n"
     "poll p\npoll p\nsignal e notify\n",
     "4: poll:2.0 poll:2.1 woke Pending\n5: poll:2.0 poll:2.1 drop:2.0 drop:2.1 Ready(-3)\n"
     "7: drop:1\n"},

    // --- race
    {"race, the first wins",
     "let f = make race(yield_n(n=0, value=7), keeper)\nlet p = box_pin f\npoll p\npoll p\n",
     "3: poll:1.0 drop:1.0 drop:1.1 Ready(7)\n4: panic:race\n"},
    {"race, the second wins: the first is dropped before it",
     "let f = make race(keeper, yield_n(n=0, value=8))\nlet p = box_pin f\npoll p\n",
     "3: poll:1.0 woke poll:1.1 drop:1.0 drop:1.1 Ready(8)\n"},
    {"race, dropped and assigned to",
     "let f = make race(yield_n, yield_n)\nlet g = make race(yield_n, yield_n)\nassign f g\n",
     "3: drop:1.0 drop:1.1\n4: drop:2.0 drop:2.1\n"},
    {"race, the loser leaves the list, its neighbour stays",
     "let e = source event\nlet a = wait e\nlet p = pin a\npoll p\n"
     "let f = wait e race(wait, yield_n(n=1, value=9))\nlet q = pin f\npoll q\npoll q\n"
     "signal e notify\npoll p\n",
     "4: poll:2.0 Pending\n7: poll:5.0 poll:5.1 woke Pending\n"
     "8: poll:5.0 poll:5.1 drop:5.0 drop:5.1 Ready(9)\n9: woke\n10: poll:2.0 Ready(1)\n"
     "11: drop:2.0 drop:1\n"},
    {"race, the one that waits wins",
     "let e = source event\nlet f = wait e race(wait, yield_n(n=8))\nlet p = pin f\npoll p\n"
     "signal e notify\npoll p\n",
     "4: poll:2.0 poll:2.1 woke Pending\n5: woke\n6: poll:2.0 drop:2.0 drop:2.1 Ready(1)\n"
     "7: drop:1\n"},
    {"race, dropped while it waits",
     "let e = source event\nlet f = wait e race(wait, yield_n(n=8))\nlet p = box_pin f\npoll p\n"
     "drop p\nsignal e notify\n",
     "4: poll:2.0 poll:2.1 woke Pending\n5: drop:2.0 drop:2.1\n7: drop:1\n"},
    {"race, moved while it waits",
     "let e = source event\nlet f = wait e race(wait, yield_n(n=8))\nlet p = box_pin f\npoll p\n"
     "let g = move_out p\nsignal e notify\n",
     "4: poll:2.0 poll:2.1 woke Pending\nfault 6: heap-use-after-free of 2 by 5\n"},
    {"race, an exception of the second",
     "let f = make race(yield_n(n=8), thrower(n=0))\npoll_unpin f\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 woke poll:1.1 threw:thrower\n3: poll:1.0 woke poll:1.1 panic:thrower\n"
     "4: drop:1.0 drop:1.1\n"},

    // --- select
    {"select, the winner goes before what comes back",
     "let f = make select(keeper, yield_n(n=0, value=8))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 drop:1.0 Ready(1,8)\n3: panic:select\n"},
    {"select, the first wins", "let f = make select(yield_n(n=0, value=8), keeper)\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 drop:1.1 Ready(0,8)\n"},
    {"select, moved at will",
     "let f = make select(example(len=1), yield_n(n=8))\npoll_unpin f\nlet g = move f\n"
     "poll_unpin g\nlet h = box g\npoll_unpin h\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n4: poll:1.0 woke poll:1.1 woke Pending\n"
     "6: poll:1.0 drop:1.0 drop:1.1 Ready(0,2)\n"},
    {"select, forgotten while it waits: what waits lives on",
     "let e = source event\nlet f = wait e select(wait, yield_n(n=8))\npoll_unpin f\nforget f\n"
     "signal e notify\n",
     "3: poll:2.0 poll:2.1 woke Pending\n5: woke\nleaks 3\n"},
    {"select, moved while it waits, and cancelled",
     "let e = source event\nlet f = wait e select(wait, yield_n(n=1, value=5))\npoll_unpin f\n"
     "let g = move f\npoll_unpin g\nsignal e notify\n",
     "3: poll:2.0 poll:2.1 woke Pending\n5: poll:2.0 poll:2.1 drop:2.1 drop:2.0 Ready(1,5)\n"
     "7: drop:1\n"},
    {"select, an exception changes nothing",
     "let f = make select(thrower(n=0), keeper)\npoll_unpin f\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0 drop:1.1\n"},

    // --- join_all
    {"join_all, in the order of the futures",
     "let f = make join_all(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 Pending\n3: poll:1.0 drop:1.0 Ready(2,11)\n"
     "4: panic:join_all\n"},
    {"join_all, moved and forgotten: the futures share a block",
     "let f = make join_all(keeper, keeper)\npoll_unpin f\nlet g = move f\npoll_unpin g\n"
     "forget g\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n4: poll:1.0 woke poll:1.1 woke Pending\nleaks 1\n"},
    {"join_all, dropped", "let f = make join_all(keeper, keeper)\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n3: drop:1.0 drop:1.1\n"},
    {"join_all, an exception changes nothing",
     "let f = make join_all(yield_n(n=0, value=3), thrower(n=0))\npoll_unpin f\npoll_unpin f\n"
     "drop f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 threw:thrower\n3: poll:1.1 panic:thrower\n4: drop:1.1\n"},
    {"join_all, moved while it waits",
     "let e = source event\nlet f = wait e join_all(wait, yield_n(n=0, value=4))\npoll_unpin f\n"
     "let g = move f\nsignal e notify\npoll_unpin g\n",
     "3: poll:2.0 poll:2.1 drop:2.1 Pending\n5: woke\n6: poll:2.0 drop:2.0 Ready(2,9)\n"
     "7: drop:1\n"},

    // --- join_array
    {"join_array, in the order of the futures",
     "let f = make join_array(yield_n(n=1, value=3), yield_n(n=0, value=4))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 Pending\n3: poll:1.0 drop:1.0 Ready(3,4)\n"
     "4: panic:join_array\n"},
    {"join_array, dropped and assigned to",
     "let f = make join_array(yield_n, yield_n)\nlet g = make join_array(yield_n, yield_n)\n"
     "assign f g\n",
     "3: drop:1.0 drop:1.1\n4: drop:2.0 drop:2.1\n"},
    {"join_array, moved",
     "let f = make join_array(example, yield_n)\npoll_unpinned f\nlet g = move f\n"
     "poll_unpinned g\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\n4: poll:1.0\n"
     "fault 4: use-after-poison of 1 by 3\n"},

    // --- select_all
    {"select_all, the second wins, and goes first",
     "let f = make select_all(keeper, yield_n(n=0, value=8))\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 drop:1.0 Ready(1,8)\n3: panic:select_all\n"},
    {"select_all, the first wins",
     "let f = make select_all(yield_n(n=0, value=8), keeper)\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 drop:1.1 Ready(0,8)\n"},
    {"select_all, forgotten: two boxes and the vector",
     "let f = make select_all(keeper, keeper)\npoll_unpin f\nforget f\n",
     "2: poll:1.0 woke poll:1.1 woke Pending\nleaks 3\n"},
    {"select_all, an exception: the next poll begins with the first again",
     "let f = make select_all(yield_n(n=8), thrower(n=0))\npoll_unpin f\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 woke poll:1.1 threw:thrower\n3: poll:1.0 woke poll:1.1 panic:thrower\n"
     "4: drop:1.0 drop:1.1\n"},
    {"select_all, cancelled while it waits",
     "let e = source event\nlet f = wait e select_all(wait, yield_n(n=1, value=5))\npoll_unpin f\n"
     "let g = move f\npoll_unpin g\nsignal e notify\n",
     "3: poll:2.0 poll:2.1 woke Pending\n5: poll:2.0 poll:2.1 drop:2.1 drop:2.0 Ready(1,5)\n"
     "7: drop:1\n"},

    // --- select_ok
    {"select_ok, one fails and goes at once",
     "let f = make select_ok(yield_n(n=0, value=3), yield_n(n=1, value=4))\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 woke Pending\n3: poll:1.1 drop:1.1 Ready(4)\n"
     "4: panic:select_ok\n"},
    {"select_ok, the second fails, the first goes on",
     "let f = make select_ok(yield_n(n=1, value=4), yield_n(n=0, value=3))\npoll_unpin f\n"
     "poll_unpin f\n",
     "2: poll:1.0 woke poll:1.1 drop:1.1 Pending\n3: poll:1.0 drop:1.0 Ready(4)\n"},
    {"select_ok, the first succeeds, and goes before what comes back",
     "let f = make select_ok(yield_n(n=0, value=4), keeper)\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 drop:1.1 Ready(4)\n"},
    {"select_ok, all fail: the last error, and an empty vector",
     "let f = make select_ok(yield_n(n=0, value=3), yield_n(n=0, value=5))\npoll_unpin f\n"
     "forget f\n",
     "2: poll:1.0 drop:1.0 poll:1.1 drop:1.1 Ready(-5)\nleaks 1\n"},
    {"select_ok, an exception changes nothing",
     "let f = make select_ok(thrower(n=0), yield_n(n=0, value=4))\npoll_unpin f\npoll_unpin f\n"
     "drop f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0 drop:1.1\n"},
    {"select_ok, what waits is cancelled by a success",
     "let e = source event\nlet f = wait e select_ok(wait, yield_n(n=1, value=4))\npoll_unpin f\n"
     "poll_unpin f\nsignal e notify\n",
     "3: poll:2.0 poll:2.1 woke Pending\n4: poll:2.0 poll:2.1 drop:2.1 drop:2.0 Ready(4)\n"
     "6: drop:1\n"},

    // --- abortable
    {"abortable, called off before its second poll",
     "let f = make abortable(keeper, after=2)\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: woke drop:1.0 Ready(-1)\n5: panic:abortable\n"},
    {"abortable, called off before its first",
     "let f = make abortable(keeper, after=1)\nlet p = box_pin f\npoll p\n",
     "3: drop:1.0 Ready(-1)\n"},
    {"abortable, called off when it is done: its task is woken for nothing",
     "let f = make abortable(yield_n(n=1, value=7), after=4)\npoll_unpin f\npoll_unpin f\n"
     "poll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 Ready(7)\n4: panic:abortable\n"
     "5: woke panic:abortable\n"},
    {"abortable, keeps the task that polled last",
     "let t = task\nlet w = waker t\nlet f = make abortable(yield_n(n=8), after=3)\n"
     "let p = pin_new f\npoll_with p w\ndrop w\ndrop t\npoll p\npoll p\n",
     "5: poll:3.0 woke:1 Pending\n8: poll:3.0 woke drop:1 Pending\n9: woke drop:3.0 Ready(-1)\n"},
    {"abortable, keeps it when it is done",
     "let t = task\nlet w = waker t\nlet f = make abortable(yield_n(n=1, value=7), after=8)\n"
     "let p = pin_new f\npoll_with p w\ndrop w\ndrop t\npoll p\ndrop p\ndrop f\n",
     "5: poll:3.0 woke:1 Pending\n8: poll:3.0 drop:3.0 Ready(7)\n10: drop:1\n"},
    {"abortable, dropped: its future goes before its task",
     "let t = task\nlet w = waker t\nlet f = make abortable(yield_n(n=8), after=8)\n"
     "let p = pin_new f\npoll_with p w\ndrop w\ndrop t\ndrop p\ndrop f\n",
     "5: poll:3.0 woke:1 Pending\n9: drop:3.0 drop:1\n"},
    // Each clone of such a waker that is dropped takes a share of the task: there must be none.
    {"abortable, of the same task it keeps the waker that it has",
     "let t = task\nlet w = hasty_waker t\nlet f = make abortable(yield_n(n=8), after=8)\n"
     "let p = pin_new f\npoll_with p w\npoll_with p w\npoll_with p w\ndrop p\nforget f\nforget w\n",
     "5: poll:3.0 woke:1 Pending\n6: poll:3.0 woke:1 Pending\n7: poll:3.0 woke:1 Pending\n"
     "11: drop:1\nleaks 1\n"},
    {"abortable, wakes a task that is gone",
     "let t = task\nlet w = raw_waker t\nlet f = make abortable(yield_n(n=8), after=2)\n"
     "let p = pin_new f\npoll_with p w\ndrop t\npoll p\n",
     "5: poll:3.0 woke:1 Pending\n6: drop:1\nfault 7: heap-use-after-free of 1 by 6\n"},
    {"abortable, an exception changes nothing",
     "let f = make abortable(thrower(n=0), after=8)\npoll_unpin f\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 threw:thrower\n3: poll:1.0 panic:thrower\n4: drop:1.0\n"},
    {"abortable, what waits is unlinked",
     "let e = source event\nlet f = wait e abortable(wait, after=2)\nlet p = pin f\npoll p\n"
     "poll p\nsignal e notify\n",
     "4: poll:2.0 Pending\n5: woke drop:2.0 Ready(-1)\n7: drop:1\n"},
    {"abortable, forgotten: one block", "let f = make abortable(yield_n)\nforget f\n", "leaks 1\n"},

    // --- remote
    {"remote, what it makes wakes the handle and comes out of it",
     "let f = make remote(yield_n(n=1, value=7))\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 woke Ready(7)\n4: panic:remote\n"},
    {"remote, ready at once: nobody waits",
     "let f = make remote(yield_n(n=0, value=7))\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 Ready(7)\n"},
    {"remote, its handle dropped",
     "let f = make remote(keeper, drop=2)\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: woke drop:1.0 Ready(-1)\n5: panic:remote\n"},
    {"remote, its handle dropped before the first poll",
     "let f = make remote(keeper, drop=1)\nlet p = box_pin f\npoll p\n", "3: drop:1.0 Ready(-1)\n"},
    {"remote, dropped: the handle goes first, and cancels",
     "let f = make remote(keeper)\nlet p = box_pin f\npoll p\ndrop p\n",
     "3: poll:1.0 woke Pending\n4: woke drop:1.0\n"},
    {"remote, an exception comes out of the handle",
     "let f = make remote(thrower(n=1))\npoll_unpin f\npoll_unpin f\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 drop:1.0 woke threw:thrower\n4: panic:remote\n"},
    {"remote, keeps its task until the end",
     "let t = task\nlet w = waker t\nlet f = make remote(yield_n(n=8))\nlet p = pin_new f\n"
     "poll_with p w\ndrop w\ndrop t\ndrop p\ndrop f\n",
     "5: poll:3.0 woke:1 Pending\n9: woke:1 drop:1 drop:3.0\n"},
    {"remote, lets go of the task before when there is another",
     "let t = task\nlet w = waker t\nlet f = make remote(yield_n(n=8))\nlet p = pin_new f\n"
     "poll_with p w\ndrop w\ndrop t\npoll p\n",
     "5: poll:3.0 woke:1 Pending\n8: poll:3.0 woke drop:1 Pending\n9: woke drop:3.0\n"},
    {"remote, of the same task it keeps the wakers that it has",
     "let t = task\nlet w = hasty_waker t\nlet f = make remote(yield_n(n=8))\n"
     "let p = pin_new f\npoll_with p w\npoll_with p w\npoll_with p w\ndrop p\nforget f\nforget w\n",
     "5: poll:3.0 woke:1 Pending\n6: poll:3.0 woke:1 Pending\n7: poll:3.0 woke:1 Pending\n"
     "11: drop:1\nleaks 1\n"},
    // The second poll registers a clone that never counted, and drops it before the other end
    // hears.
    {"remote, lets go of its own waker before it wakes the handle",
     "let t = task\nlet w = waker t\nlet u = task\nlet v = hasty_waker u\n"
     "let f = make remote(yield_n(n=1))\nlet p = pin_new f\npoll_with p w\npoll_with p v\n",
     "7: poll:5.0 woke:1 Pending\n8: poll:5.0 drop:5.0 drop:3 woke:1\n"
     "fault 8: heap-use-after-free of 3 by 8\n"},
    {"remote, what waits is unlinked",
     "let e = source event\nlet f = wait e remote(wait, drop=2)\nlet p = pin f\npoll p\npoll p\n"
     "signal e notify\n",
     "4: poll:2.0 Pending\n5: woke drop:2.0 Ready(-1)\n7: drop:1\n"},
    {"remote, forgotten: one block", "let f = make remote(yield_n)\nforget f\n", "leaks 1\n"},

    // --- timeout
    {"timeout, its time is over",
     "let f = make timeout(keeper, after=2)\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: woke poll:1.0 woke drop:1.0 Ready(-1)\n5: panic:timeout\n"},
    {"timeout, over at once", "let f = make timeout(keeper, after=1)\nlet p = box_pin f\npoll p\n",
     "3: poll:1.0 woke drop:1.0 Ready(-1)\n"},
    {"timeout, ready in time",
     "let f = make timeout(yield_n(n=0, value=7), after=3)\nlet p = pin f\npoll p\npoll p\n",
     "3: poll:1.0 drop:1.0 Ready(7)\n4: panic:timeout\n"},
    {"timeout, ready at the deadline",
     "let f = make timeout(yield_n(n=1, value=7), after=2)\nlet p = pin f\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: woke poll:1.0 drop:1.0 Ready(7)\n"},
    {"timeout, moved after its first poll: the clock looks where it was",
     "let f = make timeout(yield_n(n=8), after=8)\nlet p = box_pin f\npoll p\nlet g = move_out p\n"
     "poll_unpinned g\n",
     "3: poll:1.0 woke Pending\nfault 5: heap-use-after-free of 1 by 4\n"},
    {"timeout, moved and dropped: nobody looks",
     "let f = make timeout(yield_n(n=8), after=8)\nlet p = box_pin f\npoll p\nlet g = move_out p\n",
     "3: poll:1.0 woke Pending\n5: drop:1.0\n"},
    {"timeout, moved when its time is over: nobody waits",
     "let f = make timeout(yield_n(n=8), after=1)\npoll_unpinned f\nlet g = move f\n"
     "poll_unpinned g\n",
     "2: poll:1.0 woke drop:1.0 Ready(-1)\n4: panic:timeout\n"},
    {"timeout, an exception changes nothing",
     "let f = make timeout(thrower(n=1), after=3)\nlet p = box_pin f\npoll p\npoll p\npoll p\n"
     "poll p\ndrop p\n",
     "3: poll:1.0 woke Pending\n4: poll:1.0 threw:thrower\n5: woke poll:1.0 panic:thrower\n"
     "6: poll:1.0 panic:thrower\n7: drop:1.0\n"},
    {"timeout, assigned to: the old one leaves its clock before that goes",
     "let f = make timeout(yield_n(n=8), after=8)\npoll_unpinned f\n"
     "let g = make timeout(yield_n(n=8), after=8)\nassign f g\npoll_unpinned f\n",
     "2: poll:1.0 woke Pending\n4: drop:1.0\n5: poll:3.0 woke Pending\n6: drop:3.0\n"},
    {"timeout, keeps its task until the end",
     "let t = task\nlet w = waker t\nlet f = make timeout(yield_n(n=8), after=8)\nlet p = pin f\n"
     "poll_with p w\ndrop w\ndrop t\npoll p\n",
     "5: poll:3.0 woke:1 Pending\n8: poll:3.0 woke drop:1 Pending\n9: drop:3.0\n"},
    {"timeout, of the same task it keeps the waker that it has",
     "let t = task\nlet w = hasty_waker t\nlet f = make timeout(yield_n(n=8), after=8)\n"
     "let p = box_pin f\npoll_with p w\npoll_with p w\npoll_with p w\nforget p\nforget w\n",
     "5: poll:3.0 woke:1 Pending\n6: poll:3.0 woke:1 Pending\n7: poll:3.0 woke:1 Pending\n"
     "10: drop:1\nleaks 2\n"},
    {"timeout, what waits is unlinked",
     "let e = source event\nlet f = wait e timeout(wait, after=2)\nlet p = pin f\npoll p\npoll p\n"
     "signal e notify\n",
     "4: poll:2.0 Pending\n5: woke poll:2.0 drop:2.0 Ready(-1)\n7: drop:1\n"},
    {"timeout, stalled, since time passes only when it is polled",
     "let e = source event\nlet f = wait e timeout(wait, after=3)\nlet p = box_pin f\n"
     "block_on p\n",
     "4: poll:2.0 drop:2.0 stalled:block_on\n5: drop:1\n"},
    {"timeout, forgotten: the clock", "let f = make timeout(yield_n)\nforget f\n", "leaks 1\n"},
};

}  // namespace pinprick::harness
