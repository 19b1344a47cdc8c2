// Types that move their own parts: what is seen of it, whose old home it was, and what they leave.
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <cstddef>
#include <cstdint>

#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"
#include "harness/subject/vacated.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

struct WrapperCase {
  const char* about;
  const char* program;
  const char* seen;
};

constexpr WrapperCase kWrapperCases[] = {
    {"captured, moved",
     "let f = make captured(example)\npoll_unpin f\nlet g = move f\npoll_unpin g\n",
     "2: poll:1.0 woke Pending\n4: poll:1.0\nfault 4: use-after-poison of 1 by 3\n"},
    {"captured_pin, moved and forgotten",
     "let f = make captured_pin(example)\npoll_unpin f\nlet g = move f\npoll_unpin g\nforget g\n",
     "2: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\nleaks 1\n"},
    {"captured_pin, dropped", "let f = make captured_pin(keeper)\npoll_unpin f\n",
     "2: poll:1.0 woke Pending\n3: drop:1.0\n"},
    {"assume_unpin, unboxed",
     "let f = make assume_unpin(example)\nlet b = box f\npoll_unpin b\nlet g = unbox b\n"
     "poll_unpin g\n",
     "3: poll:1.0 woke Pending\n5: poll:1.0\nfault 5: heap-use-after-free of 1 by 4\n"},
    {"packed, in a box", "let f = make packed(keeper)\nlet p = box_pin f\npoll p\ndrop p\n",
     "3: poll:1.0 woke Pending\nfault 4: use-after-poison of 1 by 4\n"},
    {"packed, in a vector",
     "let f = make packed(keeper)\nlet v = vec f\nlet p = pin_element_unchecked v 0\npoll p\n"
     "drop v\n",
     "4: poll:1.0 woke Pending\nfault 5: use-after-poison of 1 by 5\n"},
    {"packed, in the frame of a runtime", "let f = make packed(keeper)\nblock_on f\n",
     "2: poll:1.0 poll:1.0 poll:1.0\nfault 2: use-after-poison of 1 by 2\n"},
    {"packed, honest to the end",
     "let f = make packed(yield_n(n=0))\nlet f = relocate f\nlet b = box f\npoll_unpin b\n",
     "4: poll:1.0 Ready(1)\n5: drop:1.0\n"},
    {"misaligned", "let f = make misaligned(yield_n)\nlet b = box f\npoll_unpin b\n",
     "fault 3: undefined-behavior of 1 by 1\n"},
    {"misaligned, in the frame of a runtime", "let f = make misaligned(example)\nblock_on f\n",
     "fault 2: undefined-behavior of 1 by 1\n"},
    {"misaligned, never polled",
     "let f = make misaligned(keeper)\nlet f = move f\nlet b = box f\nlet f = unbox b\n",
     "5: drop:1.0\n"},
    {"shuffler, dropped by its scope",
     "{\nlet f = make shuffler(keeper)\nlet p = pin f\npoll p\n}\n",
     "4: poll:2.0 woke Pending\nfault 5: heap-use-after-free of 2 by 5\n"},
    {"shuffler, forgotten in a box",
     "let f = make shuffler(keeper)\nlet p = box_pin f\npoll p\nforget p\n",
     "3: poll:1.0 woke Pending\nleaks 2\n"},
    {"shuffler, moved before it was pinned",
     "let f = make shuffler(example)\nlet f = move f\nlet v = vec f\n", "4: drop:1.0\n"},
    {"two_faced, third poll",
     "let f = make two_faced(example)\nlet p = box_pin f\npoll p\npoll p\npoll p\n",
     "3: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0\n"
     "fault 5: heap-use-after-free of 1 by 4\n"},
    {"two_faced, a child that is Unpin",
     "let f = make two_faced(yield_n(n=2))\nlet p = box_pin f\npoll p\npoll p\npoll p\nforget p\n",
     "3: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0 Ready(1)\nleaks 2\n"},
    {"taker, ready",
     "let f = make taker(keeper)\nlet v = vec f\nlet p = pin_element_unchecked v 0\npoll p\npoll "
     "p\npoll p\n",
     "4: poll:1.0 woke Pending\n5: poll:1.0 woke Pending\n6: poll:1.0\n"
     "fault 6: use-after-poison of 1 by 6\n"},
    {"taker, moved on when it is empty",
     "let f = make taker(yield_n(n=0))\npoll_unpin f\nlet f = move f\npoll_unpin f\n",
     "2: poll:1.0 drop:1.0 Ready(1)\n4: panic:taker\n"},
    // The order in which places were taken counts, those inside of types among them.
    {"what set put where a packed one had been destroyed",
     "let f = make packed(keeper)\nlet p = box_pin f\nlet g = make packed(keeper)\nset p g\n"
     "poll p\nlet h = move_out p\npoll_unpinned h\n",
     "4: drop:1.0\n5: poll:3.0 woke Pending\n7: poll:3.0\nfault 7: heap-use-after-free of 3 by "
     "6\n"},
};

TEST(Wrappers, ShowWhatTheyDo) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const WrapperCase& each : kWrapperCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

// A guard that was jumped over leaves its poison on the stack of the abandoned run, and only there.
TEST(Wrappers, AbandonedInARealFrameTheyPoisonNothingThatFollows) {
  Interpreter interpreter;
  constexpr const char* kAbandoned = "let f = make packed(keeper(len=64))\nblock_on f\n";
  constexpr const char* kHonest = "let f = make join(keeper(len=64), keeper(len=64))\nblock_on f\n";
  const std::string honest = observed(interpreter, kHonest);
  EXPECT_EQ(honest.find("fault"), std::string::npos) << honest;
  for (int round = 0; round < 2000; ++round) {
    ASSERT_NE(observed(interpreter, kAbandoned).find("fault 2: use-after-poison of 1 by 2"),
              std::string::npos)
        << round;
    ASSERT_EQ(observed(interpreter, kHonest), honest) << round;
  }
}

TEST(Vacated, IsPoisonedAndRememberedUntilTheGuardEnds) {
  alignas(8) std::byte place[24] = {};
  const auto poisoned = [&] {
    return __asan_region_is_poisoned(place, sizeof(place)) == static_cast<void*>(place + 8);
  };
  homes().reset();
  recorder().reset();
  recorder().set_op(5);
  {
    const Vacated left(place + 8, 8, 3);
    EXPECT_TRUE(poisoned());
  }
  EXPECT_EQ(__asan_region_is_poisoned(place, sizeof(place)), nullptr);
  const HomeRecord* home = homes().find(reinterpret_cast<std::uintptr_t>(place + 9));
  ASSERT_NE(home, nullptr);
  EXPECT_EQ(home->owner, 3);
  EXPECT_TRUE(home->vacated);
  EXPECT_EQ(home->vacated_by, 5);
  homes().reset();
  recorder().reset();
}

}  // namespace
}  // namespace pinprick::harness
