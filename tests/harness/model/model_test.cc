// What the contract says of small programs: a program goes in as text, the whole prediction comes
// out as text. The expected texts were worked out by hand from the rules.
//
// A prediction reads:
//     manifest move@5                                   class, rule, and the line that breaks it
//     fault@6 heap-use-after-free of 1 by 5             where, what, whose home, vacated by which
//     line 4: leaf 0 of future 0 polled                      the trace, with the line of each event
//     leaks 1                                           blocks never freed, when there are any
// Lines are operations counted from 1, the end of a program is the line after its last; futures in
// the trace go by the number of their value, from 0.
#include "harness/model/model.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

std::string to_text(const Prediction& prediction) {
  std::string text(name(prediction.program_class));
  if (prediction.rule.has_value()) {
    absl::StrAppend(&text, " ", spec(*prediction.rule).name, "@", prediction.rule_op + 1);
  }
  text += "\n";
  if (prediction.fault.has_value()) {
    const PredictedFault& fault = *prediction.fault;
    absl::StrAppend(&text, "fault@", fault.op + 1, " ", name(fault.fault), " of ", fault.owner + 1,
                    " by ", fault.vacated_by + 1, "\n");
  }
  for (const Event& event : prediction.trace) {
    absl::StrAppend(&text, event.op + 1, ": ", harness::to_text(event), "\n");
  }
  if (!prediction.fault.has_value() && prediction.leaked_blocks > 0) {
    absl::StrAppend(&text, "leaks ", prediction.leaked_blocks, "\n");
  }
  return text;
}

std::string predicted(const std::string& text, std::optional<Rule> forgotten = std::nullopt) {
  absl::StatusOr<Script> script = parse(text, "program");
  if (!script.ok()) return std::string(script.status().message());
  return to_text(Model(forgotten).predict(script->program));
}

struct Case {
  const char* about;
  const char* program;
  const char* expected;
};

constexpr Case kCases[] = {
    {"nothing happens", "", "safe\n"},

    // What each kind does.
    {"ready", R"(let f = make ready(value=3)
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: Ready(3)
3: leaf 0 of future 0 polled
3: panic: ready polled after Ready
4: leaf 0 of future 0 dropped
)"},
    {"yield_n wakes for each Pending", R"(let f = make yield_n(n=2, value=5)
poll_unpin f
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: Ready(5)
5: leaf 0 of future 0 dropped
)"},
    {"pending wakes nobody", R"(let f = make pending
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: Pending
3: leaf 0 of future 0 dropped
)"},
    {"example goes through four states", R"(let f = make example(len=2, first=10)
let p = pin f
poll p
poll p
poll p
poll p
)",
     R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
5: Ready(31)
6: leaf 0 of future 0 polled
6: panic: example polled after Ready
7: leaf 0 of future 0 dropped
)"},
    {"the bytes of an example wrap", R"(let f = make example(len=2, first=255)
block_on f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: Ready(510)
)"},
    {"map drops its child when it is ready, and names itself", R"(let f = make map(ready, add=4)
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: Ready(5)
3: panic: map polled after Ready
)"},
    {"then makes its second future in the same poll",
     R"(let f = make then(yield_n(n=0, value=2), yield_n(n=0, value=3))
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: leaf 1 of future 0 polled
2: leaf 1 of future 0 dropped
2: Ready(5)
)"},
    {"join polls both, the ready one no more, and drops each at once",
     R"(let f = make join(yield_n(n=0, value=7), yield_n(n=1, value=8))
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: leaf 1 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 1 of future 0 polled
3: leaf 1 of future 0 dropped
3: Ready(7, 8)
)"},
    {"a join that is dropped destroys the first child first",
     R"(let f = make join(yield_n, yield_n)
)",
     R"(safe
2: leaf 0 of future 0 dropped
2: leaf 1 of future 0 dropped
)"},
    {"a then that has not got so far has no second child to destroy",
     R"(let f = make then(yield_n, yield_n)
)",
     R"(safe
