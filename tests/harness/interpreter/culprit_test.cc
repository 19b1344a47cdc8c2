// Faults whose culprit is not the nearest suspect: the block was freed by somebody else than who
// moved the value out, the last owner of a task was another, the pin was only borrowed.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct Case {
  const char* about;
  const char* program;
  const char* fault;
};

constexpr Case kCases[] = {
    {"a pop moved it, a later push freed the buffer",
     "let f = make example\nlet v = vec f\nlet p = pin_element_unchecked v 0\npoll p\nlet g = pop "
     "v\n"
     "let h = make example\npush v h\npoll_unpinned g\n",
     "fault 8: heap-use-after-free of 1 by 5\n"},
    {"swapped through borrowed pins",
     "let f = make example\nlet g = make example\nlet p = pin_unchecked f\nlet q = pin_unchecked "
     "g\n"
     "poll p\nswap_unchecked p q\npoll q\n",
     "fault 7: use-after-poison of 1 by 6\n"},
    {"swapped by safe calls through borrowed pins of liars",
     "let f = make liar\nlet g = make liar\nlet p = pin_new f\nlet q = pin_new g\npoll p\nswap p "
     "q\n"
     "poll q\n",
     "fault 7: use-after-poison of 1 by 6\n"},
    {"replaced through a borrowed pin",
     "let f = make example\nlet p = pin_unchecked f\npoll p\nlet g = make example\n"
     "let h = replace_unchecked p g\npoll_unpinned h\n",
     "fault 6: use-after-poison of 1 by 5\n"},
    {"a local and a pinned box swapped",
     "let f = make example\nlet p = box_pin f\nlet g = make example\nlet q = pin g\npoll p\n"
     "swap_unchecked q p\npoll q\n",
     "fault 7: heap-use-after-free of 1 by 6\n"},
    {"replaced by a safe call, a liar in a pinned box",
     "let f = make liar\nlet p = box_pin f\npoll p\nlet g = make liar\nlet h = replace p g\n"
     "poll_unpin h\n",
     "fault 6: heap-use-after-free of 1 by 5\n"},
    {"many moves, and the first home is the one that is read",
     "let f = make example\nlet p = box_pin f\npoll p\nlet g = move_out p\nlet h = move g\n"
     "let i = box h\nlet j = unbox i\npoll_unpinned j\n",
     "fault 8: heap-use-after-free of 1 by 4\n"},
    {"pinned anew, the reference is the old one",
     "let f = make example\nlet p = box_pin f\npoll p\nlet g = move_out p\nlet q = box_pin g\npoll "
     "q\n",
     "fault 6: heap-use-after-free of 1 by 4\n"},
    {"set destroys a keeper that had been moved",
     "let f = make keeper\npoll_unpinned f\nlet p = pin f\nlet g = make keeper\nset p g\n",
     "fault 5: use-after-poison of 1 by 3\n"},
    {"an erased box destroys a keeper that had been moved",
     "let f = make keeper\npoll_unpinned f\nlet p = box_pin f\nlet d = erase p\ndrop d\n",
     "fault 5: use-after-poison of 1 by 3\n"},
    {"what set put in place is moved out in turn",
     "let f = make example\nlet p = box_pin f\npoll p\nlet g = make example\nset p g\npoll p\n"
     "let h = move_out p\npoll_unpinned h\n",
     "fault 8: heap-use-after-free of 4 by 7\n"},
    {"what set put in place of a local is moved out in turn",
     "let f = make example\nlet p = pin f\npoll p\nlet g = make example\nset p g\npoll p\n"
     "let h = move_out p\npoll_unpinned h\n",
     "fault 8: use-after-poison of 4 by 7\n"},
    {"what set put in place of an element is popped",
     "let f = make example\nlet v = vec f\nlet g = make example\nlet p = pin_element_unchecked v "
     "0\n"
     "set p g\npoll p\nlet h = pop v\npoll_unpinned h\n",
     "fault 8: use-after-poison of 3 by 7\n"},
    {"second future of a then",
     "let f = make then(yield_n(n=0), example)\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n",
     "fault 4: use-after-poison of 1 by 3\n"},
    {"child of a map in a vector",
     "let f = make map(example)\nlet v = vec f\nlet p = pin_element_unchecked v 0\npoll p\n"
     "let g = pop v\npoll_unpinned g\n",
     "fault 6: use-after-poison of 1 by 5\n"},
    {"the last counted owner of a task was a waker",
     "let t = task\nlet r = raw_waker t\nlet w = waker t\ndrop t\nwake w\nwake r\n",
     "fault 6: heap-use-after-free of 1 by 5\n"},
    {"a task died with its scope",
     "let s = task\nlet keep = raw_waker s\n{\nlet t = move s\n}\nwake keep\n",
     "fault 6: heap-use-after-free of 1 by 5\n"},
    {"the second of two tasks", "let s = task\nlet t = task\nlet w = raw_waker t\ndrop t\nwake w\n",
     "fault 5: heap-use-after-free of 2 by 4\n"},
    {"another block was freed before",
     "let f = make ready\nlet b = box f\ndrop b\nlet t = task\nlet w = raw_waker t\ndrop t\nwake "
     "w\n",
     "fault 7: heap-use-after-free of 4 by 6\n"},
    {"exceptions came and went before",
     "let f = make ready\npoll_unpin f\npoll_unpin f\npoll_unpin f\nlet t = task\n"
     "let w = raw_waker t\ndrop t\nwake w\n",
     "fault 8: heap-use-after-free of 5 by 7\n"},
};

std::string fault_of(const std::string& text) {
  const std::size_t at = text.rfind("fault ");
  return at == std::string::npos ? "no fault\n" + text : text.substr(at);
}

class Culprits : public testing::TestWithParam<Case> {};

TEST_P(Culprits, AreNamed) {
  EXPECT_EQ(fault_of(observed(GetParam().program)), GetParam().fault) << GetParam().program;
}

void PrintTo(const Case& each, std::ostream* out) { *out << each.about; }

INSTANTIATE_TEST_SUITE_P(All, Culprits, testing::ValuesIn(kCases));

TEST(Culprits, AreNamedTheSameEveryTime) {
  Interpreter interpreter;
  for (int round = 0; round < 20; ++round) {
    for (const Case& each : kCases) {
      EXPECT_EQ(fault_of(observed(interpreter, each.program)), each.fault) << each.about;
    }
  }
}

TEST(Culprits, TheAccessIsDescribed) {
  absl::StatusOr<Script> script =
      parse("let f = make example\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n", "program");
  ASSERT_TRUE(script.ok());
  const Observation seen = observe(script->program);
  ASSERT_TRUE(seen.fault.has_value());
  EXPECT_EQ(seen.fault->fault.size, 1U) << "one byte of `data` is read";
  EXPECT_FALSE(seen.fault->fault.is_write);
  EXPECT_TRUE(absl::StrContains(seen.fault->fault.entry_point, "load1"))
      << seen.fault->fault.entry_point;
}

}  // namespace
}  // namespace pinprick::harness
