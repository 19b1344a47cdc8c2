// Every road to a poll leads to the same future, and what is left at the end is counted: traces of
// programs that use each pin and each owner. (What each kind of future does is in run_test.cc.) The
// expected texts were worked out by hand.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct TraceCase {
  const char* about;
  const char* program;
  const char* expected;
};

constexpr TraceCase kTraceCases[] = {
    // Roads to a poll: each polls the same future.
    {"through every pin",
     "let f = make yield_n(n=8)\npoll_unpin f\npoll_unpinned f\nlet p = pin_new f\npoll p\n"
     "let q = pin_unchecked f\npoll q\nlet l = pin f\npoll l\n",
     "2: poll:1.0 woke Pending\n3: poll:1.0 woke Pending\n5: poll:1.0 woke Pending\n"
     "7: poll:1.0 woke Pending\n9: poll:1.0 woke Pending\n10: drop:1.0\n"},
    {"through every box",
     "let f = make yield_n(n=8)\nlet b = box f\npoll_unpin b\npoll_unpinned b\nlet p = pin_new b\n"
     "poll p\nlet b = into_inner p\nlet p = into_pin b\npoll p\nlet b = into_inner_unchecked p\n"
     "let p = pin_unchecked b\npoll p\nlet d = erase p\npoll d\nblock_on d\n",
     "3: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n6: poll:1.0 woke Pending\n"
     "9: poll:1.0 woke Pending\n12: poll:1.0 woke Pending\n14: poll:1.0 woke Pending\n"
     "15: poll:1.0 poll:1.0 poll:1.0 drop:1.0 Ready(1)\n"},
    {"through an element",
     "let f = make example\nlet v = vec f\nlet g = make example\npush v g\n"
     "let p = pin_element_unchecked v 1\npoll p\n",
     "6: poll:3.0 woke Pending\n7: drop:1.0 drop:3.0\n"},
    {"block_on of each owner",
     "let f = make yield_n(n=1, value=4)\nblock_on f\nlet f = make yield_n(n=1, value=5)\n"
     "let p = box_pin f\nblock_on p\nlet f = make pending\nlet p = box_pin f\nlet d = erase p\n"
     "block_on d\n",
     "2: poll:1.0 poll:1.0 drop:1.0 Ready(4)\n5: poll:3.0 poll:3.0 drop:3.0 Ready(5)\n"
     "9: poll:6.0 drop:6.0 stalled:block_on\n"},
    // Boxed futures are polled by block_on itself, so the join's answer needs both of them.
    {"block_on a join",
     "let f = make join(yield_n(n=1, value=4), keeper(len=1, first=3))\nblock_on f\n",
     "2: poll:1.0 poll:1.1 poll:1.0 drop:1.0 poll:1.1 poll:1.1 drop:1.1 Ready(4,6)\n"},

    // What goes where, when values change places.
    {"swap exchanges the futures",
     "let a = make ready(value=1)\nlet b = make ready(value=2)\nlet c = box b\nswap a c\n"
     "poll_unpin a\npoll_unpin c\n",
     "5: poll:2.0 Ready(2)\n6: poll:1.0 Ready(1)\n7: drop:1.0 drop:2.0\n"},
    {"replace_unchecked through a local pin",
     "let a = make example\nlet p = pin a\nlet b = make example\nlet c = replace_unchecked p b\n"
     "poll p\n",
     "5: poll:3.0 woke Pending\n6: drop:1.0 drop:3.0\n"},

    // Leaks.
    {"forgotten local", "let f = make keeper\nforget f\n", ""},
    {"forgotten box", "let f = make keeper\nlet b = box f\nforget b\n", "leaks 1\n"},
    {"forgotten pinned box", "let f = make keeper\nlet b = box_pin f\npoll b\nforget b\n",
     "3: poll:1.0 woke Pending\nleaks 1\n"},
    {"forgotten erased future",
     "let f = make keeper\nlet b = box_pin f\nlet d = erase b\nforget d\n", "leaks 2\n"},
    {"forgotten vector",
     "let f = make ready\nlet v = vec f\nlet g = make ready\npush v g\nforget v\n", "leaks 1\n"},
    {"forgotten waker", "let t = task\nlet w = waker t\ndrop t\nforget w\n", "leaks 1\n"},
    {"forgotten raw waker", "let t = task\nlet w = raw_waker t\nforget w\n", "4: drop:1\n"},
    {"all of them",
     "let a = make ready\nlet a = box a\nforget a\nlet b = make ready\nlet b = box_pin b\nforget "
     "b\n"
     "let c = make ready\nlet c = vec c\nforget c\n",
     "leaks 3\n"},
    {"a panic's exception is no leak",
     "let f = make ready\npoll_unpin f\npoll_unpin f\npoll_unpin f\ndrop f\n",
     "2: poll:1.0 Ready(1)\n3: poll:1.0 panic:ready\n4: poll:1.0 panic:ready\n5: drop:1.0\n"},
};

class Traces : public testing::TestWithParam<TraceCase> {};

TEST_P(Traces, AsWorkedOutByHand) {
  EXPECT_EQ(observed(GetParam().program), GetParam().expected) << GetParam().program;
}

// gtest prints the raw bytes of what it does not know.
void PrintTo(const TraceCase& each, std::ostream* out) { *out << each.about; }

INSTANTIATE_TEST_SUITE_P(All, Traces, testing::ValuesIn(kTraceCases));

// One interpreter keeps nothing from one program to the next: neither order nor company matter.
TEST(Traces, OneInterpreterForAll) {
  Interpreter interpreter;
  for (int round = 0; round < 3; ++round) {
    for (const TraceCase& each : kTraceCases)
      EXPECT_EQ(observed(interpreter, each.program), each.expected);
    for (auto it = std::rbegin(kTraceCases); it != std::rend(kTraceCases); ++it) {
      EXPECT_EQ(observed(interpreter, it->program), it->expected) << it->about;
    }
  }
}

// Two interpreters may take turns.
TEST(Traces, TwoInterpretersTakeTurns) {
  Interpreter first;
  Interpreter second;
  for (const TraceCase& each : kTraceCases) {
    EXPECT_EQ(observed(first, each.program), each.expected);
    EXPECT_EQ(observed(second, each.program), each.expected);
  }
}

}  // namespace
}  // namespace pinprick::harness