2: leaf 0 of future 0 dropped
)"},

    // block_on.
    {"block_on destroys the future before it answers", R"(let f = make yield_n(n=1, value=6)
block_on f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: Ready(6)
)"},
    {"block_on stalls where nobody wakes", R"(let f = make map(pending)
let p = box_pin f
let d = erase p
block_on d
)",
     R"(safe
4: leaf 0 of future 0 polled
4: leaf 0 of future 0 dropped
4: panic: block_on stalled
)"},

    // Who is dropped, when.
    {"the last made is dropped first", R"(let a = make ready
let b = make ready
let t = task
)",
     R"(safe
4: task 2 dropped
4: leaf 0 of future 1 dropped
4: leaf 0 of future 0 dropped
)"},
    {"a scope drops what was made in it", R"(let a = make ready
{
let b = make ready
}
drop a
)",
     R"(safe
4: leaf 0 of future 2 dropped
5: leaf 0 of future 0 dropped
)"},
    {"a moved value is dropped where it went", R"({
let a = make ready
let b = make ready
let a = move a
}
)",
     R"(safe
5: leaf 0 of future 1 dropped
5: leaf 0 of future 2 dropped
)"},
    {"a local outlives the pin that was moved into a scope", R"(let f = make ready
let p = pin f
{
let q = move p
}
)",
     R"(safe
6: leaf 0 of future 0 dropped
)"},
    {"a vector drops its elements from the first", R"(let a = make ready
let v = vec a
let b = make ready
push v b
drop v
)",
     R"(safe
5: leaf 0 of future 0 dropped
5: leaf 0 of future 2 dropped
)"},

    // Leaks.
    {"a forgotten pinned box is one block", R"(let f = make keeper
let p = box_pin f
poll p
forget p
)",
     R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
leaks 1
)"},
    {"a forgotten erased box is two blocks", R"(let f = make example
let p = box_pin f
let d = erase p
forget d
)",
     "safe\nleaks 2\n"},
    {"a forgotten local leaks nothing from the heap", R"(let f = make example
forget f
)",
     "safe\n"},
    {"a forgotten waker keeps its task", R"(let t = task
let w = waker t
drop t
forget w
)",
     "safe\nleaks 1\n"},

    // Moves of what is not pinned, or not bound to its place.
    {"before-pin: every move is free", R"(let f = make example(len=1)
let f = move f
let b = box f
let f = unbox b
let f = relocate f
block_on f
)",
     R"(obeying
6: leaf 0 of future 0 polled
6: leaf 0 of future 0 polled
6: leaf 0 of future 0 polled
6: leaf 0 of future 0 dropped
6: Ready(2)
)"},
    {"pointer: the box moves, its content stays", R"(let f = make example
let p = box_pin f
poll p
let p = move p
poll p
)",
     R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
5: leaf 0 of future 0 polled
5: the program's task woken
5: Pending
6: leaf 0 of future 0 dropped
)"},
    {"set: the old one dies in place, the new one lives there", R"(let f = make keeper
let p = box_pin f
poll p
let g = make keeper
set p g
poll p
)",
     R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
5: leaf 0 of future 0 dropped
6: leaf 0 of future 3 polled
6: the program's task woken
6: Pending
7: leaf 0 of future 3 dropped
)"},
    {"unpin: unsafe operations break nothing", R"(let f = make yield_n
let p = pin f
let g = move_out p
)",
     R"(obeying
4: leaf 0 of future 0 dropped
)"},

    // move.
    {"the article's example", R"(let f = make example(len=8)
let b = box f
let p = pin_unchecked b
poll p
let g = move_out p
poll_unpinned g
)",
     R"(manifest move@5
fault@6 heap-use-after-free of 1 by 5
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
6: leaf 0 of future 0 polled
)"},
    {"out of a local there is no block to free", R"(let f = make example
let p = pin f
poll p
let g = move_out p
poll_unpinned g
)",
     R"(manifest move@4
fault@5 use-after-poison of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
5: leaf 0 of future 0 polled
)"},
    {"moved before the first poll: latent", R"(let f = make example
let p = box_pin f
let g = move_out p
drop g
)",
     R"(latent move@3
