// The library's primitives as sources, and the futures that wait for them: who is woken when, who
// gets what, what a future hands on that is dropped, and what comes of one that moved while it was
// linked. Programs and what is seen of them, worked out by hand from the headers in
// futures/pinprick/sync and time.
#pragma once

namespace pinprick::harness {

struct SyncCase {
  const char* about;
  const char* program;
  const char* seen;
};

inline constexpr SyncCase kSyncCases[] = {
    // Notify.
    {"notify_one wakes the one that has waited longest",
     "let n = source notify\nlet f = wait n\nlet p = pin f\npoll p\nlet g = wait n\nlet q = pin g\n"
     "poll q\nsignal n notify_one\npoll q\npoll p\npoll p\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke\n9: poll:5.0 Pending\n"
     "10: poll:2.0 Ready(0)\n11: poll:2.0 panic:notified\n12: drop:5.0 drop:2.0 drop:1\n"},
    {"where nobody waits one permit is kept",
     "let n = source notify\nsignal n notify_one\nsignal n notify_one\nlet f = wait n\n"
     "poll_unpinned f\nlet g = wait n\npoll_unpinned g\n",
     "5: poll:4.0 Ready(0)\n7: poll:6.0 Pending\n8: drop:6.0 drop:4.0 drop:1\n"},
    {"notify_waiters reaches all that there are, and keeps no permit",
     "let n = source notify\nlet f = wait n\nsignal n notify_waiters\npoll_unpinned f\n"
     "let g = wait n\npoll_unpinned g\nlet h = wait n\npoll_unpinned h\nsignal n notify_waiters\n"
     "poll_unpinned g\n",
     "4: poll:2.0 Ready(0)\n6: poll:5.0 Pending\n8: poll:7.0 Pending\n9: woke woke\n"
     "10: poll:5.0 Ready(0)\n11: drop:7.0 drop:5.0 drop:2.0 drop:1\n"},
    {"one that is dropped passes notify_one on",
     "let n = source notify\nlet f = wait n\nlet p = box_pin f\npoll p\nlet g = wait n\n"
     "let q = box_pin g\npoll q\nsignal n notify_one\ndrop p\npoll q\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke\n9: woke drop:2.0\n10: poll:5.0 Ready(0)\n"
     "11: drop:5.0 drop:1\n"},
    {"... to the permit if nobody waits",
     "let n = source notify\nlet f = wait n\nlet p = box_pin f\npoll p\nsignal n notify_one\n"
     "drop p\nlet g = wait n\npoll_unpinned g\n",
     "4: poll:2.0 Pending\n5: woke\n6: drop:2.0\n8: poll:7.0 Ready(0)\n9: drop:7.0 drop:1\n"},
    {"... but not notify_waiters",
     "let n = source notify\nlet f = wait n\nlet p = box_pin f\npoll p\nsignal n notify_waiters\n"
     "drop p\nlet g = wait n\npoll_unpinned g\n",
     "4: poll:2.0 Pending\n5: woke\n6: drop:2.0\n8: poll:7.0 Pending\n9: drop:7.0 drop:1\n"},
    {"a waker is cloned once for a task, and goes with the wake",
     "let t = task\nlet w = waker t\nlet n = source notify\nlet f = wait n\nlet p = pin f\n"
     "poll_with p w\npoll_with p w\ndrop w\ndrop t\nsignal n notify_one\n",
     "6: poll:4.0 Pending\n7: poll:4.0 Pending\n10: woke:1 drop:1\n11: drop:4.0 drop:3\n"},
    {"one that waits for another task drops the waker of the first",
     "let t = task\nlet w = waker t\nlet n = source notify\nlet f = wait n\nlet p = pin f\n"
     "poll_with p w\ndrop w\ndrop t\npoll p\n",
     "6: poll:4.0 Pending\n9: poll:4.0 drop:1 Pending\n10: drop:4.0 drop:3\n"},
    {"a source is there for as long as somebody waits for it",
     "let n = source notify\nlet f = wait n\npoll_unpinned f\ndrop n\ndrop f\n",
     "3: poll:2.0 Pending\n5: drop:1 drop:2.0\n"},

    // Mutex.
    {"the lock goes to the one that has waited longest",
     "let m = source mutex\nlet f = wait m\npoll_unpinned f\nsignal m try_lock\nlet g = wait m\n"
     "let p = box_pin g\npoll p\nlet h = wait m\nlet q = box_pin h\npoll q\nsignal m unlock\n"
     "signal m try_lock\npoll q\npoll p\npoll q\npoll q\n",
     "3: poll:2.0 Ready(1)\n7: poll:5.0 Pending\n10: poll:8.0 Pending\n11: woke\n"
     "13: poll:8.0 Pending\n14: poll:5.0 woke Ready(2)\n15: poll:8.0 Ready(3)\n"
     "16: poll:8.0 panic:lock\n17: drop:8.0 drop:5.0 drop:2.0 drop:1\n"},
    {"one that was given the lock and is dropped gives it to the next",
     "let m = source mutex\nsignal m try_lock\nlet f = wait m\nlet p = box_pin f\npoll p\n"
     "let g = wait m\nlet q = box_pin g\npoll q\nsignal m unlock\ndrop p\npoll q\n",
     "5: poll:3.0 Pending\n8: poll:6.0 Pending\n9: woke\n10: woke drop:3.0\n11: poll:6.0 Ready(1)\n"
     "12: drop:6.0 drop:1\n"},
    {"one that waits and is dropped leaves the list",
     "let m = source mutex\nsignal m try_lock\nlet f = wait m\nlet p = box_pin f\npoll p\ndrop p\n"
     "signal m unlock\nlet g = wait m\npoll_unpinned g\n",
     "5: poll:3.0 Pending\n6: drop:3.0\n9: poll:8.0 Ready(1)\n10: drop:8.0 drop:1\n"},
    {"a mutex may end while its source has the lock", "let m = source mutex\nsignal m try_lock\n",
     "3: drop:1\n"},
    {"within a join",
     "let m = source mutex\nlet f = wait m join(lock, yield_n(n=1, value=7))\nlet p = pin f\n"
     "signal m try_lock\npoll p\nsignal m unlock\npoll p\n",
     "5: poll:2.0 poll:2.1 woke Pending\n6: woke\n7: poll:2.0 drop:2.0 poll:2.1 drop:2.1 "
     "Ready(1,7)\n8: drop:1\n"},

    // Semaphore.
    {"nobody overtakes the one that wants more than there is",
     "let s = source semaphore(permits=2)\nlet f = wait s acquire(n=3)\nlet p = box_pin f\npoll p\n"
     "let g = wait s\nlet q = box_pin g\npoll q\nsignal s add\nsignal s add\npoll q\npoll p\n"
     "poll p\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke\n9: woke\n10: poll:5.0 Ready(0)\n"
     "11: poll:2.0 Ready(0)\n12: poll:2.0 panic:acquire\n13: drop:5.0 drop:2.0 drop:1\n"},
    {"when the first leaves, there may be enough for the next",
     "let s = source semaphore\nlet f = wait s acquire(n=3)\nlet p = box_pin f\npoll p\n"
     "let g = wait s\nlet q = box_pin g\npoll q\ndrop p\npoll q\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke drop:2.0\n9: poll:5.0 Ready(0)\n"
     "10: drop:5.0 drop:1\n"},
    {"permits that were granted and not fetched come back",
     "let s = source semaphore(permits=0)\nlet f = wait s\nlet p = box_pin f\npoll p\nsignal s "
     "add\n"
     "drop p\nlet g = wait s\npoll_unpinned g\n",
     "4: poll:2.0 Pending\n5: woke\n6: drop:2.0\n8: poll:7.0 Ready(0)\n9: drop:7.0 drop:1\n"},
    {"... and may be taken for good",
     "let s = source semaphore(permits=0)\nlet f = wait s\nlet p = box_pin f\npoll p\nsignal s "
     "add\n"
     "drop p\nsignal s try_acquire\nlet g = wait s\npoll_unpinned g\n",
     "4: poll:2.0 Pending\n5: woke\n6: drop:2.0\n9: poll:8.0 Pending\n10: drop:8.0 drop:1\n"},
    {"closed, it gives nobody anything, not even what was granted",
     "let s = source semaphore(permits=0)\nlet f = wait s\nlet p = box_pin f\npoll p\n"
     "let g = wait s\nlet q = box_pin g\npoll q\nsignal s add\nsignal s close\npoll p\npoll q\n"
     "signal s add\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke\n9: woke\n10: poll:2.0 Ready(-1)\n"
     "11: poll:5.0 Ready(-1)\n13: drop:5.0 drop:2.0 drop:1\n"},

    // Manual-reset event.
    {"who was released stays released",
     "let e = source manual_event\nlet f = wait e\nlet p = box_pin f\npoll p\nsignal e set\n"
     "signal e set\nsignal e reset\npoll p\nlet g = wait e\npoll_unpinned g\n",
     "4: poll:2.0 Pending\n5: woke\n8: poll:2.0 Ready(0)\n10: poll:9.0 Pending\n"
     "11: drop:9.0 drop:2.0 drop:1\n"},
    {"what happens before the first poll passes unnoticed",
     "let e = source manual_event\nlet f = wait e\nsignal e set\nsignal e reset\npoll_unpinned f\n"
     "signal e set\npoll_unpinned f\npoll_unpinned f\n",
     "5: poll:2.0 Pending\n6: woke\n7: poll:2.0 Ready(0)\n8: poll:2.0 panic:event_set\n"
     "9: drop:2.0 drop:1\n"},

    // Cancellation token.
    {"a token is cancelled for good",
     "let t = source token\nlet f = wait t\npoll_unpinned f\nsignal t cancel\npoll_unpinned f\n"
     "signal t cancel\nlet g = wait t\npoll_unpinned g\npoll_unpinned g\n",
     "3: poll:2.0 Pending\n4: woke\n5: poll:2.0 Ready(0)\n8: poll:7.0 Ready(0)\n"
     "9: poll:7.0 panic:cancelled\n10: drop:7.0 drop:2.0 drop:1\n"},
    {"and with it its child",
     "let t = source token(child=1)\nlet f = wait t\npoll_unpinned f\nsignal t cancel\n"
     "poll_unpinned f\nlet g = wait t\npoll_unpinned g\n",
     "3: poll:2.0 Pending\n4: woke\n5: poll:2.0 Ready(0)\n7: poll:6.0 Ready(0)\n"
     "8: drop:6.0 drop:2.0 drop:1\n"},
    {"the flag lies in a block of its own", "let t = source token\nlet f = wait t\nforget f\n",
     "leaks 2\n"},
    {"... and a child's in another", "let t = source token(child=1)\nlet f = wait t\nforget f\n",
     "leaks 3\n"},

    // Timer.
    {"timers fire when their time has come",
     "let c = source timer\nlet f = wait c sleep(n=2)\nlet p = box_pin f\npoll p\nlet g = wait c\n"
     "let q = box_pin g\npoll q\nsignal c tick\npoll p\npoll q\nsignal c leap\npoll p\npoll p\n",
     "4: poll:2.0 Pending\n7: poll:5.0 Pending\n8: woke\n9: poll:2.0 Pending\n"
     "10: poll:5.0 Ready(0)\n11: woke\n12: poll:2.0 Ready(0)\n13: poll:2.0 panic:sleep\n"
     "14: drop:5.0 drop:2.0 drop:1\n"},
    {"time counts from when they were made",
     "let c = source timer\nlet f = wait c sleep(n=3)\nlet g = wait c sleep(n=5)\nsignal c leap\n"
     "poll_unpinned f\npoll_unpinned g\nlet h = wait c sleep(n=0)\npoll_unpinned h\n",
     "5: poll:2.0 Ready(0)\n6: poll:3.0 Pending\n8: poll:7.0 Ready(0)\n"
     "9: drop:7.0 drop:3.0 drop:2.0 drop:1\n"},
    {"of one time, the one polled first is woken first",
     "let t = task\nlet w = waker t\nlet c = source timer\nlet a = wait c\nlet p = box_pin a\n"
     "let b = wait c\nlet q = box_pin b\npoll q\npoll_with p w\nsignal c tick\n",
     "8: poll:6.0 Pending\n9: poll:4.0 Pending\n10: woke woke:1\n"
     "11: drop:6.0 drop:4.0 drop:3 drop:1\n"},
    {"the earliest first, whoever began to wait first",
     "let t = task\nlet w = waker t\nlet c = source timer\nlet a = wait c sleep(n=3)\n"
     "let p = box_pin a\nlet b = wait c sleep(n=2)\nlet q = box_pin b\npoll_with p w\npoll q\n"
     "let d = wait c\nlet r = box_pin d\npoll r\ndrop r\nsignal c leap\n",
     "8: poll:4.0 Pending\n9: poll:6.0 Pending\n12: poll:10.0 Pending\n13: drop:10.0\n"
     "14: woke woke:1\n15: drop:6.0 drop:4.0 drop:3 drop:1\n"},

    // Misuse: what is linked has moved.
    {"a notified moved",
     "let n = source notify\nlet f = wait n\npoll_unpinned f\nlet f = move f\nsignal n "
     "notify_one\n",
     "3: poll:2.0 Pending\nfault 5: use-after-poison of 2 by 4\n"},
    {"a lock moved",
     "let m = source mutex\nsignal m try_lock\nlet f = wait m\npoll_unpinned f\nlet b = box f\n"
     "signal m unlock\n",
     "4: poll:3.0 Pending\nfault 6: use-after-poison of 3 by 5\n"},
    {"an acquire out of its box",
     "let s = source semaphore(permits=0)\nlet f = wait s\nlet p = box_pin f\npoll p\n"
     "let g = move_out p\nsignal s add\n",
     "4: poll:2.0 Pending\nfault 6: heap-use-after-free of 2 by 5\n"},
    {"an event_set forgotten in its scope",
     "let e = source manual_event\n{\nlet f = wait e\npoll_unpinned f\nforget f\n}\nsignal e set\n",
     "4: poll:3.0 Pending\nfault 7: use-after-poison of 3 by 5\n"},
    {"a cancelled overwritten",
     "let t = source token\nlet f = wait t\nlet p = pin f\npoll p\nlet g = wait t\noverwrite p g\n"
     "signal t cancel\n",
     "4: poll:2.0 Pending\nfault 7: use-after-poison of 2 by 6\n"},
    {"a sleep moved",
     "let c = source timer\nlet f = wait c\npoll_unpinned f\nlet f = move f\nsignal c tick\n",
     "3: poll:2.0 Pending\nfault 5: use-after-poison of 2 by 4\n"},
    {"the neighbour comes upon it",
     "let n = source notify\nlet f = wait n\npoll_unpinned f\nlet g = wait n\nlet q = box_pin g\n"
     "poll q\nlet f = move f\ndrop q\n",
     "3: poll:2.0 Pending\n6: poll:4.0 Pending\nfault 8: use-after-poison of 2 by 7\n"},
    {"... and who comes next",
     "let n = source notify\nlet f = wait n\npoll_unpinned f\nlet f = move f\nlet g = wait n\n"
     "poll_unpinned g\n",
     "3: poll:2.0 Pending\n6: poll:5.0\nfault 6: use-after-poison of 2 by 4\n"},
    {"one that moved unlinks itself all the same",
     "let n = source notify\nlet f = wait n\npoll_unpinned f\nlet f = move f\ndrop f\n"
     "signal n notify_one\nlet g = wait n\npoll_unpinned g\n",
     "3: poll:2.0 Pending\n5: drop:2.0\n8: poll:7.0 Ready(0)\n9: drop:7.0 drop:1\n"},
    // The argument of `set` has left its place when the old value passes the notification on to it.
    {"a notification meets one that is on its way",
     "let n = source notify\nlet a = wait n\nlet p = box_pin a\npoll p\nlet b = wait n\n"
     "poll_unpinned b\nsignal n notify_one\nset p b\n",
     "4: poll:2.0 Pending\n6: poll:5.0 Pending\n7: woke\n"
     "fault 8: undefined-behavior of nobody\n"},
};

}  // namespace pinprick::harness