4: leaf 0 of future 0 dropped
)"},
    {"a keeper reads in its destructor at the end of the program", R"(let f = make keeper
let p = box_pin f
poll p
let g = move_out p
)",
     R"(manifest move@4
fault@5 heap-use-after-free of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
)"},
    {"an example lets go of its reference when it is done", R"(let f = make example(len=1)
let p = pin f
poll p
poll p
poll p
let g = move_out p
drop g
)",
     R"(latent move@6
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
5: Ready(2)
7: leaf 0 of future 0 dropped
)"},
    {"moved twice: the home that was first left is the one that is read", R"(let f = make example
let p = pin f
poll p
let g = move_out p
let h = move g
poll_unpinned h
)",
     R"(manifest move@4
fault@6 use-after-poison of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
6: leaf 0 of future 0 polled
)"},
    {"swapped back is not back", R"(let a = make keeper
let b = make keeper
let p = box_pin a
let q = box_pin b
poll p
swap_unchecked p q
swap_unchecked p q
drop p
)",
     R"(manifest move@6
fault@8 heap-use-after-free of 1 by 6
5: leaf 0 of future 0 polled
5: the program's task woken
5: Pending
)"},
    {"replace gives the misused one, and pins the new one", R"(let a = make keeper
let b = make keeper
let p = pin a
poll p
let old = replace_unchecked p b
forget old
)",
     // What was pinned is now a local that is forgotten, but the first rule broken is the one
     // named.
     R"(latent move@5
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
7: leaf 0 of future 1 dropped
)"},
    {"a join reads through the child that points into it",
     R"(let f = make join(yield_n(n=8), example)
let p = pin f
poll p
let g = move_out p
poll_unpinned g
)",
     R"(manifest move@4
fault@5 use-after-poison of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: leaf 1 of future 0 polled
3: the program's task woken
3: Pending
5: leaf 0 of future 0 polled
5: the program's task woken
5: leaf 1 of future 0 polled
)"},

    // outlive.
    {"a single unchecked poll pins for good", R"(let f = make keeper
poll_unpinned f
let g = move f
drop g
)",
     R"(manifest outlive@3
fault@4 use-after-poison of 1 by 3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
)"},
    {"boxed after its pin was dropped: the stale place is the local's", R"(let f = make example
let p = pin_unchecked f
poll p
drop p
let b = box f
let q = into_pin b
poll q
)",
     R"(manifest outlive@5
fault@7 use-after-poison of 1 by 5
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
7: leaf 0 of future 0 polled
)"},
    {"block_on moves what it takes", R"(let f = make example
poll_unpinned f
block_on f
)",
     R"(manifest outlive@3
fault@3 use-after-poison of 1 by 3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
)"},

    // drop.
    {"a pinned local is forgotten", R"(let f = make keeper
poll_unpinned f
forget f
)",
     R"(latent drop@3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
)"},

    // take.
    {"growth moves a pinned element and frees its buffer", R"(let f = make example
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = make example
push v g
let p = pin_element_unchecked v 0
poll p
)",
     R"(manifest take@6
fault@8 heap-use-after-free of 1 by 6
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
8: leaf 0 of future 0 polled
)"},
    {"pop leaves the buffer alive", R"(let f = make keeper
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = pop v
drop g
)",
     R"(manifest take@5
fault@6 use-after-poison of 1 by 5
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
)"},
    {"the buffer is freed later: the same place, another class", R"(let f = make keeper
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = pop v
drop v
drop g
)",
     R"(manifest take@5
fault@7 heap-use-after-free of 1 by 5
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
)"},
    {"a popped place is not filled again, so the next push moves all", R"(let f = make ready
let v = vec f
let g = make ready
push v g
let p = pin_element_unchecked v 0
let g = pop v
push v g
)",
     R"(obeying
8: leaf 0 of future 0 dropped
8: leaf 0 of future 2 dropped
)"},
    {"the same with a pinned keeper", R"(let f = make keeper
let v = vec f
let g = make keeper
push v g
let p = pin_element_unchecked v 0
poll p
let g = pop v
push v g
)",
     R"(manifest take@8
fault@9 heap-use-after-free of 1 by 8
6: leaf 0 of future 0 polled
6: the program's task woken
6: Pending
)"},

    // false-unpin.
    {"a liar moved by safe operations", R"(let f = make liar
poll_unpin f
let g = move f
poll_unpin g
)",
     R"(manifest false-unpin@3
fault@4 use-after-poison of 1 by 3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 polled
)"},
    {"a liar moved before it starts and when it is done", R"(let f = make liar(len=1)
let g = move f
poll_unpin g
poll_unpin g
poll_unpin g
let h = move g
)",
     R"(obeying
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
5: Ready(2)
7: leaf 0 of future 0 dropped
)"},
    {"a liar has nothing to read in its destructor", R"(let f = make liar
poll_unpin f
let g = move f
)",
     R"(latent false-unpin@3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 dropped
)"},

    // waker.
    {"wakers count", R"(let t = task
let w = waker t
let v = clone w
drop t
wake w
wake_by_ref v
drop v
)",
     R"(safe
5: task 0 woken
6: task 0 woken
7: task 0 dropped
)"},
    {"a raw waker does not", R"(let t = task
let w = raw_waker t
wake_by_ref w
drop t
wake w
)",
     R"(manifest waker@4
fault@5 heap-use-after-free of 1 by 4
3: task 0 woken
4: task 0 dropped
)"},
    {"a clone of a raw waker is raw", R"(let t = task
let w = raw_waker t
let v = clone w
drop w
drop t
drop v
)",
     R"(latent waker@5
5: task 0 dropped
)"},
    {"the rule is broken by whoever drops the last one that counts", R"(let t = task
let w = waker t
let v = raw_waker t
drop t
wake w
wake v
)",
     R"(manifest waker@5
fault@6 heap-use-after-free of 1 by 5
5: task 0 woken
5: task 0 dropped
)"},
    {"dropped in time", R"(let t = task
let w = raw_waker t
)",
     R"(obeying
3: task 0 dropped
)"},

    // Types that break a rule by themselves.
    {"a closure that is moved takes its pinned capture along", R"(let f = make captured(example)
poll_unpin f
let g = move f
poll_unpin g
)",
     R"(manifest capture@3
fault@4 use-after-poison of 1 by 3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 polled
)"},
    {"a closure keeps a future that is done, and the future panics",
     R"(let f = make captured(yield_n(n=0, value=3))
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: Ready(3)
3: leaf 0 of future 0 polled
3: panic: yield_n polled after Ready
4: leaf 0 of future 0 dropped
)"},
    {"a closure that is moved before it was called", R"(let f = make captured(keeper)
let g = move f
)",
     R"(obeying
3: leaf 0 of future 0 dropped
)"},
    {"for a capture that is Unpin the closure says the truth", R"(let f = make captured(yield_n)
poll_unpin f
let g = move f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 dropped
)"},
    {"a liar in a closure is to blame itself", R"(let f = make captured(liar)
poll_unpin f
let g = move f
)",
     R"(latent false-unpin@3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 dropped
)"},
    {"a closure that is forgotten owes its pinned capture a destructor",
     R"(let f = make captured(example)
poll_unpin f
forget f
)",
     R"(latent drop@3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
)"},
    {"a closure that captured a Pin moves freely, and leaks its box when it is forgotten",
     R"(let f = make captured_pin(example)
poll_unpin f
let g = move f
poll_unpin g
let b = box g
forget b
)",
     R"(safe
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
leaks 2
)"},
    {"a liar stays in the box of its closure", R"(let f = make captured_pin(liar)
poll_unpin f
let g = move f
drop g
)",
     R"(obeying
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 dropped
)"},
    {"a wrapper that only assumes to be Unpin", R"(let f = make assume_unpin(keeper)
let p = box_pin f
poll p
let b = into_inner p
let g = unbox b
drop g
)",
     R"(manifest structural-unpin@5
fault@6 heap-use-after-free of 1 by 5
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
)"},
    {"the destruction of a packed struct moves its field", R"(let f = make packed(keeper)
let p = box_pin f
poll p
drop p
)",
     R"(manifest packed@4
fault@4 use-after-poison of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
)"},
    {"moved by the program first, and by its destruction then", R"(let f = make packed(keeper)
let p = box_pin f
poll p
let g = move_out p
drop g
)",
     R"(manifest move@4
fault@5 heap-use-after-free of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
)"},
    {"a packed field that was pinned but not polled", R"(let f = make packed(example)
let p = pin f
)",
     R"(latent packed@3
3: leaf 0 of future 0 dropped
)"},
    {"a packed field that was never pinned", R"(let f = make packed(example)
)",
     R"(obeying
2: leaf 0 of future 0 dropped
)"},
    {"a packed liar points into itself when it is moved out", R"(let f = make packed(liar)
poll_unpin f
)",
     R"(latent false-unpin@3
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 dropped
)"},
    {"a misaligned field is no field to point at", R"(let f = make misaligned(yield_n)
let b = box f
poll_unpin b
)",
     R"(manifest packed@3
fault@3 undefined-behavior of 1 by 1
)"},
    {"a destructor that moves a pinned field", R"(let f = make shuffler(keeper)
{
let p = pin f
poll p
}
)",
     R"(manifest pinned-drop@5
fault@5 heap-use-after-free of 1 by 5
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
)"},
    {"a destructor that never runs leaks two boxes", R"(let f = make shuffler(keeper)
let p = box_pin f
forget p
)",
     R"(obeying
leaks 2
)"},
    {"two faces: pinned twice, then moved", R"(let f = make two_faced(example)
let p = box_pin f
poll p
poll p
poll p
)",
     R"(manifest projection@4
fault@5 heap-use-after-free of 1 by 4
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
)"},
    {"the second face moves the child once", R"(let f = make two_faced(yield_n(n=3))
let p = box_pin f
poll p
poll p
poll p
forget p
)",
     R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
5: the program's task woken
5: Pending
leaks 2
)"},
    {"a poll that panics is no answer", R"(let f = make two_faced(yield_n(n=0))
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: Ready(1)
3: leaf 0 of future 0 polled
3: panic: yield_n polled after Ready
4: leaf 0 of future 0 dropped
)"},
    {"a pinned child is taken out of its option when it is done",
     R"(let f = make taker(keeper(len=1))
let p = box_pin f
poll p
poll p
poll p
)",
     R"(manifest take@5
fault@5 use-after-poison of 1 by 5
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 polled
)"},
    {"a child that is Unpin is taken, and the taker is done", R"(let f = make taker(yield_n(n=0))
poll_unpin f
poll_unpin f
)",
     R"(safe
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: Ready(1)
3: panic: taker polled after Ready
)"},
    {"a liar that is taken has nothing to hide: it let go when it was done",
     R"(let f = make taker(liar(len=1))
poll_unpin f
poll_unpin f
poll_unpin f
)",
     R"(obeying
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: leaf 0 of future 0 dropped
4: Ready(2)
)"},
    {"a two-faced future may itself be moved before it is pinned",
     R"(let f = make two_faced(keeper)
let b = box f
let g = unbox b
)",
     R"(obeying
4: leaf 0 of future 0 dropped
)"},

    // The first rule broken is the one that is named.
    {"two rules", R"(let t = task
let w = raw_waker t
drop t
let f = make example
poll_unpinned f
let g = move f
poll_unpinned g
)",
     R"(manifest waker@3
fault@7 use-after-poison of 4 by 6
3: task 0 dropped
5: leaf 0 of future 3 polled
5: the program's task woken
5: Pending
7: leaf 0 of future 3 polled
)"},
};

TEST(Model, SaysWhatTheContractSays) {
  for (const Case& each : kCases) {
    EXPECT_EQ(predicted(each.program), each.expected) << each.about << "\n" << each.program;
  }
}

// One model for many programs keeps nothing of those before.
TEST(Model, IsUsedAgain) {
  Model model;
  for (int round = 0; round < 2; ++round) {
    for (const Case& each : kCases) {
      absl::StatusOr<Script> script = parse(each.program, "program");
      ASSERT_TRUE(script.ok()) << script.status();
      EXPECT_EQ(to_text(model.predict(script->program)), each.expected);
    }
  }
}

// Whether the program broke the rule, or a type whose claim is false; and then whose.
TEST(Model, TellsALieFromAMisuse) {
  const auto liar = [](const std::string& text) {
    const Prediction prediction = Model().predict(parse(text, "program")->program);
    EXPECT_TRUE(prediction.rule.has_value()) << text;
    return prediction.liar;
  };
  constexpr ValueId kProgram = kNoValue;
  // The program moves what it has pinned itself, releases a pinned place, or uses a dead waker.
  EXPECT_EQ(liar("let f = make example\nlet p = box_pin f\nlet g = move_out p\n"), kProgram);
  EXPECT_EQ(liar("let f = make example\npoll_unpinned f\nlet g = move f\n"), kProgram);
  EXPECT_EQ(liar("let f = make captured(example)\nlet p = pin f\npoll p\nskip_drop p\n"), kProgram);
  // Moving what claims to be Unpin is nobody's fault but the type's.
  EXPECT_EQ(liar("let a = make ready\nlet f = make liar\npoll_unpin f\nlet g = move f\n"), 1);
  EXPECT_EQ(liar("let f = make join(yield_n, liar)\npoll_unpin f\nlet g = move f\n"), 0);
  EXPECT_EQ(liar("let f = make captured(example)\npoll_unpin f\nlet g = move f\n"), 0);
  EXPECT_EQ(liar("let f = make assume_unpin(example)\npoll_unpin f\nlet g = move f\n"), 0);
  // Nor is what a type does to its own child, or in its destructor.
  EXPECT_EQ(liar("let f = make taker(keeper(len=1))\nlet p = box_pin f\npoll p\npoll p\npoll p\n"),
            0);
  EXPECT_EQ(liar("let f = make shuffler(example)\nlet p = box_pin f\npoll p\ndrop p\n"), 0);
  EXPECT_EQ(
      liar("let e = source event\nlet f = wait_careless e\nlet p = box_pin f\npoll p\ndrop p\n"),
      1);
}

// Each planted fault of the model changes an answer, and only where its rule has a say.

constexpr const char* kMovedBeforePin = R"(let f = make example(len=1)
let p = box_pin f
poll p
poll p
)";

TEST(Forgotten, BeforePin) {
  EXPECT_EQ(predicted(kMovedBeforePin), R"(safe
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: the program's task woken
4: Pending
5: leaf 0 of future 0 dropped
)");
  EXPECT_EQ(predicted(kMovedBeforePin, Rule::kBeforePin), R"(manifest
fault@4 use-after-poison of 1 by 2
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
)");
}

TEST(Forgotten, BeforePinLeavesOthersAlone) {
  constexpr const char* kYield = "let f = make yield_n\nlet b = box f\npoll_unpin b\n";
  EXPECT_EQ(predicted(kYield, Rule::kBeforePin), predicted(kYield));
}

constexpr const char* kSetOverReady = R"(let f = make ready
let p = pin f
let g = make ready
set p g
)";

TEST(Forgotten, Set) {
  EXPECT_EQ(predicted(kSetOverReady), R"(safe
4: leaf 0 of future 0 dropped
5: leaf 0 of future 2 dropped
)");
  EXPECT_EQ(predicted(kSetOverReady, Rule::kSet), R"(safe
5: leaf 0 of future 2 dropped
)");
}

TEST(Forgotten, SetLeavesOthersAlone) {
  EXPECT_EQ(predicted(kMovedBeforePin, Rule::kSet), predicted(kMovedBeforePin));
}

}  // namespace
}  // namespace pinprick::harness
